/**
 * What each session's last retryable write was answered, kept in the same transaction as the write: a driver
 * that lost the answer asks again with the same number, also after a restart, and the write happens once.
 */
import { Binary } from 'bson';
import { type Doc, isDocument, toNumber } from './bson.js';
import { KIND } from './catalog.js';
import { Fault } from './faults.js';
import { after, type Pages } from './pages.js';

/** A session that nobody used for so long is over (MongoDB's localLogicalSessionTimeoutMinutes). */
export const SESSION_MS = 30 * 60 * 1000;
const PREFIX = Buffer.from([KIND.session]);
const HEAD = 16;
const AT_ONCE = 1000;
/** Sessions remembered by their last use; MongoDB lets a million be open. */
const MOST_USED = 100_000;

export interface Numbered {
  session: Buffer;
  number: bigint;
}

export function sessionOf(body: Doc): Buffer | null {
  const lsid = body.lsid;
  if (lsid === undefined) return null;
  const id = isDocument(lsid) ? lsid.id : undefined;
  if (!(id instanceof Binary) || id.sub_type !== Binary.SUBTYPE_UUID)
    throw new Fault(14, "BSON field 'lsid.id' is the wrong type, expected type 'binData' (UUID)");
  return Buffer.from(id.value());
}

/** The session as cursors remember it. */
export const sessionName = (body: Doc): string | null => sessionOf(body)?.toString('hex') ?? null;

/** The session and its transaction number, or null where the command carries none. */
export function numberOf(body: Doc): Numbered | null {
  if (body.txnNumber === undefined) return null;
  const session = sessionOf(body);
  if (!session) throw new Fault(72, 'Transaction number requires a session ID to also be specified');
  const number = toNumber(body.txnNumber);
  if (number === undefined || !Number.isSafeInteger(number) || number < 0)
    throw new Fault(72, 'Transaction number cannot be negative');
  return { session, number: BigInt(number) };
}

const keyOf = (session: Buffer): Buffer => Buffer.concat([PREFIX, session]);

export class Sessions {
  readonly #used = new Map<string, number>();

  constructor(readonly tree: Pages) {}

  /** The answer this very write was given, or null when it is new; an older one is refused. */
  answered({ session, number }: Numbered): Buffer | null {
    const kept = this.tree.get(keyOf(session));
    if (!kept) return null;
    const last = kept.readBigInt64BE(0);
    if (number < last)
      throw new Fault(
        225,
        `Retryable write with txnNumber ${number} is prohibited on session ${session.toString('hex')} because a newer retryable write with txnNumber ${last} has already started on this session.`,
      );
    return number === last ? kept.subarray(HEAD) : null;
  }

  note({ session, number }: Numbered, reply: Buffer): void {
    const head = Buffer.alloc(HEAD);
    head.writeBigInt64BE(number, 0);
    head.writeBigInt64BE(BigInt(Date.now()), 8);
    this.tree.put(keyOf(session), Buffer.concat([head, reply]));
  }

  has(session: Buffer): boolean {
    return this.tree.has(keyOf(session));
  }

  /** Somebody asks within it. */
  use(lsid: unknown, now: number): void {
    const id = isDocument(lsid) ? lsid.id : undefined;
    if (!(id instanceof Binary)) return;
    const name = Buffer.from(id.buffer.buffer, id.buffer.byteOffset, id.position).toString('latin1');
    // The one used last is the last in the map.
    this.#used.delete(name);
    this.#used.set(name, now);
    if (this.#used.size > MOST_USED) this.#used.delete(this.#used.keys().next().value!);
  }

  /** Those used in the last half hour, with the moment of their last use. */
  live(now: number): { id: Buffer; at: number }[] {
    return [...this.#used]
      .filter(([, at]) => now - at < SESSION_MS)
      .map(([name, at]) => ({ id: Buffer.from(name, 'latin1'), at }));
  }

  over(sessions: readonly Buffer[]): void {
    for (const session of sessions) this.#used.delete(session.toString('latin1'));
  }

  end(sessions: readonly Buffer[]): void {
    for (const session of sessions) this.tree.remove(keyOf(session));
  }

  /** Forgets what is over, a thousand at a time; true where there may be more. */
  expire(now: number): boolean {
    const rows = this.tree.range(PREFIX, after(PREFIX), { reverse: false, limit: Number.POSITIVE_INFINITY });
    const over = rows.filter(({ value }) => now - Number(value.readBigInt64BE(8)) > SESSION_MS);
    for (const { key } of over.slice(0, AT_ONCE)) this.tree.remove(key);
    return over.length > AT_ONCE;
  }
}
