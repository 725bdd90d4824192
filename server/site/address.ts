/** Where this site is, for links that must be whole (canonical, feeds, site map). */
import type { Asked } from '../http/handler.js';

const HOST = /^[a-z0-9.-]+(?::\d{1,5})?$|^\[[0-9a-f:]+\](?::\d{1,5})?$/i;

/** PUBLIC_URL; without one the house stands on plain http on its own machine, under whatever name it was called. */
export function originOf(publicUrl: string | null, asked: Pick<Asked, 'headers'>): string {
  if (publicUrl !== null) return publicUrl;
  const host = asked.headers.host ?? '';
  return HOST.test(host) ? `http://${host}` : 'http://localhost';
}
