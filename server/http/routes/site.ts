/** What search engines read. */
import type { Route } from '../route.js';

export const SITE = {
  robots: { method: 'get', path: '/robots.txt', does: '搜索引擎可看的范围', permission: null, status: 200 },
  siteMap: { method: 'get', path: '/sitemap.xml', does: '站点地图', permission: null, status: 200 },
} satisfies Record<string, Route>;
