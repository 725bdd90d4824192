/** robots.txt and sitemap.xml: what is for everybody, and where it lies. */
import type { Handlers } from '../http/handler.js';
import { originOf } from './address.js';
import { textAnswer } from './answers.js';
import { html, plain } from './markup.js';

export interface Entry {
  path: string;
  /** yyyy-MM-dd */
  changed?: string;
}

/** As many as one site map may hold (sitemaps.org). */
const MOST = 50_000;

const CLOSED = ['/api/', '/hooks/', '/console', '/qa?q=', '/qa/useful', '/letters/mine', '/letters/more'];

export function siteMap(parts: {
  entries: () => Promise<Entry[]>;
  publicUrl: string | null;
}): Handlers<'robots' | 'siteMap'> {
  return {
    async robots(asked) {
      const home = originOf(parts.publicUrl, asked);
      const rules = [
        'User-agent: *',
        ...CLOSED.map((path) => `Disallow: ${path}`),
        '',
        `Sitemap: ${home}/sitemap.xml`,
      ];
      return textAnswer('text/plain', `${rules.join('\n')}\n`);
    },
    async siteMap(asked) {
      const home = originOf(parts.publicUrl, asked);
      const rows = (await parts.entries()).slice(0, MOST).map(
        ({
          path,
          changed,
        }) => html`<url><loc>${home}${path}</loc>${changed ? html`<lastmod>${changed}</lastmod>` : null}</url>
`,
      );
      const map = html`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${rows}</urlset>
`;
      return textAnswer('application/xml', `<?xml version="1.0" encoding="UTF-8"?>\n${plain(map)}`);
    },
  };
}
