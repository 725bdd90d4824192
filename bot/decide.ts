/**
 * The judgement of one turn, in reading order: who has the thread, what can't wait, what the words do in the
 * conversation, what was asked before, and only then what is new. Pure; a table of cases is its test.
 */

import { askAgain } from './again.js';
import { type Course, close, course, join } from './course.js';
import type { Decided, DecidePolicy, Decision, Memory, Turn } from './decision.js';
import { told } from './draft.js';
import { emergencies, sayable } from './emergency.js';
import { learn } from './learn.js';
import { mattersOf, serve } from './matter.js';
import { onAsks, onDoubt, onDraft, onPassage, type Reply } from './pending.js';
import { replies } from './replies.js';
import { spokenElsewhere } from './script.js';

export function decide(turn: Turn, policy: DecidePolicy): Decided {
  const memory = learn(turn.memory, turn);
  const urgent = emergencies(turn.understanding);
  if (turn.personHasThread) return { decisions: urgent.length > 0 ? urgent : [{ do: 'stayQuiet' }], memory };

  const { threat } = turn.understanding;
  const spoken = sayable(urgent, threat);
  if (threat)
    return close(
      join(course({ said: [...spoken, person('threat', { threat })] }), noted(turn, memory)),
      memory,
      policy,
    );
  if (urgent.length > 0) return close(join(course({ said: urgent }), noted(turn, memory)), memory, policy);
  if (spokenElsewhere(turn.understanding.text))
    return close(course({ said: [person('notCitizensLanguage')] }), memory, policy);

  return talk(turn, memory, policy) ?? reply(turn, memory, policy) ?? fresh(turn, memory, policy);
}

type HandOver = Extract<Decision, { do: 'handOver' }>;

const person = (why: HandOver['why'], more: Partial<HandOver> = {}): HandOver => ({
  do: 'handOver',
  why,
  orderNo: null,
  ...more,
});

/** What else was said beside an emergency or a threat is not lost: it is drafted, and shown when there is calm. */
const noted = (turn: Turn, memory: Memory): Course =>
  course({
    drafts: mattersOf(turn, memory)
      .filter(({ segment }) => segment.gate === 'accept')
      .filter(({ segment }) => ['help', 'complaint', 'report', 'suggest'].includes(segment.type))
      .map(({ draft }) => ({ draft, options: [] })),
  });

/** Words that act on the conversation itself. Null where they mean nothing apart from what was asked. */
function talk(turn: Turn, memory: Memory, policy: DecidePolicy): Decided | null {
  const { act, text } = turn.understanding;
  const say = (phrase: string, next: Memory = memory) =>
    close(course({ said: [{ do: 'say', phrase }] }), next, policy);
  switch (act) {
    case 'person':
      return close(course({ said: [person('asked')] }), memory, policy);
    case 'review':
      return memory.refused === null
        ? close(course({ said: [{ do: 'say', phrase: 'nothingToReview' }, person('asked')] }), memory, policy)
        : close(course({ said: [person('review', { orderNo: memory.refused })] }), memory, policy);
    case 'cancel':
      return say('cancelled', { ...memory, pending: null, failed: 0 });
    case 'thanks':
      return { decisions: [{ do: 'say', phrase: 'thanks' }], memory };
    case 'noPerson':
      return { decisions: [{ do: 'say', phrase: 'noPerson' }], memory };
    case 'greet':
      return memory.pending === null ? { decisions: [{ do: 'say', phrase: 'hello' }], memory } : null;
    case 'confirm':
    case 'amend':
      return memory.pending === null && turn.files.length === 0 ? say('nothingToConfirm') : null;
    default:
      if (memory.pending === null && replies(text, 'useful')) return say('useful');
      if (memory.pending === null && replies(text, 'unsolved'))
        return close(course({ said: [person('noAnswer')] }), memory, policy);
      // A few words that name no matter mean the order of this conversation.
      for (const about of ['urge', 'progress'] as const)
        if (replies(text, about)) return { decisions: [{ do: about, orderNo: memory.orderNo }], memory };
      return null;
  }
}

function read(turn: Turn, memory: Memory, policy: DecidePolicy): Reply | null {
  const { pending } = memory;
  switch (pending?.for) {
    case 'draft':
      return onDraft(pending, turn, policy);
    case 'asks':
      return onAsks(pending, turn, policy);
    case 'passage':
      return onPassage(pending, turn, policy);
    case 'doubt':
      return onDoubt(pending, turn, policy);
    default:
      return null;
  }
}

function reply(turn: Turn, memory: Memory, policy: DecidePolicy): Decided | null {
  const answer = read(turn, memory, policy);
  if (!answer) return null;
  const failed = answer.failed ? memory.failed + 1 : 0;
  // The draft stays in memory: the person who takes over sees what was collected.
  if (failed >= policy.clarify.maxFailed)
    return close(
      course({ said: [person('clarifyFailed')] }),
      { ...memory, failed, pending: answer.pending },
      policy,
    );
  return close(answer.course, { ...memory, failed, pending: answer.pending }, policy);
}

/** The draft that a new matter must not push out. */
function kept(memory: Memory): Course {
  const { pending } = memory;
  const draft =
    pending?.for === 'draft' || (pending?.for === 'asks' && !pending.asks.includes('matter'))
      ? pending.draft
      : null;
  return course(
    draft ? { drafts: [{ draft, options: pending?.for === 'asks' ? pending.options : [] }] } : {},
  );
}

function fresh(turn: Turn, memory: Memory, policy: DecidePolicy): Decided {
  const matters = mattersOf(turn, memory);
  const orderNo = told(turn.understanding.slots.orderNo);
  if (matters.length === 0 && orderNo !== undefined)
    return close(
      course({ said: [{ do: 'progress', orderNo }] }),
      { ...memory, failed: 0, pending: null },
      policy,
    );
  if (matters.length === 0) return vague(turn, memory, policy);
  const served = matters.map((matter) => serve(matter, memory, policy)).reduce(join, kept(memory));
  return close(served, { ...memory, failed: 0, pending: null }, policy);
}

/** Nothing to work on: ask once more, twice at most, then a person. */
function vague(turn: Turn, memory: Memory, policy: DecidePolicy): Decided {
  const failed = memory.pending === null ? 0 : memory.failed + 1;
  if (failed >= policy.clarify.maxFailed)
    return close(course({ said: [person('clarifyFailed')] }), { ...memory, failed }, policy);
  return close(askAgain(turn, memory), { ...memory, failed, pending: null }, policy);
}
