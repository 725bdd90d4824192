/**
 * winmail.dat (MS-OXTNEF): Outlook's own packing of body and attachments. Read within bounds: every length is
 * checked against what is there, what doesn't fit ends the reading, what was found so far is kept.
 */
import { decode } from './charset.js';

export interface Unpacked {
  text: string | null;
  html: string | null;
  files: { name: string; bytes: Buffer }[];
}

const SIGNATURE = 0x223e9f78;
const ATTACHMENT_LEVEL = 2;
const MOST_FILES = 50;
const MOST_PROPERTIES = 2000;

/** Attribute ids, the type in the upper half. */
const BODY = 0x0002800c;
const MESSAGE_PROPERTIES = 0x00069003;
const CODE_PAGE = 0x00069007;
const RENDERING = 0x00069002;
const DATA = 0x0006800f;
const TITLE = 0x00018010;
const PROPERTIES = 0x00069005;

/** MAPI properties. */
const P_BODY = 0x1000;
const P_HTML = 0x1013;
const P_LONG_NAME = 0x3707;
const P_NAME = 0x3704;
const P_BINARY = 0x3701;

const isTnef = (bytes: Buffer): boolean => bytes.length > 6 && bytes.readUInt32LE(0) === SIGNATURE;

/** Null = it is no such file. */
export function unpackTnef(bytes: Buffer): Unpacked | null {
  if (!isTnef(bytes)) return null;
  const found: Unpacked = { text: null, html: null, files: [] };
  let page: string | null = null;
  let file: { name: string; bytes: Buffer } | null = null;
  const done = () => {
    if (file && file.bytes.length > 0 && found.files.length < MOST_FILES) found.files.push(file);
    file = null;
  };
  let at = 6;
  while (at + 9 <= bytes.length) {
    const level = bytes.readUInt8(at);
    const id = bytes.readUInt32LE(at + 1);
    const length = bytes.readUInt32LE(at + 5);
    const start = at + 9;
    if (start + length > bytes.length) break;
    const value = bytes.subarray(start, start + length);
    at = start + length + 2;
    if (id === CODE_PAGE && length >= 4) page = pageOf(value.readUInt32LE(0));
    if (level !== ATTACHMENT_LEVEL) {
      if (id === BODY) found.text ??= textOf(value, page);
      if (id === MESSAGE_PROPERTIES) {
        const properties = readProperties(value, page);
        found.text ??= asText(properties.get(P_BODY), page);
        found.html ??= asText(properties.get(P_HTML), page);
      }
      continue;
    }
    if (id === RENDERING) {
      done();
      file = { name: '', bytes: Buffer.alloc(0) };
    }
    file ??= { name: '', bytes: Buffer.alloc(0) };
    if (id === TITLE && file.name === '') file.name = textOf(value, page);
    if (id === DATA) file.bytes = value;
    if (id === PROPERTIES) {
      const properties = readProperties(value, page);
      const name = asText(properties.get(P_LONG_NAME) ?? properties.get(P_NAME), page);
      if (name) file.name = name;
      const binary = properties.get(P_BINARY);
      if (file.bytes.length === 0 && Buffer.isBuffer(binary)) file.bytes = binary;
    }
  }
  done();
  return found;
}

const pageOf = (page: number): string | null =>
  ({ 936: 'gb18030', 54936: 'gb18030', 950: 'big5', 65001: 'utf-8', 1252: 'windows-1252' })[page] ?? null;

const textOf = (bytes: Buffer, page: string | null): string => {
  const end = bytes.indexOf(0);
  return decode(end >= 0 ? bytes.subarray(0, end) : bytes, page);
};
const asText = (value: string | Buffer | undefined, page: string | null): string | null =>
  value === undefined ? null : typeof value === 'string' ? value : textOf(value, page);

const FIXED: Readonly<Record<number, number>> = {
  2: 4,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 4,
  20: 8,
  64: 8,
  72: 16,
};
const MANY = 0x1000;
const NAMED = 0x8000;
const padded = (length: number): number => (length + 3) & ~3;

/** Strings and binaries by property id; a shape not known ends the list, for nothing after it can be found. */
function readProperties(bytes: Buffer, page: string | null): Map<number, string | Buffer> {
  const found = new Map<number, string | Buffer>();
  let at = 0;
  const number = (): number | null => {
    if (at + 4 > bytes.length) return null;
    const value = bytes.readUInt32LE(at);
    at += 4;
    return value;
  };
  const count = Math.min(number() ?? 0, MOST_PROPERTIES);
  for (let n = 0; n < count; n++) {
    const tag = number();
    if (tag === null) return found;
    const type = tag & 0xffff;
    const id = tag >>> 16;
    if (id >= NAMED) {
      at += 16;
      const kind = number();
      if (kind === 1) at += padded(number() ?? 0);
      else number();
    }
    const base = type & ~MANY;
    const fixed = FIXED[base];
    const values = type & MANY || fixed === undefined ? number() : 1;
    if (values === null || values > MOST_PROPERTIES) return found;
    for (let value = 0; value < values; value++) {
      const length: number | null = fixed ?? number();
      if (length === null || at + length > bytes.length) return found;
      const part = bytes.subarray(at, at + length);
      at += fixed === undefined ? padded(length) : length;
      if (fixed !== undefined || found.has(id)) continue;
      if (base === 0x001f) found.set(id, part.toString('utf16le').replace(/\0+$/, ''));
      else if (base === 0x001e) found.set(id, textOf(part, page));
      else if (base === 0x0102) found.set(id, part);
    }
  }
  return found;
}
