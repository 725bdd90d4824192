/**
 * To whom a waiting conversation or order is offered first. It only orders and explains: nothing is forced on
 * anybody, and everybody may still take it from the queue. Previous agent first, then language, skill, lowest
 * load for one's capacity, longest without new work (内政办发〔2021〕25号 专家座席; 国办函〔2025〕66号 特色专席).
 */
export interface Need {
  /** Code of a language that is no Chinese; null = everybody understands. */
  language: string | null;
  category: string | null;
  hotline: string | null;
  /** The line it was transferred to: only its own people are asked. */
  line: string | null;
  /** Account of who had this citizen last. */
  previous: string | null;
}

export interface Worker {
  account: string;
  away: boolean;
  /** Codes of categories and numbers of hotlines; none = whatever comes. */
  skills: readonly string[];
  languages: readonly string[];
  /** How many at once. */
  most: number;
  held: number;
  /** Something else is being offered right now. */
  asked: boolean;
  /** Second line: asked for its own skills and for nothing else. */
  only: boolean;
  /** When the last one was taken; null = none yet. */
  last: Date | null;
  /** Has let this very one go by, or let it lie. */
  passed: boolean;
}

export type Why =
  | { kind: 'previous' | 'idle' }
  | { kind: 'language'; code: string }
  | { kind: 'skill'; code: string }
  | { kind: 'load'; held: number; most: number };

/** Why nobody is asked: what would have to change, the hardest first. */
export type Obstacle = 'nobody' | 'line' | 'language' | 'skill' | 'away' | 'busy' | 'passed';

export interface Ranking {
  best: { account: string; why: Why[] }[];
  /** Set where `best` is empty. */
  none: Obstacle | null;
}

const skillOf = ({ category, hotline, line }: Need, { skills }: Worker): string | null =>
  [line, hotline, category].find((code) => code !== null && skills.includes(code)) ?? null;

/** The line's own people, then the category's, then who takes anything, last who is kept for something else. */
function suits(need: Need, worker: Worker): number {
  const skill = skillOf(need, worker);
  if (skill !== null) return skill === need.category ? 2 : 3;
  return worker.skills.length === 0 ? 1 : 0;
}

const load = ({ held, most }: Worker): number => held / most;

function reasons(need: Need, worker: Worker, alone: boolean): Why[] {
  const skill = skillOf(need, worker);
  const speaks = need.language !== null && worker.languages.includes(need.language);
  return [
    ...(worker.account === need.previous ? [{ kind: 'previous' } as const] : []),
    ...(speaks ? [{ kind: 'language', code: need.language ?? '' } as const] : []),
    ...(skill === null ? [] : [{ kind: 'skill', code: skill } as const]),
    { kind: 'load', held: worker.held, most: worker.most },
    ...(alone ? [] : [{ kind: 'idle' } as const]),
  ];
}

/** Pure, and the same for any order of `workers`. */
export function rank(need: Need, workers: readonly Worker[]): Ranking {
  let left = workers;
  // One condition after the other: the first that leaves nobody is what stands in the way.
  const conditions: [Obstacle, (one: Worker) => boolean][] = [
    ['line', (one) => need.line === null || one.skills.includes(need.line)],
    ['language', (one) => need.language === null || one.languages.includes(need.language)],
    ['skill', (one) => !one.only || skillOf(need, one) !== null],
    ['away', (one) => !one.away],
    ['busy', (one) => !one.asked && one.held < one.most],
    ['passed', (one) => !one.passed],
  ];
  if (left.length === 0) return { best: [], none: 'nobody' };
  for (const [obstacle, holds] of conditions) {
    left = left.filter(holds);
    if (left.length === 0) return { best: [], none: obstacle };
  }
  const sorted = [...left].sort(
    (a, b) =>
      Number(b.account === need.previous) - Number(a.account === need.previous) ||
      suits(need, b) - suits(need, a) ||
      load(a) - load(b) ||
      (a.last?.getTime() ?? 0) - (b.last?.getTime() ?? 0) ||
      (a.account < b.account ? -1 : 1),
  );
  const even = (a: Worker, b: Worker | undefined): boolean =>
    b !== undefined &&
    a.account !== need.previous &&
    suits(need, a) === suits(need, b) &&
    load(a) === load(b);
  return {
    best: sorted.map((one, at) => ({
      account: one.account,
      // Told only where it decided: two otherwise alike.
      why: reasons(need, one, !even(one, sorted[at + 1])),
    })),
    none: null,
  };
}
