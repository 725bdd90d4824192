/**
 * Carries a turn's decisions out: makes the plans, gives tickets their numbers, finds the words, and commits
 * everything as one document.
 */

import type { Aside, Decided, Decision, Outcome, Turn } from '../../bot/decision.js';
import type { Words } from '../../channels/channel.js';
import type { Citizens } from '../people/citizens.js';
import { shorten } from '../people/privacy.js';
import { EFFECTS } from './effects.js';
import type { File, Made } from './filing.js';
import type { Change, Commit, Committed, MessageDoc } from './journal.js';
import { lateAlarm } from './late.js';
import type { EffectParts, Plan, Scene } from './plan.js';
import { questionsOf } from './questions.js';
import { clockAfter } from './reply-clock.js';
import { citizen } from './theirs.js';
import type { ThreadDoc } from './thread.js';

export interface CarryContext {
  cause: string;
  thread: ThreadDoc;
  lines: MessageDoc[];
  upTo: number;
  /** Null where judging failed and only handing over is left. */
  turn: Turn | null;
  /** What is done beside the decisions (inlets.ts). */
  extra?: Pick<Plan, 'changes' | 'claims' | 'set'> | undefined;
}

export interface Carried {
  commit(): Promise<Committed>;
}

export type Carry = (decided: Decided, context: CarryContext) => Promise<Carried>;

export interface CarryParts extends EffectParts {
  citizens: Citizens;
  file: File;
  compose: (outcomes: Outcome[]) => Words[];
}

function effect(decision: Decision | Aside, scene: Scene, parts: EffectParts): Promise<Plan> {
  if (decision.do === 'say') return Promise.resolve({ outcome: decision, changes: [], claims: [], set: {} });
  return (EFFECTS[decision.do] as (one: Decision, scene: Scene, parts: EffectParts) => Promise<Plan>)(
    decision,
    scene,
    parts,
  );
}

/** Who writes to a closed thread has the bot again. Who waits for a person keeps the place. */
const holderAfter = (thread: ThreadDoc): Partial<ThreadDoc> =>
  thread.holder === 'closed' ? { holder: 'bot', waitingFor: null, waitingSince: null } : {};

/** Who writes while waiting is told once that the words arrived and who is there; then no more. */
async function reassured(thread: ThreadDoc, plans: Plan[], { queue }: EffectParts): Promise<Plan[]> {
  const quiet = plans.every((plan) => plan.outcome.do === 'stayQuiet');
  if (thread.holder !== 'queue' || thread.reassured || !quiet) return plans;
  const { minutes } = await queue.of(thread._id);
  // No estimate means that nobody is at the desk: 'on the way' would be a lie.
  const phrase = minutes === null ? 'queue.closedOpen' : 'queue.still';
  return [{ outcome: { do: 'say', phrase }, changes: [], claims: [], set: { reassured: true } }];
}

export function createCarry(parts: CarryParts): Carry {
  return async (decided, context) => {
    const { cause, thread, lines, upTo, turn, extra } = context;
    const text = lines
      .map((line) => line.text)
      .filter(Boolean)
      .join('\n');
    const scene: Scene = { cause, thread, lines, text, upTo, files: turn?.files ?? [] };
    const planned = await Promise.all(decided.decisions.map((decision) => effect(decision, scene, parts)));
    const plans = await reassured(thread, planned, parts);
    const redacted = plans.flatMap((plan) => plan.changes).find((change) => change.do === 'redact');
    const bands = turn ? questionsOf(turn).map(({ found }) => found.band) : [];
    const wants = plans.flatMap((plan) => plan.want ?? []);

    function use(made: Made[]): Commit {
      const now = parts.now();
      const left = [...made];
      const memory = { ...decided.memory };
      const changes: Change[] = [];
      const numbers: (string | null)[] = [];
      const outcomes = plans.flatMap((plan): Outcome[] => {
        const one = plan.want ? left.shift() : undefined;
        numbers.push(one?.orderNo ?? null);
        if (plan.knows) memory.orderNo = plan.knows;
        if (!one) return [plan.outcome, ...(plan.after ?? [])];
        if (plan.remember) memory[plan.remember] = one.orderNo;
        changes.push({ do: 'ticket', ticket: one.ticket });
        return [{ ...plan.outcome, order: { orderNo: one.orderNo, code: one.code } }];
      });
      for (const [index, plan] of plans.entries()) {
        const orderNo = numbers[index];
        for (const change of plan.changes)
          changes.push(change.do === 'alarm' && orderNo ? { ...change, orderNo } : change);
      }
      changes.push(...(extra?.changes ?? []));
      const words = parts.compose(outcomes);
      for (const [index, said] of words.entries()) {
        changes.push({
          do: 'say',
          thread: thread._id,
          line: { ...said, id: `${cause}.${index}`, from: 'bot', at: now },
        });
      }
      const version = thread.version + 1;
      const set: Partial<ThreadDoc> = {
        ...holderAfter(thread),
        memory,
        turns: words.length > 0 ? thread.turns + 1 : thread.turns,
        lastText: redacted?.do === 'redact' ? redacted.text : shorten(lines.at(-1)?.text ?? '', 200),
        updatedAt: now,
        ...Object.assign({}, ...plans.map((plan) => plan.set)),
        ...extra?.set,
      };
      const known = thread.person === undefined ? parts.citizens.ofPhone(thread.sender.phone) : null;
      if (known && set.person === undefined) set.person = known;
      const idle = turn?.understanding.act === 'thanks';
      const clock = clockAfter({
        running: thread.clock ?? null,
        norm: parts.policy.norm(thread.channel),
        since: lines[0]?.at ?? now,
        outcomes,
        held: thread.holder === 'queue' || thread.holder === 'agent',
        idle,
        yellowShare: parts.policy.knobs.firstReply.yellowShare,
      });
      set.clock = clock;
      if (thread.holder === 'agent' && !thread.owed && !idle) set.owed = lines[0]?.at ?? now;
      if ((set.holder ?? thread.holder) === 'queue')
        set.serveBy = clock?.due ?? set.waitingSince ?? thread.waitingSince ?? now;
      // Answered after all: nobody need look.
      if (thread.clock?.rung && !clock)
        changes.push({ do: 'alarmAnswered', id: lateAlarm(thread._id, thread.clock), by: 'bot' });
      changes.push(
        { do: 'answered', thread: thread._id, upTo, ...(bands.length > 0 ? { found: bands } : {}) },
        { do: 'thread', id: thread._id, version, set },
      );
      return {
        cause,
        actor: citizen(thread),
        claims: [
          `${thread._id}@${version}`,
          ...plans.flatMap((plan) => plan.claims),
          ...(extra?.claims ?? []),
        ],
        changes,
        // What must not be kept is not kept in the journal either.
        before: { holder: thread.holder, ...(redacted ? {} : { memory: thread.memory }) },
      };
    }
    return { commit: () => parts.file(wants, use) };
  };
}
