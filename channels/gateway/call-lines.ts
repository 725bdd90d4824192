/** What a call becomes in its conversation: it came, was picked up, what was said on it, it ended. */
import type { InboundMessage, Receive } from '../channel.js';
import type { House } from '../kind.js';
import { type Facts, key, type Part } from './call-notes.js';
import { base } from './inbound.js';
import { threadOf } from './names.js';
import type { Partner } from './partners.js';
import type { CallSaid } from './wire.js';
import { fill, WORDS } from './words.js';

type Line = Pick<InboundMessage, 'text'> & {
  id: string;
  at?: string | undefined;
  overheard: InboundMessage['overheard'] | null;
};

export interface CallLines {
  /** Number of the line in its conversation. */
  say(partner: Partner, call: string, facts: Facts, line: Line): Promise<number>;
  /** One part of the transcript; once it is in the conversation its text is not kept here. */
  part(partner: Partner, call: string, facts: Facts, seq: number, part: Part): Promise<number>;
  /** That it came, or who picked it up; null where neither is new. */
  began(partner: Partner, event: CallSaid, facts: Facts, before: Facts): Promise<number | null>;
}

export function createCallLines({ notes, now }: Pick<House, 'notes' | 'now'>, receive: Receive): CallLines {
  async function say(partner: Partner, call: string, { caller }: Facts, line: Line): Promise<number> {
    const phone = caller !== null && partner.verifiesPhone ? { sender: { phone: caller } } : {};
    const { seq } = await receive({
      ...base(partner, { id: `${call}:${line.id}`, at: line.at }, call, now()),
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

  async function began(
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

  return { say, part: sayPart, began };
}

/** The line that says how it ended. */
export function endText({ seconds, recording }: Extract<CallSaid, { type: 'call.ended' }>): string {
  const { line } = WORDS;
  return fill(line.callEnded, {
    seconds: seconds === undefined ? '' : fill(line.seconds, { n: seconds }),
    recording: recording === undefined ? '' : fill(line.recording, { ref: recording }),
  });
}
