/** Pages for people without script: plain, escaped, in the portal's own style sheet. */
import { WORDS } from './words.js';

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const esc = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);

/** `body` is HTML already: everything of a person's in it has gone through `esc`. */
export function document(title: string, body: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${esc(title)} · ${WORDS.page.site}</title>
<link rel="stylesheet" href="/portal/app.css">
</head>
<body class="plain">
<main>
<h1>${esc(title)}</h1>
${body}
<p><a href="/portal">${WORDS.page.portal}</a></p>
<p class="note">${WORDS.page.hotline}</p>
</main>
</body>
</html>
`;
}

export const rows = (pairs: [string, string][]): string =>
  `<dl>${pairs.map(([name, value]) => `<div><dt>${esc(name)}</dt><dd>${esc(value)}</dd></div>`).join('')}</dl>`;
