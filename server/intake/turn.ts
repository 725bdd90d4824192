/**
 * One turn of one thread: everything the citizen has said since the last one, understood together, decided
 * once, carried out and committed under one cause. Invariant 4: every failure path ends at a person, with a
 * reason they can read.
 */
import type { Decided, DecidePolicy, Found, Passage, Turn } from '../../bot/decision.js';
import type { Nlu } from '../../nlu/understanding.js';
import type { LineStore } from '../store/lines.js';
import type { ThreadStore } from '../store/threads.js';
import type { Carry } from './carry.js';
import type { DoorPlan, Hear } from './doors.js';
import { decideForm, type FormPolicy } from './form-turn.js';
import type { Commit, Committed, MessageDoc } from './journal.js';
import { decideLetter } from './letter-turn.js';
import type { ThreadDoc } from './thread.js';

export interface TurnParts {
  threads: ThreadStore;
  lines: LineStore;
  nlu: Nlu;
  find: (text: string, region: string | null) => Found | Promise<Found>;
  /** A knowledge item that may be quoted now. */
  passage: (id: string) => Passage | null;
  decide: (turn: Turn, policy: DecidePolicy) => Decided;
  policy: FormPolicy & { knobs: { turns: { cap: number } } };
  carry: Carry;
  /** What a citizen says about doors; null = nothing. */
  hear: Hear;
  commit: (commit: Commit) => Promise<Committed>;
  at: (step: string) => void;
  failed: (thread: string, error: unknown) => void;
  newId: () => string;
  /** Resolves when the citizen has paused; a burst of short messages is one turn. */
  settle: (thread: string) => Promise<void>;
  /** Too much work at hand: no judgement now, a person instead. */
  full: () => boolean;
}

/** Turns in a row that may come to nothing because somebody else moved the thread. */
const RETRIES = 8;
/** Rounds a citizen who goes on writing is listened to before the part at hand is served. */
const PATIENCE = 3;
/** Understanding reads this much at once (a message at its longest); what follows has the next turn. */
const BREATH = 4000;

/** As many lines as are read whole, one at least: an emergency behind a long story must not go unread. */
function breath(kept: MessageDoc[]): MessageDoc[] {
  let units = 0;
  const over = kept.findIndex((line, index) => {
    units += line.text.length + 1;
    return index > 0 && units > BREATH;
  });
  return over < 0 ? kept : kept.slice(0, over);
}

const hasPerson = ({ holder }: ThreadDoc): boolean => holder === 'agent' || holder === 'queue';

/** Who has a person, or waits for one, keeps the place: no fault of ours takes it away. */
function onFailure(thread: ThreadDoc): Decided {
  const { memory } = thread;
  return hasPerson(thread)
    ? { decisions: [{ do: 'stayQuiet' }], memory }
    : { decisions: [{ do: 'handOver', why: 'failure', orderNo: null }], memory };
}

/** Later fields win: an amended draft is what the citizen sees now. */
const fieldsOf = (lines: MessageDoc[]): Record<string, string> =>
  Object.assign({}, ...lines.map((line) => line.fields ?? {}));

async function judge(
  parts: TurnParts,
  thread: ThreadDoc,
  lines: MessageDoc[],
  cause: string,
): Promise<{ turn: Turn; decided: Decided; extra?: DoorPlan }> {
  const text = lines
    .map((line) => line.text)
    .filter(Boolean)
    .join('\n');
  const hints = {
    channel: thread.channel,
    ...(thread.memory.region ? { region: thread.memory.region } : {}),
  };
  const understanding = await parts.nlu.understand(text, hints);
  parts.at('understood');
  const fields = fieldsOf(lines);
  const found = await Promise.all(
    understanding.segments.map((segment) =>
      parts.find(segment.text, segment.region ?? fields.region ?? thread.memory.region),
    ),
  );
  const turn: Turn = {
    understanding,
    found,
    memory: thread.memory,
    fields,
    files: lines.flatMap((line) => (line.files ?? []).map((file) => file.id)),
    // Who threatens himself while waiting is not left waiting in silence.
    personHasThread: thread.holder === 'queue' ? understanding.threat === null : hasPerson(thread),
    // What was offered last time, so that 「2」 means the second.
    passages:
      thread.memory.pending?.for === 'passage'
        ? thread.memory.pending.passages.flatMap((one) => parts.passage(one) ?? [])
        : [],
    newId: parts.newId(),
  };
  const talks = thread.channel !== 'form' && thread.channel !== 'website';
  const door = talks && !turn.personHasThread ? await parts.hear(thread, text, cause) : null;
  if (door) {
    const memory = { ...thread.memory, ...door.memory };
    return { turn, decided: { decisions: door.said, memory }, extra: door };
  }
  const whole = thread.channel === 'form' || lines.some((line) => line.complete);
  const decided = whole
    ? decideForm(turn, parts.policy)
    : thread.channel === 'website'
      ? decideLetter(turn, parts.policy)
      : parts.decide(turn, parts.policy);
  const tired =
    !turn.personHasThread &&
    thread.turns >= parts.policy.knobs.turns.cap &&
    decided.decisions.every((one) => one.do !== 'emergency');
  if (!tired) return { turn, decided };
  return {
    turn,
    decided: { decisions: [{ do: 'handOver', why: 'clarifyFailed', orderNo: null }], memory: decided.memory },
  };
}

const dire = ({ decisions }: Decided): boolean =>
  decisions.some((one) => one.do === 'emergency' || (one.do === 'handOver' && one.why === 'threat'));

/** Serves what is kept; returns when nothing is, or throws where not even handing over could be stored. */
export function createTurn(parts: TurnParts): (thread: string) => Promise<void> {
  async function once(id: string, patient: boolean): Promise<Committed | 'nothing'> {
    const thread = await parts.threads.get(id);
    const kept = await parts.lines.kept(id);
    const lines = breath(kept);
    const last = lines.at(-1);
    if (!thread || !last) return 'nothing';
    const cause = `turn:${id}:${last.seq}`;
    const context = { cause, thread, lines, upTo: last.seq };
    try {
      const { turn, decided, extra } = await judge(parts, thread, lines, cause);
      // A full house still tells danger from the rest.
      if (parts.full() && !turn.personHasThread && !dire(decided))
        throw new Error('more threads at work than can be served');
      // What arrived meanwhile belongs to the same breath.
      const more = (await parts.lines.kept(id)).at(-1)?.seq !== kept.at(-1)?.seq;
      if (more && patient) return 'conflict';
      parts.at('judged');
      const carried = await parts.carry(decided, { ...context, turn, extra });
      return await carried.commit();
    } catch (error) {
      parts.failed(id, error);
      // The same cause: if the first commit was stored after all, this one only finishes it.
      const carried = await parts.carry(onFailure(thread), { ...context, turn: null });
      return carried.commit();
    }
  }

  return async function turn(id) {
    await parts.settle(id);
    for (let tries = 0; tries < RETRIES; tries++) {
      const answer = await once(id, tries < PATIENCE);
      if (answer === 'nothing') return;
      // After 'done' and 'already' there may be lines that came during the commit; after 'conflict' somebody
      // else moved the thread or the citizen went on writing: read again and judge again.
      if (answer === 'done') tries = -1;
      await parts.settle(id);
    }
    throw new Error(`thread ${id} did not come to rest in ${RETRIES} tries`);
  };
}
