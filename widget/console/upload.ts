/** Sends a file's bytes to a route; the answer and the refusals are those of any other call. */

import { Problem } from './api.js';
import { auth } from './auth.js';
import { W } from './words.js';

export async function sendFile<T>(path: string, file: Blob): Promise<T> {
  const now = auth.now();
  const csrf = now.phase === 'in' || now.phase === 'expired' ? now.session.csrf : '';
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'x-csrf-token': csrf },
      credentials: 'same-origin',
      body: file,
    });
  } catch {
    throw new Problem('OFFLINE', W.common.offline);
  }
  const said = (await response.json().catch(() => null)) as
    | (T & { error?: { code: string; message: string; hint?: string } })
    | null;
  if (response.ok && said) return said;
  throw new Problem(
    said?.error?.code ?? 'INTERNAL',
    said?.error?.message ?? W.common.unexpected,
    said?.error?.hint,
  );
}
