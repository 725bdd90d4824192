/** The frame of every page the house renders for citizens: works without script, made better by it. */
import { html, type Markup, plain } from './markup.js';
import { SITE } from './words.js';

export interface Page {
  title: string;
  /** For search engines; one sentence. */
  description: string;
  /** Whole address of the page that stands for this one; null = none, and not to be indexed. */
  canonical: string | null;
  /** Further lines of the head (JSON-LD, feeds). */
  head?: Markup[];
  place: keyof typeof SITE.places;
  body: Markup;
}

const NUMBERS = ['110', '119', '120', '122'];

const nav = (place: Page['place']): Markup[] =>
  Object.entries(SITE.places).map(([name, [path, label]]) =>
    name === place
      ? html`<a href="${path}" aria-current="page">${label}</a>`
      : html`<a href="${path}">${label}</a>`,
  );

export function page({ title, description, canonical, head = [], place, body }: Page): string {
  const whole = html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${SITE.name}</title>
<meta name="description" content="${description}">
${canonical === null ? html`<meta name="robots" content="noindex">` : html`<link rel="canonical" href="${canonical}">`}
${head}
<link rel="icon" href="/portal/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/portal/site.css">
<script src="/portal/site.js" type="module"></script>
<script src="/chat.js" defer></script>
</head>
<body>
<a class="skip" href="#main">${SITE.skip}</a>
<header>
<p class="site"><a href="/">${SITE.name}</a></p>
<p class="urgent">${SITE.urgent} ${NUMBERS.map((number) => html`<a href="tel:${number}">${number}</a> `)}</p>
<button type="button" id="large" aria-pressed="false" hidden>${SITE.large}</button>
</header>
<nav aria-label="${SITE.nav}">${nav(place)}</nav>
<main id="main" tabindex="-1">
<h1>${title}</h1>
${body}
</main>
<footer><p>${SITE.footer}<a href="tel:12345">${SITE.dial}</a></p></footer>
</body>
</html>
`;
  return plain(whole);
}
