/**
 * The bot has asked something; is this the reply? Each reader gives the course of the turn, or null where the
 * message is a matter of its own (`keep` says what of the old one is not to be lost).
 */
import { type Course, course, present } from './course.js';
import type { Ask, DecidePolicy, Draft, Memory, Passage, Turn } from './decision.js';
import { amended, FIELDS, filled, missing, ownFields } from './draft.js';
import { hasMatter, noAnswer } from './matter.js';
import { refusal, weigh } from './refusal.js';
import { chosen, corrections, named, replies, sameWords } from './replies.js';
import { allSlots, fillAsks } from './reply.js';

type Pending<F> = Extract<NonNullable<Memory['pending']>, { for: F }>;

export interface Reply {
  course: Course;
  /** The memory's next pending where the course itself asks nothing. */
  pending: Memory['pending'];
  failed: boolean;
}

const took = (what: Course, pending: Memory['pending'] = null): Reply => ({
  course: what,
  pending,
  failed: false,
});

/** Below this many signs a reply is a reply, whatever the heads make of it. */
const STORY = 10;
const SURE = 0.7;

/** Is this message a matter of its own, rather than more about the draft? */
export function newMatter(turn: Turn, draft: Draft, policy: DecidePolicy): boolean {
  if (turn.understanding.act !== null) return false;
  return turn.understanding.segments.some((segment, index) => {
    if (!hasMatter(segment)) return false;
    if (segment.gate === 'refuse') return weigh(segment, policy).is !== 'accept';
    if (segment.type === 'consult')
      return (
        turn.found[index]?.band === 'answer' ||
        (segment.confidence.type >= SURE && segment.text.length >= STORY)
      );
    if (segment.type === 'urge' || segment.type === 'progress') return segment.confidence.type >= SURE;
    return (
      segment.text.length >= STORY &&
      segment.category !== null &&
      segment.category !== draft.category &&
      segment.confidence.category >= SURE
    );
  });
}

const touched = (turn: Turn): boolean =>
  Object.keys(ownFields(turn.fields)).length > 0 || turn.files.length > 0;

function presented(draft: Draft, policy: DecidePolicy): Reply {
  const shown = present(draft, [], policy);
  return 'decision' in shown ? took(course({ questions: [shown] })) : took(shown, { for: 'draft', draft });
}

const changeWhat = (draft: Draft, failed: boolean): Reply => ({
  course: course({
    questions: [
      {
        decision: { do: 'clarify', asks: [], options: [], passages: [], draft },
        pending: { for: 'draft', draft },
        fallback: draft,
      },
    ],
  }),
  pending: { for: 'draft', draft },
  failed,
});

export function onDraft(pending: Pending<'draft'>, turn: Turn, policy: DecidePolicy): Reply | null {
  const { understanding } = turn;
  const draft = amended(pending.draft, turn.fields, turn.files);
  if (understanding.act === 'confirm' || replies(understanding.text, 'yes'))
    return missing(draft, policy).length === 0
      ? took(course({ said: [{ do: 'file', step: 'confirmed', draft, missing: [] }] }))
      : presented(draft, policy);
  if (touched(turn) && (understanding.act === 'amend' || understanding.text.trim() === ''))
    return presented(draft, policy);
  const corrected = corrections(understanding.text);
  if (Object.keys(corrected).length > 0)
    return presented(
      { ...amended(draft, corrected, []), region: understanding.region ?? draft.region },
      policy,
    );
  if (newMatter(turn, draft, policy)) return null;
  const slots = allSlots(understanding);
  // How many they are, or how often they called, stands in no field of the card: that is more of the story.
  if (FIELDS.some((name) => name in slots) || understanding.region !== null)
    return presented(filled(draft, understanding, slots), policy);
  if (understanding.act === 'amend') return changeWhat(draft, false);
  if (understanding.segments.some(hasMatter) && understanding.act === null)
    return presented(supplemented(draft, understanding.text), policy);
  return touched(turn) ? presented(draft, policy) : changeWhat(draft, true);
}

/** More about the same matter is told after what is there, in the citizen's own words. */
function supplemented(draft: Draft, text: string): Draft {
  const content = `${draft.fields.content ?? draft.content}\n${text}`;
  return draft.fields.content === undefined
    ? { ...draft, content }
    : { ...draft, content, fields: { ...draft.fields, content } };
}

export function onAsks(pending: Pending<'asks'>, turn: Turn, policy: DecidePolicy): Reply | null {
  const { understanding } = turn;
  if (pending.draft === null || pending.asks.includes('matter')) {
    if (pending.draft && replies(understanding.text, 'leave')) return presented(pending.draft, policy);
    return null;
  }
  const draft = amended(pending.draft, turn.fields, turn.files);
  if (touched(turn) && (understanding.text.trim() === '' || understanding.act !== null))
    return presented(draft, policy);
  if (newMatter(turn, draft, policy)) return null;
  const corrected = corrections(understanding.text);
  const reply = fillAsks(draft, pending.asks, understanding, pending.options);
  if (Object.keys(corrected).length > 0) return presented(amended(reply.draft, corrected, []), policy);
  if (reply.helped) return presented(reply.draft, policy);
  const more = understanding.act === null && understanding.segments.some(hasMatter);
  const kept = more ? supplemented(draft, understanding.text) : draft;
  return { ...again(pending.asks, pending.options, kept), failed: true };
}

const again = (asks: Ask[], options: string[], draft: Draft): Reply =>
  took(
    course({
      questions: [
        {
          decision: { do: 'clarify', asks, options, passages: [], draft },
          pending: { for: 'asks', asks, draft, options },
          fallback: draft,
        },
      ],
    }),
    { for: 'asks', asks, draft, options },
  );

function chosenPassage(pending: Pending<'passage'>, turn: Turn): Passage | null {
  const { text } = turn.understanding;
  const known = new Map(
    [...(turn.passages ?? []), ...turn.found.flatMap(({ hits }) => hits.map((hit) => hit.passage))].map(
      (passage) => [passage.id, passage],
    ),
  );
  const id = pending.passages[chosen(text, pending.passages.length)];
  const byNumber = id === undefined ? undefined : known.get(id);
  if (byNumber) return byNumber;
  const offered = pending.passages.flatMap((one) => known.get(one) ?? []);
  return offered.find(({ title }) => sameWords(title, text)) ?? named(text, offered);
}

export function onPassage(pending: Pending<'passage'>, turn: Turn, policy: DecidePolicy): Reply | null {
  const { text } = turn.understanding;
  const passage = chosenPassage(pending, turn);
  if (passage) return took(course({ said: [{ do: 'answer', passage, others: [] }] }));
  if (!pending.draft) return null;
  if (replies(text, 'none')) return took(noAnswer(pending.draft));
  return replies(text, 'leave') ? presented(pending.draft, policy) : null;
}

export function onDoubt(pending: Pending<'doubt'>, turn: Turn, policy: DecidePolicy): Reply | null {
  const { text, act } = turn.understanding;
  if (act === 'confirm' || replies(text, 'yes'))
    return took(course({ said: [refusal(pending.reason, pending.segment)] }));
  return replies(text, 'no') ? presented(pending.draft, policy) : null;
}
