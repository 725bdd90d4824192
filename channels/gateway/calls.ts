/**
 * Calls of the phone platform. Parts of a transcript come in any order, more than once, and even before the
 * call itself; the conversation gets them in order of their numbers. What waits for an earlier part waits on
 * disk. Two processes may release one call at once: both walk in order, and the store keeps each part once.
 */
import { createHash } from 'node:crypto';
import type { InboundMessage, Receive } from '../channel.js';
import type { House } from '../kind.js';
import { base } from './inbound.js';
import { digits, threadOf } from './names.js';
import type { Partner } from './partners.js';
import { Refusal } from './refusal.js';
import type { CallSaid } from './wire.js';
import { fill, WORDS } from './words.js';

/** How long an earlier part is waited for before the rest goes on without it. */
const GAP_MS = 60_000;
const KEPT_MS = 2 * 86_400_000;
const SWEEP_MS = 3_600_000;
const MOST_MISSING = 50;

/** What is known of a call so far; `next` may lag behind (a crash), never run ahead. */
interface Facts {
  next: number;
  agent: string | null;
  caller: string | null;
}

interface Part {
  from: 'citizen' | 'agent';
  text: string;
  at: string | null;
  agent: string | null;
  /** Without its text once the conversation has it. */
  done?: true;
  digest: string;
}

/** Waits until every part is in the conversation. */
interface End {
  id: string;
  at: string | null;
  text: string;
}

type Utterance = Extract<CallSaid, { type: 'call.transcript' }>['utterances'][number];

export interface Calls {
  take(partner: Partner, event: CallSaid): Promise<{ seq: number | null; missing: number[] }>;
  /** Releases what has waited too long for a part that never came. */
  overdue(): Promise<void>;
}

const key = {
  facts: (thread: string) => `call:${thread}`,
  parts: (thread: string) => `part:${thread}:`,
  part: (thread: string, seq: number) => `part:${thread}:${digits(seq, 6)}`,
  end: (thread: string) => `end:${thread}`,
  gap: (thread: string) => `gap:${thread}`,
};

const digestOf = ({ from, text }: Utterance): string =>
  createHash('sha256').update(`${from}:${text}`).digest('base64url');

