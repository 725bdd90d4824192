/** The script's few requests; every failure becomes a fault in words. */
import { type Said, type Trouble, troubleOf } from '../said.js';

export const OFFLINE = 'OFFLINE';

export async function ask<T>(method: string, path: string, body?: unknown): Promise<Said<T>> {
  try {
    const reply = await fetch(path, {
      method,
      credentials: 'omit',
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    if (!reply.ok) return { ok: false, trouble: troubleOf(text, reply.headers.get('retry-after')) };
    return { ok: true, value: (text === '' ? null : JSON.parse(text)) as T };
  } catch {
    const trouble: Trouble = { code: OFFLINE, message: '', wait: 0 };
    return { ok: false, trouble };
  }
}
