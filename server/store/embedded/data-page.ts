/**
 * lmdb's pages as bytes: heads, branches and leaves.
 * Layout: lmdb's mdb.c of lmdb-js 3 (page header 24 bytes, MDB_meta, MDB_db, MDB_node), little-endian, 64 bit.
 */

export const HEADER = 24;
const MAGIC = 0xbeefc0de;
export const META_BYTES = 168;
export const NO_PAGE = 0xffff_ffff_ffff_ffffn;
export const FLAG = { branch: 0x01, leaf: 0x02, overflow: 0x04, meta: 0x08 } as const;
const NODE = { big: 0x01, sub: 0x02 } as const;
export const DB_BYTES = 48;
export const ROOT_AT = 40;
const LEAST_PAGE = 512;
const MOST_PAGE = 65_536;
export const USUAL_PAGE = 4096;

export class Damaged extends Error {
  constructor(
    readonly path: string,
    readonly page: number | null,
    readonly why: string,
  ) {
    const where = page === null ? '' : ` at page ${page}`;
    super(
      `${path} is damaged${where}: ${why}. Keep a copy of the folder, then "npm run store -- repair DIR", or restore a backup.`,
    );
  }
}

export interface Meta {
  pageSize: number;
  lastPage: number;
  txn: bigint;
  free: bigint;
  main: bigint;
}

export interface Leaf {
  key: Buffer;
  value: Buffer;
}

export interface Node {
  key: Buffer;
  /** A long value's place; in a branch the child's number. */
  value: Buffer;
  /** Of the whole value, wherever it is. */
  size: number;
  big: boolean;
  sub: boolean;
}

/** Null: this is no head of a data file. */
export function readMeta(bytes: Buffer): Meta | null {
  if (bytes.length < META_BYTES || bytes.readUInt32LE(HEADER) !== MAGIC) return null;
  if ((bytes.readUInt16LE(18) & FLAG.meta) === 0) return null;
  const pageSize = bytes.readUInt32LE(48);
  if (pageSize < LEAST_PAGE || pageSize > MOST_PAGE || (pageSize & (pageSize - 1)) !== 0) return null;
  return {
    pageSize,
    free: bytes.readBigUInt64LE(88),
    main: bytes.readBigUInt64LE(136),
    lastPage: Number(bytes.readBigUInt64LE(144)),
    txn: bytes.readBigUInt64LE(152),
  };
}

/** The entries of a branch or a leaf; `bad` makes the error of a page that is neither rightly. */
export function nodesOf(page: Buffer, bad: (why: string) => Damaged): Node[] {
  const leaf = (page.readUInt16LE(18) & FLAG.leaf) !== 0;
  const lower = page.readUInt16LE(20);
  const room = page.length - HEADER;
  if ((lower & 1) !== 0 || lower > room || page.readUInt16LE(22) < lower || page.readUInt16LE(22) > room)
    throw bad('its bounds are wrong');
  const nodes: Node[] = [];
  for (let i = 0; i < lower / 2; i++) {
    const at = page.readUInt16LE(HEADER + 2 * i) + HEADER;
    if (at + 8 > page.length) throw bad('an entry lies outside it');
    const flags = page.readUInt16LE(at + 4);
    const keyEnd = at + 8 + page.readUInt16LE(at + 6);
    const size = page.readUInt32LE(at);
    const big = leaf && (flags & NODE.big) !== 0;
    const end = leaf ? keyEnd + (big ? HEADER : size) : keyEnd;
    if (end > page.length) throw bad('an entry lies outside it');
    // In a branch the flags are the top of the page number.
    const value = leaf ? page.subarray(keyEnd, end) : page.subarray(at, at + 6);
    nodes.push({
      key: page.subarray(at + 8, keyEnd),
      value,
      size,
      big,
      sub: leaf && (flags & NODE.sub) !== 0,
    });
  }
  return nodes;
}