export function createCalls(house: House, partners: ReadonlyMap<string, Partner>, receive: Receive): Calls {
  const { notes } = house;
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

  const factsOf = async (thread: string): Promise<Facts> =>
    (await notes.get<Facts>(key.facts(thread))) ?? { next: 1, agent: null, caller: null };

  type Line = Pick<InboundMessage, 'text'> & {
    id: string;
    at?: string | undefined;
    overheard: InboundMessage['overheard'] | null;
  };

  async function say(partner: Partner, call: string, { caller }: Facts, line: Line): Promise<number> {
    const phone = caller !== null && partner.verifiesPhone ? { sender: { phone: caller } } : {};
    const { seq } = await receive({
      ...base(partner, { id: `${call}:${line.id}`, at: line.at }, call, house.now()),
      text: line.text,
      files: [],
      ...phone,
      ...(line.overheard ? { overheard: line.overheard } : {}),
    });
    return seq;
  }

  async function sayPart(
    partner: Partner,
    call: string,
    facts: Facts,
    seq: number,
    part: Part,
  ): Promise<number> {
    const agent = part.agent ?? facts.agent;
    const said = part.from === 'agent' ? { from: 'agent' as const, ...(agent ? { seat: agent } : {}) } : null;
    // While nobody of ours is on the line, what the citizen says is said to us.
    const overheard = said ?? (agent === null ? null : { from: 'citizen' as const });
    const number = await say(partner, call, facts, {
      id: `u${seq}`,
      text: part.text,
      at: part.at ?? undefined,
      overheard,
    });
    await notes.set(key.part(threadOf(partner.id, call), seq), { ...part, text: '', done: true });
    return number;
  }

  /** Everything that is next in order; `force` steps over what is missing. */
  async function release(partner: Partner, call: string, facts: Facts, force: boolean) {
    const thread = threadOf(partner.id, call);
    let { next } = facts;
    let seq: number | null = null;
    for (;;) {
      const part = await notes.get<Part>(key.part(thread, next));
      if (part) {
        if (!part.done) seq = await sayPart(partner, call, facts, next, part);
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

  async function missing(thread: string, next: number, last: number | null): Promise<number[]> {
    const there = new Set<number>();
    let highest = last ?? 0;
    for (const { key: name } of await notes.list<Part>(key.parts(thread), key.part(thread, next - 1), 500)) {
      there.add(Number(name.slice(-6)));
      highest = Math.max(highest, Number(name.slice(-6)));
    }
    const lacks: number[] = [];
    for (let seq = next; seq <= highest && lacks.length < MOST_MISSING; seq++)
      if (!there.has(seq)) lacks.push(seq);
    return lacks;
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
      if (fresh && one.seq < facts.next) late = await sayPart(partner, event.call, facts, one.seq, part);
    }
    return late;
  }

  async function begin(
    partner: Partner,
    event: CallSaid,
    facts: Facts,
    before: Facts,
  ): Promise<number | null> {
    const { line } = WORDS;
    const picked = facts.agent !== null && facts.agent !== before.agent;
    const came = event.type === 'call.started';
    if (!picked && !came) return null;
    const caller = facts.caller ?? line.unknownCaller;
    const agent = facts.agent ?? '';
    const unseen = facts.caller === null ? line.callCameUnknown : fill(line.callCame, { caller });
    const text = !picked ? unseen : fill(came ? line.callPicked : line.callAgent, { caller, agent });
    return say(partner, event.call, facts, {
      id: picked ? `agent:${agent}` : 'started',
      text,
      at: event.at,
      overheard: { from: 'system', ...(picked ? { seat: agent } : {}) },
    });
  }

  async function keepEnd(partner: Partner, event: CallSaid): Promise<void> {
    if (event.type !== 'call.ended') return;
    const { line } = WORDS;
    const { seconds, recording } = event;
    const end: End = {
      id: 'ended',
      at: event.at ?? null,
      text: fill(line.callEnded, {
        seconds: seconds === undefined ? '' : fill(line.seconds, { n: seconds }),
        recording: recording === undefined ? '' : fill(line.recording, { ref: recording }),
      }),
    };
    await notes.take(key.end(threadOf(partner.id, event.call)), { ...end, last: event.last ?? null });
  }

  /** Puts everything that may go into the conversation there, and remembers since when the rest waits. */
  async function settle(partner: Partner, call: string, facts: Facts, force: boolean) {
    const thread = threadOf(partner.id, call);
    const out = await release(partner, call, facts, force);
    let { seq } = out;
    const end = await notes.get<End & { last: number | null; done?: true }>(key.end(thread));
    const lacks = await missing(thread, out.next, end?.last ?? null);
    const waits = out.waits || (end !== null && !end.done && lacks.length > 0);
    await notes.set(key.facts(thread), { ...facts, next: out.next });
    if (end && !end.done && (force || !waits)) {
      const { id, text, at } = end;
      const line = { id, text, at: at ?? undefined, overheard: { from: 'system' as const } };
      seq = await say(partner, call, facts, line);
      await notes.set(key.end(thread), { ...end, done: true });
    }
    if (waits && !force) await notes.take(key.gap(thread), { at: house.now().getTime() });
    else if (await notes.get(key.gap(thread))) await notes.set(key.gap(thread), null);
    return { seq, missing: force ? [] : lacks };
  }

  return {
    take: (partner, event) =>
      inTurn(threadOf(partner.id, event.call), async () => {
        const before = await factsOf(threadOf(partner.id, event.call));
        const facts: Facts = {
          ...before,
          agent: event.agent ?? before.agent,
          caller: event.caller ?? before.caller,
        };
        const first = await begin(partner, event, facts, before);
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
            settle(partner, call, await factsOf(threadOf(id, call)), true),
          );
      }
      if (now - swept < SWEEP_MS) return;
      swept = now;
      for (const prefix of ['part:', 'end:', 'call:']) await notes.drop(prefix, new Date(now - KEPT_MS));
    },
  };
}
