/** MongoDB's wire protocol, as far as a driver of today speaks it: OP_MSG, and OP_QUERY for the first hello. */
import { type Doc, encode, exact } from './bson.js';
import type { Moment } from './changes.js';
import { crc32c } from './crc32c.js';
import { checkDepth } from './depth.js';
import { Fault } from './faults.js';

export const OP = { reply: 1, query: 2004, compressed: 2012, msg: 2013 } as const;

export const MAX_MESSAGE = 48_000_000;
const MORE_TO_COME = 2;
const CHECKSUM = 1;

export interface Request {
  requestId: number;
  opCode: typeof OP.msg | typeof OP.query;
  body: Doc;
  /** Document sequences by name (`documents`, `updates`, `deletes`), not yet decoded. */
  sequences: Map<string, Buffer[]>;
  /** The sender wants no answer (w: 0). */
  silent: boolean;
  /** Why nothing of it was read: it is a message, but nested too deep. */
  refused: Fault | null;
}

/** Bytes that are no message: the connection cannot be trusted any more and is closed. */
export class Malformed extends Error {}

function documentAt(bytes: Buffer, at: number, end: number): Buffer {
  if (at + 5 > end) throw new Malformed('a document does not fit');
  const length = bytes.readInt32LE(at);
  if (length < 5 || at + length > end || bytes[at + length - 1] !== 0)
    throw new Malformed('a document does not fit');
  return bytes.subarray(at, at + length);
}

function cstring(bytes: Buffer, at: number, end: number): string {
  const stop = bytes.indexOf(0, at);
  if (stop < 0 || stop >= end) throw new Malformed('a name does not end');
  return bytes.toString('utf8', at, stop);
}

function parseBody(bytes: Buffer): Doc {
  checkDepth(bytes);
  try {
    return exact(bytes);
  } catch (error) {
    throw new Malformed(`bad BSON: ${(error as Error).message}`);
  }
}

function sequence(bytes: Buffer, at: number, sequences: Map<string, Buffer[]>): number {
  const size = bytes.readInt32LE(at);
  const end = at + size;
  if (size < 5 || end > bytes.length) throw new Malformed('a section does not fit');
  const name = cstring(bytes, at + 4, end);
  if (sequences.has(name)) throw new Malformed('a section comes twice');
  const documents: Buffer[] = [];
  let here = at + 4 + Buffer.byteLength(name) + 1;
  while (here < end) {
    const document = documentAt(bytes, here, end);
    checkDepth(document);
    documents.push(document);
    here += document.length;
  }
  sequences.set(name, documents);
  return end;
}

function parseMsg(bytes: Buffer, requestId: number): Request {
  const flags = bytes.readUInt32LE(16);
  if ((flags & 0xffff & ~(MORE_TO_COME | CHECKSUM)) !== 0) throw new Malformed('unknown required flag');
  const end = flags & CHECKSUM ? bytes.length - 4 : bytes.length;
  if (end < 20 || (flags & CHECKSUM && crc32c(bytes.subarray(0, end)) !== bytes.readUInt32LE(end)))
    throw new Malformed('the checksum is not that of the message');
  const view = bytes.subarray(0, end);
  const sequences = new Map<string, Buffer[]>();
  let body: Doc | undefined;
  let at = 20;
  while (at < end) {
    const kind = view[at++];
    if (kind === 0) {
      if (body) throw new Malformed('two bodies');
      const document = documentAt(view, at, end);
      body = parseBody(document);
      at += document.length;
    } else if (kind === 1) at = sequence(view, at, sequences);
    else throw new Malformed(`unknown section kind ${kind}`);
  }
  if (!body) throw new Malformed('no body');
  return { requestId, opCode: OP.msg, body, sequences, silent: (flags & MORE_TO_COME) !== 0, refused: null };
}

function parseQuery(bytes: Buffer, requestId: number): Request {
  const name = cstring(bytes, 20, bytes.length);
  const at = 20 + Buffer.byteLength(name) + 1 + 8;
  const body = parseBody(documentAt(bytes, at, bytes.length));
  const inner = body.$query;
  const command = typeof inner === 'object' && inner !== null ? (inner as Doc) : body;
  return {
    requestId,
    opCode: OP.query,
    body: { ...command, $db: name.split('.')[0] },
    sequences: new Map(),
    silent: false,
    refused: null,
  };
}

/** Its sender is told, where one waits for an answer. */
function unread(bytes: Buffer, requestId: number, opCode: Request['opCode'], refused: Fault): Request {
  const silent = opCode === OP.msg && (bytes.readUInt32LE(16) & MORE_TO_COME) !== 0;
  return { requestId, opCode, body: {}, sequences: new Map(), silent, refused };
}

/** One whole message, header included. */
export function parse(bytes: Buffer): Request {
  if (bytes.length < 21) throw new Malformed('too short');
  const requestId = bytes.readInt32LE(4);
  const opCode = bytes.readInt32LE(12);
  try {
    if (opCode === OP.msg) return parseMsg(bytes, requestId);
    if (opCode === OP.query) return parseQuery(bytes, requestId);
  } catch (error) {
    if (error instanceof Fault) return unread(bytes, requestId, opCode as Request['opCode'], error);
    throw error instanceof Malformed ? error : new Malformed((error as Error).message);
  }
  throw new Malformed(`unknown operation ${opCode}`);
}

let lastId = 0;

const OPERATION_TIME = Buffer.from('\u0011operationTime\0', 'latin1');
const TIMED = OPERATION_TIME.length + 8;

/** Every answer of a replica set says how far it is (`operationTime`): whoever follows changes begins from there. */
export function answer(request: Request, reply: Doc | Buffer, { second, nth }: Moment): Buffer {
  const body = Buffer.isBuffer(reply) ? reply : encode(reply);
  const legacy = request.opCode === OP.query;
  const head = legacy ? 36 : 21;
  const out = Buffer.allocUnsafe(head + body.length + TIMED);
  out.fill(0, 0, head);
  out.writeInt32LE(out.length, 0);
  lastId = (lastId + 1) & 0x7fffffff;
  out.writeInt32LE(lastId, 4);
  out.writeInt32LE(request.requestId, 8);
  out.writeInt32LE(legacy ? OP.reply : OP.msg, 12);
  if (legacy) {
    out.writeInt32LE(8, 16);
    out.writeInt32LE(1, 32);
  }
  out.set(body, head);
  out.writeInt32LE(body.length + TIMED, head);
  let at = head + body.length - 1;
  out.set(OPERATION_TIME, at);
  at += OPERATION_TIME.length;
  out.writeUInt32LE(nth, at);
  out.writeUInt32LE(second, at + 4);
  out[at + 8] = 0;
  return out;
}

/** Cuts a byte stream into whole messages. */
export class Frames {
  #held: Buffer[] = [];
  #length = 0;

  push(chunk: Buffer): Buffer[] {
    this.#held.push(chunk);
    this.#length += chunk.length;
    const whole: Buffer[] = [];
    while (this.#length >= 4) {
      if (this.#held[0]!.length < 4) this.#held = [Buffer.concat(this.#held)];
      const size = this.#held[0]!.readInt32LE(0);
      if (size < 16 || size > MAX_MESSAGE) throw new Malformed(`message of ${size} bytes`);
      if (this.#length < size) break;
      const all = this.#held.length === 1 ? this.#held[0]! : Buffer.concat(this.#held);
      whole.push(all.subarray(0, size));
      this.#held = size < all.length ? [all.subarray(size)] : [];
      this.#length -= size;
    }
    return whole;
  }
}
