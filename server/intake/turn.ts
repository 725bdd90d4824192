/**
 * One turn of one thread: everything the citizen has said since the last one, understood together, decided
 * once, carried out and committed under one cause. Invariant 4: every failure path ends at a person, with a
 * reason they can read.
 */
import type { Decided, DecidePolicy, Found, Passage, Turn } from '../../bot/decision.js';
import { askedAfter, asQuestion, follows } from '../../bot/ground/follow.js';
import type { Nlu, Segment, Understanding } from '../../nlu/understanding.js';
import type { Unanswered } from '../knowledge/care/gaps.js';
import type { LineStore } from '../store/lines.js';
import type { ThreadStore } from '../store/threads.js';
import type { Carry } from './carry.js';
import { decideForm, type FormPolicy } from './form-turn.js';
import type { Hear, InletPlan } from './inlets.js';
import type { Commit, Committed, MessageDoc } from './journal.js';
import { decideLetter } from './letter-turn.js';
import { questionsOf } from './questions.js';
import type { Room } from './room.js';
import type { Settling } from './settle.js';
import type { ThreadDoc } from './thread.js';
import type { TurnWording, Wordings } from './wording.js';

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
  /** What a citizen says about inlets; null = nothing. */
  hear: Hear;
  commit: (commit: Commit) => Promise<Committed>;
  at: (step: string) => void;
  failed: (thread: string, error: unknown) => void;
  newId: () => string;
  /** Waits until the citizen has paused; a burst of short messages is one turn. */
  settling: Pick<Settling, 'settle' | 'reading' | 'more'>;
  room: Pick<Room, 'run' | 'aside'>;
  /** A question that had no answer of its own, for those who write knowledge. */
  unanswered: (one: Unanswered) => void;
  /** Too much work at hand: no judgement now, a person instead. */
  full: () => boolean;
  wordings: Pick<Wordings, 'open'>;
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

/** A short question that means the one before is looked up as the two together. */
async function goesOn(
  parts: TurnParts,
  { holder, memory }: ThreadDoc,
  { read, first }: { read: Understanding; first: Found[] },
  wording: TurnWording,
): Promise<{ understanding: Understanding; found: Found[]; question: string }> {
  const alone = { understanding: read, found: first, question: read.text };
  const { asked, pending } = memory;
  const offered = pending !== null && pending.for !== 'passage';
  if (!asked || offered || holder !== 'bot' || first[0]?.band === 'answer' || !follows(read)) return alone;
  const question = await parts.room.aside(() => wording.question(asked, read.text));
  const found = await parts.find(question, read.region ?? memory.region);
  return found.band === 'none'
    ? alone
    : { understanding: asQuestion(read, question), found: [found], question };
}

const NOTHING: Found = { band: 'none', hits: [] };

/** The number to dial waits for no knowledge, and is told where there is none to be had. */
async function near(
  { find }: TurnParts,
  { threat, segments }: Understanding,
  { gate, text }: Segment,
  region: string | null,
): Promise<Found> {
  if (gate === 'emergency') return NOTHING;
  const danger = threat !== null || segments.some((one) => one.gate === 'emergency');
  try {
    return await find(text, region);
  } catch (error) {
    if (danger) return NOTHING;
    throw error;
  }
}

