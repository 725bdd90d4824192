/** The head of a mail, from its bytes: unfolded, encoded words and raw eight-bit text read. */
import { decode } from './charset.js';

export interface Header {
  /** Lower case. */
  name: string;
  value: string;
}

/** A head longer than this is not read on; RFC 5322 has no limit, attackers neither. */
const LONGEST = 512 * 1024;

export function readHeaders(raw: Buffer): Header[] {
  const head = headOf(raw);
  const lines = head
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]+/g, ' ')
    .split('\n');
  return lines.flatMap((line) => {
    const cut = line.indexOf(':');
    const name = line.slice(0, Math.max(0, cut)).trim().toLowerCase();
    if (!/^[\x21-\x39\x3b-\x7e]+$/.test(name)) return [];
    return [{ name, value: words(line.slice(cut + 1).trim()) }];
  });
}

/** Each byte a character. */
function headOf(raw: Buffer): string {
  const bound = raw.subarray(0, LONGEST).toString('latin1');
  const end = /\r?\n\r?\n/.exec(bound)?.index ?? bound.length;
  return bound.slice(0, end);
}

export const bodyOf = (raw: Buffer): Buffer => {
  const crlf = raw.indexOf('\r\n\r\n');
  const lf = raw.indexOf('\n\n');
  const at = crlf >= 0 && (lf < 0 || crlf < lf) ? crlf + 4 : lf >= 0 ? lf + 2 : raw.length;
  return raw.subarray(at);
};

export const first = (headers: readonly Header[], name: string): string | null =>
  headers.find((header) => header.name === name)?.value ?? null;

export const every = (headers: readonly Header[], name: string): string[] =>
  headers.filter((header) => header.name === name).map(({ value }) => value);

const WORD = /=\?([^?\s]{1,40})\?([bq])\?([^?]*)\?=/gi;

/**
 * RFC 2047. Neighbours of one charset are joined as bytes first: mailers cut a Chinese character in two.
 * `text` holds a byte a character.
 */
export function words(text: string): string {
  const parts: { charset: string | null; bytes: Buffer }[] = [];
  let at = 0;
  const put = (charset: string | null, bytes: Buffer) => {
    const last = parts.at(-1);
    if (last && last.charset === charset) last.bytes = Buffer.concat([last.bytes, bytes]);
    else if (bytes.length > 0) parts.push({ charset, bytes });
  };
  for (const found of text.matchAll(WORD)) {
    const between = text.slice(at, found.index);
    if (!(between.trim() === '' && at > 0)) put(null, Buffer.from(between, 'latin1'));
    const [, charset = '', way = '', body = ''] = found;
    put((charset.split('*')[0] as string).toLowerCase(), way.toLowerCase() === 'b' ? base64(body) : q(body));
    at = found.index + found[0].length;
  }
  put(null, Buffer.from(text.slice(at), 'latin1'));
  return parts.map(({ charset, bytes }) => decode(bytes, charset)).join('');
}

const base64 = (body: string): Buffer => Buffer.from(body.replace(/[^A-Za-z0-9+/]/g, ''), 'base64');
const q = (body: string): Buffer =>
  Buffer.from(
    body
      .replaceAll('_', ' ')
      .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

export interface Mailbox {
  name: string;
  /** As written; empty = there is none. */
  address: string;
}

/** The first mailbox of an address header. The address is the last that stands in angles: the name may lie. */
export function mailbox(value: string | null): Mailbox | null {
  if (value === null) return null;
  const angle = /<([^<>\s]{1,254})>[^<>]*$/.exec(value.split(/>\s*,/)[0] + (value.includes('>,') ? '>' : ''));
  const bare = /([^\s<>"(),;:]{1,64}@[^\s<>"(),;:]{1,190})/.exec(value.replace(/"[^"]*"/g, ''));
  const address = (angle?.[1] ?? bare?.[1] ?? '').trim();
  if (!/^[^@\s]+@[^@\s]+$/.test(address)) return null;
  const name = value
    .slice(0, angle?.index ?? 0)
    .replace(/^\s*"|"\s*$/g, '')
    .trim();
  return { name, address };
}

/** For comparing: case does not tell mailboxes apart in practice. */
export const sameAddress = (address: string): string => address.trim().toLowerCase();

/** All <ids> of In-Reply-To and References, oldest first, each once. */
export function ids(value: string | null): string[] {
  return [...new Set((value ?? '').match(/<[^<>\s]{3,250}>/g) ?? [])];
}
