/**
 * Whether and until when a citizen can be written to: 48 hours from their last words, a minute from a tap on the
 * menu, never after they left the account. What waits for their return is kept here too.
 * Source: developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html
 */
import type { Notes } from '../kind.js';

interface Row {
  /** ISO time; the platform itself has the last word (45015). */
  until: string | null;
  /** They left the account, by its own word. */
  gone: boolean;
  /** When the platform says they came or left: pushes overtake each other. */
  turned: string | null;
}

/** Words that could not go out in time, and the orders the citizen was told of by template. */
export interface Held {
  parts: { line: string; text: string }[];
  told: string[];
}

export interface Reach {
  /** They wrote (or tapped). True = words wait that can go out now. */
  heard(openid: string, at: Date, tap: boolean): Promise<boolean>;
  turned(openid: string, at: Date, gone: boolean): Promise<void>;
  state(openid: string): Promise<'open' | 'closed' | 'gone'>;
  /** The platform said that it is closed. */
  shut(openid: string): Promise<void>;
  held(openid: string): Promise<Held>;
  hold(openid: string, held: Held): Promise<void>;
}

const WORDS_MS = 48 * 3_600_000;
const TAP_MS = 60_000;
/** A citizen in conversation is not written down anew for every line. */
const COARSE_MS = 10 * 60_000;
const MOST_FRESH = 50_000;

const NONE: Row = { until: null, gone: false, turned: null };
const NOTHING: Held = { parts: [], told: [] };

export function createReach(notes: Notes, now: () => Date): Reach {
  /** When each was last written down as open. */
  const fresh = new Map<string, number>();
  const rowOf = async (openid: string): Promise<Row> => (await notes.get<Row>(`reach:${openid}`)) ?? NONE;

  async function write(openid: string, row: Row): Promise<void> {
    await notes.set(`reach:${openid}`, row);
    fresh.delete(openid);
  }
  const heldOf = async (openid: string): Promise<Held> =>
    (await notes.get<Held>(`held:${openid}`)) ?? NOTHING;

  return {
    async heard(openid, at, tap) {
      if (!tap && now().getTime() - (fresh.get(openid) ?? 0) < COARSE_MS) return false;
      const row = await rowOf(openid);
      const until = new Date(at.getTime() + (tap ? TAP_MS : WORDS_MS)).toISOString();
      // Who writes is there, even where the push that they came back was lost.
      await write(openid, { ...row, gone: false, until: row.until && row.until > until ? row.until : until });
      if (tap) return false;
      if (fresh.size >= MOST_FRESH) fresh.clear();
      fresh.set(openid, now().getTime());
      return (await heldOf(openid)).parts.length > 0;
    },
    async turned(openid, at, gone) {
      const row = await rowOf(openid);
      if (row.turned !== null && row.turned > at.toISOString()) return;
      await write(openid, { ...row, gone, turned: at.toISOString() });
    },
    async state(openid) {
      const row = await rowOf(openid);
      if (row.gone) return 'gone';
      // Somebody never heard of here (notes of another time): the platform knows.
      return row.until !== null && row.until < now().toISOString() ? 'closed' : 'open';
    },
    async shut(openid) {
      await write(openid, { ...(await rowOf(openid)), until: now().toISOString() });
    },
    held: heldOf,
    async hold(openid, held) {
      await notes.set(`held:${openid}`, held.parts.length > 0 ? held : null);
      fresh.delete(openid);
    },
  };
}