async function judge(
  parts: TurnParts,
  thread: ThreadDoc,
  lines: MessageDoc[],
  cause: string,
  wording: TurnWording,
): Promise<{ turn: Turn; decided: Decided; extra?: InletPlan; question: string }> {
  const text = lines
    .map((line) => line.text)
    .filter(Boolean)
    .join('\n');
  const hints = {
    channel: thread.channel,
    ...(thread.memory.region ? { region: thread.memory.region } : {}),
  };
  const read = await parts.nlu.understand(text, hints);
  parts.at('understood');
  const fields = fieldsOf(lines);
  const first = await Promise.all(
    read.segments.map((segment) =>
      near(parts, read, segment, segment.region ?? fields.region ?? thread.memory.region),
    ),
  );
  const { understanding, found, question } = await goesOn(parts, thread, { read, first }, wording);
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
  const inlet = talks && !turn.personHasThread ? await parts.hear(thread, text, cause) : null;
  if (inlet) {
    const memory = { ...thread.memory, ...inlet.memory };
    return { turn, decided: { decisions: inlet.said, memory }, extra: inlet, question };
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
  if (!tired) return { turn, decided, question };
  return {
    turn,
    question,
    decided: { decisions: [{ do: 'handOver', why: 'clarifyFailed', orderNo: null }], memory: decided.memory },
  };
}

const dire = ({ decisions }: Decided): boolean =>
  decisions.some((one) => one.do === 'emergency' || (one.do === 'handOver' && one.why === 'threat'));

const openQuestions = (thread: ThreadDoc, turn: Turn): Unanswered[] =>
  questionsOf(turn).flatMap(({ segment: { text, region, category }, found: { band, hits } }) => {
    if (band === 'answer') return [];
    const nearest = hits[0]?.passage.id ?? null;
    return [{ text, channel: thread.channel, region, category, band, nearest, by: thread._id }];
  });

/** Serves what is kept; returns when nothing is, or throws where not even handing over could be stored. */
export function createTurn(parts: TurnParts): (thread: string) => Promise<void> {
  async function once(id: string, patient: boolean): Promise<Committed | 'nothing' | 'rest'> {
    parts.settling.reading(id);
    const thread = await parts.threads.get(id);
    const kept = await parts.lines.kept(id);
    const lines = breath(kept);
    const last = lines.at(-1);
    if (!thread || !last) return 'nothing';
    const cause = `turn:${id}:${last.seq}`;
    const context = { cause, thread, lines, upTo: last.seq };
    const wording = parts.wordings.open(id);
    try {
      const { turn, decided: bare, extra, question } = await judge(parts, thread, lines, cause, wording);
      const about = thread.memory.pending?.for === 'passage' ? thread.memory.pending.segment : question;
      const decided = await parts.room.aside(() => wording.answer(about, bare));
      if (decided === 'stale') return 'conflict';
      // A full house still tells danger from the rest.
      if (parts.full() && !turn.personHasThread && !dire(decided))
        throw new Error('more threads at work than can be served');
      // What arrived meanwhile belongs to the same breath.
      if (patient && parts.settling.more(id)) return 'conflict';
      parts.at('judged');
      const asked = askedAfter(decided, about, thread.memory.asked ?? null);
      const remembered = { ...decided, memory: { ...decided.memory, asked } };
      const carried = await parts.carry(remembered, { ...context, turn, extra });
      const answer = await carried.commit();
      if (answer === 'done') for (const one of openQuestions(thread, turn)) parts.unanswered(one);
      // What comes from now on wakes the lane anew: only the rest of a long breath is left to this turn.
      return answer === 'done' && lines.length < kept.length ? 'rest' : answer;
    } catch (error) {
      parts.failed(id, error);
      // The same cause: if the first commit was stored after all, this one only finishes it.
      const carried = await parts.carry(onFailure(thread), { ...context, turn: null });
      return carried.commit();
    } finally {
      wording.close();
    }
  }

  return async function turn(id) {
    for (let tries = 0; tries < RETRIES; tries++) {
      await parts.settling.settle(id);
      const patient = tries < PATIENCE;
      const answer = await parts.room.run(id, () => once(id, patient));
      if (answer === 'nothing' || answer === 'done') return;
      // After 'already' nothing may be left; after 'conflict' somebody else moved the thread or the citizen
      // went on writing: read again and judge again.
      if (answer === 'rest') tries = -1;
    }
    throw new Error(`thread ${id} did not come to rest in ${RETRIES} tries`);
  };
}
