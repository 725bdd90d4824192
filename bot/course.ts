/** What one turn has come to so far, and how it is closed: at most one question, everything else kept. */
import type { Aside, Decided, DecidePolicy, Decision, Draft, Memory } from './decision.js';
import { missing, reminded } from './draft.js';

/** A question that is not about a draft; `fallback` is filed where it can't be asked in this turn. */
export interface Question {
  decision: Extract<Decision, { do: 'clarify' }>;
  pending: Memory['pending'];
  fallback: Draft | null;
}

export interface Course {
  said: (Decision | Aside)[];
  /** Matters to be filed, first the one to show now. `options`: what an ambiguous place may mean. */
  drafts: { draft: Draft; options: string[] }[];
  questions: Question[];
}

export const course = (part: Partial<Course> = {}): Course => ({
  said: [],
  drafts: [],
  questions: [],
  ...part,
});

export const join = (first: Course, second: Course): Course => ({
  said: [...first.said, ...second.said],
  drafts: [...first.drafts, ...second.drafts],
  questions: [...first.questions, ...second.questions],
});

/** Shows a draft that is whole, or asks for what it lacks. */
export function present(draft: Draft, options: string[], policy: DecidePolicy): Question | Course {
  const lacks = missing(draft, policy);
  if (lacks.length === 0) return course({ said: [{ do: 'file', step: 'show', draft, missing: [] }] });
  const asks = lacks.slice(0, policy.clarify.maxAsks);
  const offered = asks.includes('region') ? options : [];
  return {
    decision: { do: 'clarify', asks, options: offered, passages: [], draft },
    pending: { for: 'asks', asks, draft, options: offered },
    fallback: draft,
  };
}

const RANK: Record<(Decision | Aside)['do'], number> = {
  emergency: 0,
  refuse: 1,
  answer: 2,
  progress: 3,
  urge: 3,
  say: 4,
  file: 5,
  clarify: 6,
  handOver: 7,
  stayQuiet: 8,
};

const rank = (one: Decision | Aside): number =>
  one.do === 'file' && one.step === 'confirmed' ? RANK.progress : RANK[one.do];

/** A person takes over once; the first reason counts. */
function onePerson(said: (Decision | Aside)[]): (Decision | Aside)[] {
  const first = said.find((one) => one.do === 'handOver');
  return said.filter((one) => one.do !== 'handOver' || one === first);
}

/**
 * Emergencies come first, a question last. Where a person takes over, or a number must be dialled now, no
 * draft is put before the citizen: it waits.
 */
export function close(turn: Course, memory: Memory, policy: DecidePolicy): Decided {
  const later = turn.questions.slice(1).flatMap(({ fallback }) => (fallback ? [fallback] : []));
  const queue = [
    ...turn.drafts,
    ...later.map((draft) => ({ draft, options: [] as string[] })),
    ...(memory.waiting ?? []).map((draft) => ({ draft: reminded(draft, memory), options: [] as string[] })),
  ];
  const calm = turn.said.every((one) => one.do !== 'handOver' && one.do !== 'emergency');
  let question: Question | undefined = calm ? turn.questions[0] : undefined;
  let said = turn.said;
  let pending = memory.pending;
  const held = calm ? [] : turn.questions.slice(0, 1).flatMap(({ fallback }) => (fallback ? [fallback] : []));
  if (calm && !question && pending === null && queue.length > 0) {
    const next = queue.shift()!;
    const shown = present(next.draft, next.options, policy);
    if ('decision' in shown) question = shown;
    else {
      said = [...said, ...shown.said];
      pending = { for: 'draft', draft: next.draft };
    }
  }
  if (question) {
    if (queue.length > 0 && turn.drafts.length > 0) said = [...said, { do: 'say', phrase: 'clarify.noted' }];
    said = [...said, question.decision];
    pending = question.pending;
  }
  const waiting = [...held, ...queue.map(({ draft }) => draft)];
  const { waiting: _, ...rest } = memory;
  const decisions = onePerson(said).sort((a, b) => rank(a) - rank(b));
  return { decisions, memory: { ...rest, pending, ...(waiting.length > 0 ? { waiting } : {}) } };
}
