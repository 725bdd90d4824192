/**
 * Calls of the phone platform. Parts of a transcript come in any order, more than once, and even before the
 * call itself; the conversation gets them in order of their numbers. What waits for an earlier part waits on
 * disk. Two processes may release one call at once: both walk in order, and the store keeps each part once.
 */
import type { Receive } from '../channel.js';
import type { House } from '../kind.js';
import { createCallLines, endText } from './call-lines.js';
import { digestOf, type End, type Facts, factsOf, key, missing, type Part } from './call-notes.js';
import { threadOf } from './names.js';
import type { Partner } from './partners.js';
import { Refusal } from './refusal.js';
import type { CallSaid } from './wire.js';

/** How long an earlier part is waited for before the rest goes on without it. */
const GAP_MS = 60_000;
const KEPT_MS = 2 * 86_400_000;
const SWEEP_MS = 3_600_000;

export interface Calls {
  take(partner: Partner, event: CallSaid): Promise<{ seq: number | null; missing: number[] }>;
  /** Releases what has waited too long for a part that never came. */
  overdue(): Promise<void>;
}

export function createCalls(house: House, partners: ReadonlyMap<string, Partner>, receive: Receive): Calls {
  const { notes } = house;
  const lines = createCallLines(house, receive);
  const turns = new Map<string, Promise<unknown>>();
  let swept = 0;

  /** Parts of one call stand in line, so that what one knows the next one knows. */
  async function inTurn<T>(thread: string, run: () => Promise<T>): Promise<T> {
    const mine = (turns.get(thread) ?? Promise.resolve()).then(run, run);
    turns.set(thread, mine);
    try {
      return await mine;
    } finally {
      if (turns.get(thread) === mine) turns.delete(thread);
    }
  }

  /** Everything that is next in order; `force` steps over what is missing. */
  async function release(partner: Partner, call: string, facts: Facts, force: boolean) {
    const thread = threadOf(partner.id, call);
    let { next } = facts;
    let seq: number | null = null;
    for (;;) {
      const part = await notes.get<Part>(key.part(thread, next));
      if (part) {
        if (!part.done) seq = await lines.part(partner, call, facts, next, part);
        next += 1;
        continue;
      }
      const [later] = await notes.list<Part>(key.parts(thread), key.part(thread, next), 1);
      if (!later) break;
      if (!force) return { next, seq, waits: true };
      next = Number(later.key.slice(-6));
    }
    return { next, seq, waits: false };
  }

  async function keepParts(partner: Partner, event: CallSaid, facts: Facts): Promise<number | null> {
    if (event.type !== 'call.transcript') return null;
    const thread = threadOf(partner.id, event.call);
    let late: number | null = null;
    const parts = event.utterances.map((one) => ({ one, digest: digestOf(one) }));
    const there = await Promise.all(parts.map(({ one }) => notes.get<Part>(key.part(thread, one.seq))));
    // All or nothing: one that contradicts an earlier one refuses the whole.
    if (parts.some(({ digest }, at) => there[at] && there[at].digest !== digest))
      throw new Refusal('ID_USED');
    for (const { one, digest } of parts) {
      const part: Part = {
        from: one.from,
        text: one.text,
        at: one.at ?? event.at ?? null,
        agent: event.agent ?? null,
        digest,
      };
      const fresh = await notes.take(key.part(thread, one.seq), part);
      // Its place is past: better at the end than lost.
      if (fresh && one.seq < facts.next) late = await lines.part(partner, event.call, facts, one.seq, part);
    }
    return late;
  }

  async function keepEnd(partner: Partner, event: CallSaid): Promise<void> {
    if (event.type !== 'call.ended') return;
    const end: End = { id: 'ended', at: event.at ?? null, text: endText(event), last: event.last ?? null };
    await notes.take(key.end(threadOf(partner.id, event.call)), end);
  }

  /** Puts everything that may go into the conversation there, and remembers since when the rest waits. */
  async function settle(partner: Partner, call: string, facts: Facts, force: boolean) {
    const thread = threadOf(partner.id, call);
    const out = await release(partner, call, facts, force);
    let { seq } = out;
    const end = await notes.get<End>(key.end(thread));
    const lacks = await missing(notes, thread, out.next, end?.last ?? null);
    const waits = out.waits || (end !== null && !end.done && lacks.length > 0);
    await notes.set(key.facts(thread), { ...facts, next: out.next });
    if (end && !end.done && (force || !waits)) {
      const { id, text, at } = end;
      const line = { id, text, at: at ?? undefined, overheard: { from: 'system' as const } };
      seq = await lines.say(partner, call, facts, line);
      await notes.set(key.end(thread), { ...end, done: true });
    }
    if (waits && !force) await notes.take(key.gap(thread), { at: house.now().getTime() });
    else if (await notes.get(key.gap(thread))) await notes.set(key.gap(thread), null);
    return { seq, missing: force ? [] : lacks };
  }

  return {
    take: (partner, event) =>
      inTurn(threadOf(partner.id, event.call), async () => {
        const before = await factsOf(notes, threadOf(partner.id, event.call));
        const facts: Facts = {
          ...before,
          agent: event.agent ?? before.agent,
          caller: event.caller ?? before.caller,
        };
        const first = await lines.began(partner, event, facts, before);
        const late = await keepParts(partner, event, facts);
        await keepEnd(partner, event);
        const settled = await settle(partner, event.call, facts, false);
        return { seq: settled.seq ?? late ?? first, missing: settled.missing };
      }),
    async overdue() {
      const now = house.now().getTime();
      for (const { key: name, value } of await notes.list<{ at: number }>('gap:', '', 200)) {
        if (now - value.at < GAP_MS) continue;
        const [, id = '', ...rest] = name.split(':');
        const partner = partners.get(id);
        const call = rest.join(':');
        if (!partner) await notes.set(name, null);
        else
          await inTurn(threadOf(id, call), async () =>
            settle(partner, call, await factsOf(notes, threadOf(id, call)), true),
          );
      }
      if (now - swept < SWEEP_MS) return;
      swept = now;
      for (const prefix of ['part:', 'end:', 'call:']) await notes.drop(prefix, new Date(now - KEPT_MS));
    },
  };
}
