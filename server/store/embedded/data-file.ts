/**
 * The data file read by its bytes alone, without lmdb: lmdb maps the file and takes the whole process down over
 * a page that is not what it expects, so whoever doubts a file looks at it through this.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import {
  Damaged,
  DB_BYTES,
  FLAG,
  HEADER,
  type Leaf,
  META_BYTES,
  type Meta,
  NO_PAGE,
  type Node,
  nodesOf,
  ROOT_AT,
  readMeta,
  USUAL_PAGE,
} from './data-page.js';

export const DATA_FILE = 'jiesu.mdb';

/** More levels than 2^48 pages need. */
const DEEPEST = 40;

/** Where a subtree cannot be read: null throws it, a function notes it and goes on beside it. */
type OnBad = ((damage: Damaged) => void) | null;

export class DataFile {
  readonly #file: number;
  readonly size: number;
  readonly meta: Meta;
  /** Pages already come by: none may come twice. */
  readonly #seen = new Set<number>();

  /** `lenient`: one readable head of the two is enough. */
  constructor(
    readonly path: string,
    lenient = false,
  ) {
    this.#file = openSync(path, 'r');
    try {
      this.size = fstatSync(this.#file).size;
      this.meta = this.#newest(lenient);
    } catch (error) {
      closeSync(this.#file);
      throw error;
    }
  }

  close(): void {
    closeSync(this.#file);
  }

  #bytes(at: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    const got = readSync(this.#file, bytes, 0, length, at);
    return bytes.subarray(0, got);
  }

  /** lmdb writes its two heads in turn and begins from the one written last. */
  #newest(lenient: boolean): Meta {
    const first = readMeta(this.#bytes(0, META_BYTES));
    const usual = lenient && !first ? readMeta(this.#bytes(USUAL_PAGE, META_BYTES)) : null;
    if (usual) return usual;
    if (!first) throw new Damaged(this.path, 0, 'its head is not that of a data file of this store');
    const second = readMeta(this.#bytes(first.pageSize, META_BYTES));
    if (!second && lenient) return first;
    if (!second) throw new Damaged(this.path, 1, 'its second head cannot be read');
    return second.txn > first.txn ? second : first;
  }

  get pages(): number {
    return Math.floor(this.size / this.meta.pageSize);
  }

  /** The file ends before the page that lmdb counts as its last; harmless where nothing refers there. */
  get short(): boolean {
    return this.pages <= this.meta.lastPage;
  }

  /** `once`: no tree leads to a page twice. */
  #page(number: number, once: boolean): Buffer {
    const bad = (why: string): Damaged => new Damaged(this.path, number, why);
    if (number < 2 || number > this.meta.lastPage) throw bad('it is referred to but lies outside');
    if (number >= this.pages) throw bad('the file was cut short before it');
    if (once && this.#seen.has(number)) throw bad('it is referred to twice');
    if (once) this.#seen.add(number);
    const page = this.#bytes(number * this.meta.pageSize, this.meta.pageSize);
    if (page.length < this.meta.pageSize) throw bad('it cannot be read whole');
    if (page.readBigUInt64LE(0) !== BigInt(number)) throw bad('it holds the number of another page');
    if (page.readBigUInt64LE(8) > this.meta.txn) throw bad('it is newer than the head');
    return page;
  }

  #nodes(page: Buffer, number: number): Node[] {
    return nodesOf(page, (why) => new Damaged(this.path, number, why));
  }

  #overflow({ value, size }: Node, from: number, once: boolean): Buffer {
    const first = Number(value.readBigUInt64LE(0));
    const page = this.#page(first, once);
    const count = page.readUInt32LE(20);
    if ((page.readUInt16LE(18) & FLAG.overflow) === 0 || count * this.meta.pageSize < size + HEADER)
      throw new Damaged(this.path, first, `it is no long value of ${size} bytes of page ${from}`);
    if (first + count > this.pages) throw new Damaged(this.path, first, 'the file was cut short in it');
    for (let i = 1; once && i < count; i++) {
      if (this.#seen.has(first + i)) throw new Damaged(this.path, first + i, 'it is referred to twice');
      this.#seen.add(first + i);
    }
    return this.#bytes(first * this.meta.pageSize + HEADER, size);
  }

  *#tree(root: bigint, onBad: OnBad, depth = 0): Generator<Leaf & { sub: boolean }> {
    if (root === NO_PAGE) return;
    const number = Number(root);
    let nodes: Node[];
    let flags: number;
    try {
      if (depth > DEEPEST) throw new Damaged(this.path, number, 'it is deeper than any tree can be');
      const page = this.#page(number, true);
      flags = page.readUInt16LE(18) & (FLAG.branch | FLAG.leaf | FLAG.overflow | FLAG.meta);
      if (flags !== FLAG.branch && flags !== FLAG.leaf)
        throw new Damaged(this.path, number, 'it is neither a branch nor a leaf');
      nodes = this.#nodes(page, number);
      if (flags === FLAG.branch && nodes.length < 1)
        throw new Damaged(this.path, number, 'it is an empty branch');
    } catch (error) {
      if (!onBad || !(error instanceof Damaged)) throw error;
      onBad(error);
      return;
    }
    for (const node of nodes) {
      if (flags === FLAG.branch) {
        yield* this.#tree(BigInt(node.value.readUIntLE(0, 6)), onBad, depth + 1);
        continue;
      }
      try {
        yield {
          key: node.key,
          value: node.big ? this.#overflow(node, number, true) : node.value,
          sub: node.sub,
        };
      } catch (error) {
        if (!onBad || !(error instanceof Damaged)) throw error;
        onBad(error);
      }
    }
  }

  /** Every entry of the store in order, each page looked at on the way. */
  *entries(onBad: OnBad = null): Generator<Leaf> {
    for (const { key, value, sub } of this.#tree(this.meta.main, onBad)) {
      if (!sub || !key.toString('latin1').startsWith('records')) continue;
      if (value.length !== DB_BYTES)
        throw new Damaged(this.path, null, 'the head of its records cannot be read');
      let last: Buffer | null = null;
      for (const leaf of this.#tree(value.readBigUInt64LE(ROOT_AT), onBad)) {
        if (last && Buffer.compare(last, leaf.key) >= 0) {
          const damage = new Damaged(this.path, null, 'its entries are out of order');
          if (!onBad) throw damage;
          onBad(damage);
          continue;
        }
        last = Buffer.from(leaf.key);
        yield leaf;
      }
    }
  }

  /** Also the list of free pages: a page both free and in use would be written over. */
  check(): { entries: number; pages: number } {
    let entries = 0;
    for (const _ of this.entries()) entries++;
    const used = new Set(this.#seen);
    for (const { value } of this.#tree(this.meta.free, null)) {
      const count = Number(value.readBigUInt64LE(0));
      for (let i = 1; i <= count; i++) {
        const page = Number(value.readBigInt64LE(8 * i));
        if (used.has(page)) throw new Damaged(this.path, page, 'it is in use and free at once');
      }
    }
    return { entries, pages: this.#seen.size };
  }

  /** Leaf pages that no tree led to: what of them is newest may be what was lost. */
  *strays(): Generator<{ leaf: Leaf; txn: bigint }> {
    for (let number = 2; number < this.pages; number++) {
      if (this.#seen.has(number)) continue;
      try {
        const page = this.#page(number, false);
        if ((page.readUInt16LE(18) & 0x0f) !== FLAG.leaf) continue;
        for (const node of this.#nodes(page, number))
          yield {
            leaf: { key: node.key, value: node.big ? this.#overflow(node, number, false) : node.value },
            txn: page.readBigUInt64LE(8),
          };
      } catch (error) {
        if (!(error instanceof Damaged)) throw error;
      }
    }
  }
}

/** Before lmdb maps it: both heads, and where the file is short of its last page, every page in use. */
export function checkFile(path: string): void {
  const file = new DataFile(path);
  try {
    if (file.short) file.check();
    else file.entries().next();
  } finally {
    file.close();
  }
}
