/** The place where a page of letters ended, opaque to whoever carries it and checked when it comes back. */
import { Problem } from '../errors.js';

export interface Place {
  at: Date;
  id: string;
}

export const encodePlace = ({ at, id }: Place): string =>
  Buffer.from(`${at.getTime()}.${id}`).toString('base64url');

/** A cursor nobody gave out is the caller's fault, never page one. */
export function decodePlace(text: string): Place {
  const plain = text.length > 80 ? '' : Buffer.from(text, 'base64url').toString();
  const [, ms, id] = /^(\d{1,15})\.([0-9A-Za-z]{8,32})$/.exec(plain) ?? [];
  if (ms === undefined || id === undefined) throw new Problem('BAD_REQUEST');
  return { at: new Date(Number(ms)), id };
}
