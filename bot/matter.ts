/** Judges one matter of a fresh message. */
import type { RefusalReason, Segment } from '../nlu/understanding.js';
import { type Course, course } from './course.js';
import type { DecidePolicy, Draft, Found, Memory, Turn } from './decision.js';
import { draftOf, told } from './draft.js';
import { refusal, weigh } from './refusal.js';
import { allSlots } from './reply.js';

const NOTHING: Found = { band: 'none', hits: [] };
/** As many as a citizen can take in at a glance. */
const SHOWN = 4;

/** Says something that can be served; greetings and bare numbers do not. */
export const hasMatter = (segment: Segment): boolean =>
  segment.gate === 'refuse' ||
  segment.gate === 'emergency' ||
  (segment.gate === 'accept' && segment.type !== 'other');

export interface Matter {
  segment: Segment;
  found: Found;
  draft: Draft;
}

/** The matters of the message, each with the draft it would become; numbers and places said apart join in. */
export function mattersOf(turn: Turn, memory: Memory): Matter[] {
  const { understanding } = turn;
  const read = understanding.segments.map((segment, index) => ({
    segment,
    found: turn.found[index] ?? NOTHING,
  }));
  // Words that act on the conversation are no matter, whatever the heads make of them.
  const matters = understanding.act === null ? read.filter(({ segment }) => hasMatter(segment)) : [];
  const alone = matters.filter(({ segment }) => segment.gate !== 'emergency').length === 1;
  const { pending } = memory;
  // Files that came before the matter was told.
  const early = pending?.for === 'asks' && pending.asks.includes('matter') ? pending.draft : null;
  const carried = early?.type === 'other' ? early.files : [];
  return matters.map(({ segment, found }, index) => {
    const draft = draftOf(segment, memory, {
      id: index === 0 ? turn.newId : `${turn.newId}.${index}`,
      fields: alone ? turn.fields : {},
      files: [...new Set([...carried, ...turn.files])],
      slots: alone ? allSlots(understanding) : {},
    });
    const whole = alone && matters.length === 1 && turn.fields.content === undefined;
    return { segment, found, draft: whole ? { ...draft, content: understanding.text } : draft };
  });
}

/** No answer is invented: a person, or a consultation order that a person answers. */
export const noAnswer = (draft: Draft): Course =>
  course({
    questions: [
      {
        decision: { do: 'clarify', asks: [], options: ['person', 'leave'], passages: [], draft: null },
        pending: { for: 'asks', asks: ['matter'], draft, options: ['person', 'leave'] },
        fallback: draft,
      },
    ],
  });

function consult({ segment, found, draft }: Matter): Course {
  const hits = found.hits.slice(0, SHOWN);
  const best = hits[0];
  if (best && found.band === 'answer') {
    // Others are worth a button only where they are nearly as near.
    const others = hits.slice(1).filter((hit) => hit.score >= best.score / 2);
    return course({
      said: [{ do: 'answer', passage: best.passage, others: others.map((hit) => hit.passage) }],
    });
  }
  if (!best || found.band === 'none') return noAnswer(draft);
  const passages = hits.filter((hit) => hit.score >= best.score / 2).map((hit) => hit.passage);
  return course({
    questions: [
      {
        decision: { do: 'clarify', asks: [], options: ['none', 'person'], passages, draft: null },
        pending: { for: 'passage', passages: passages.map(({ id }) => id), segment: segment.text, draft },
        fallback: draft,
      },
    ],
  });
}

export function serve(matter: Matter, memory: Memory, policy: DecidePolicy): Course {
  const { segment, draft } = matter;
  const orderNo = told(segment.slots.orderNo) ?? memory.orderNo;
  const file = (one: Draft) => course({ drafts: [{ draft: one, options: segment.regionOptions }] });
  const weighed = weigh(segment, policy);
  if (weighed.is === 'refuse') return course({ said: [refusal(weighed.reason, segment)] });
  if (weighed.is === 'doubt') return doubt(weighed.reason, segment, draft);
  switch (segment.type) {
    case 'consult':
      return consult(matter);
    case 'urge':
      return course({ said: [{ do: 'urge', orderNo }] });
    case 'progress':
      return course({ said: [{ do: 'progress', orderNo }] });
    case 'praise':
      return course({ said: [{ do: 'file', step: 'confirmed', draft, missing: [] }] });
    case 'other':
      // Only a refusal weighed too light arrives here: a person decides it as a matter like others.
      return file({ ...draft, type: 'help' });
    default:
      return file(draft);
  }
}

export function doubt(reason: RefusalReason, segment: Segment, draft: Draft): Course {
  // Denied, it is a matter like others: somebody wants something done.
  const matter = draft.type === 'other' ? { ...draft, type: 'help' as const } : draft;
  return course({
    questions: [
      {
        decision: {
          do: 'clarify',
          asks: [],
          options: ['yes', 'no'],
          passages: [],
          draft: null,
          doubt: reason,
        },
        pending: { for: 'doubt', reason, segment, draft: matter },
        fallback: matter,
      },
    ],
  });
}
