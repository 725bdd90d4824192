/** The place where a page of tickets ended, opaque to whoever carries it and checked when it comes back. */
import { Problem } from '../errors.js';

export interface Cursor {
  at: Date;
  id: string;
}

export const encodeCursor = ({ at, id }: Cursor): string =>
  Buffer.from(`${at.getTime()}.${id}`).toString('base64url');

/** A cursor nobody gave out is the caller's fault, never page one. */
export function decodeCursor(text: string): Cursor {
  const plain = text.length > 80 ? '' : Buffer.from(text, 'base64url').toString();
  const [, ms, id] = /^(\d{1,15})\.(\d{14}[A-Z]\d{7})$/.exec(plain) ?? [];
  if (ms === undefined || id === undefined) throw new Problem('BAD_REQUEST');
  return { at: new Date(Number(ms)), id };
}
