/** Figures told as measures, by one dimension, the whole beside its parts and beside other times. */
import type { InsightReport } from '../http/contract-insight.js';
import type { Policy } from '../policy/types.js';
import { type Day, dayOf, plusDays } from '../tickets/deadlines/calendar.js';
import { type FigureAsk, type FigureStore, type Figures, figures, whole } from './figures.js';
import { gradeOf } from './grade.js';
import { definitionsOf, valuesOf } from './measures.js';
import { type NameParts, nameOf } from './names.js';
import { daysIn, daysOf } from './span.js';
import { WORDS } from './words.js';

export interface ReportParts extends NameParts {
  store: FigureStore;
  policy: Policy;
  now: () => Date;
}

/** As many days just before: 环比. */
export function previousOf({ from, to }: { from: Day; to: Day }): { from: Day; to: Day } {
  return { from: plusDays(from, -daysOf(from, to)), to: plusDays(from, -1) };
}

/** A 29 February has the 28th before it. */
const yearBack = (day: Day): Day => {
  const back = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
  return back.endsWith('-02-29') ? back.replace('29', '28') : back;
};

/** The same days of the year before: 同比. */
export const lastYearOf = ({ from, to }: { from: Day; to: Day }): { from: Day; to: Day } => ({
  from: yearBack(from),
  to: yearBack(to),
});

/** A day without orders is a day too; one that is still to come is none. */
function eachDay({ from, to }: FigureAsk, groups: Figures['groups'], today: Day): Figures['groups'] {
  const last = [...groups.keys()].reduce((a, b) => (a > b ? a : b), today);
  return new Map(daysIn(from, to < last ? to : last).map((day) => [day, groups.get(day) ?? {}]));
}

export async function report(asked: FigureAsk, parts: ReportParts): Promise<InsightReport> {
  const { policy, store } = parts;
  const { by, from, to, scope } = asked;
  const rules = policy.knobs.insight;
  const told = async (span: { from: Day; to: Day }) => ({
    ...span,
    total: valuesOf(await whole(store, { ...span, scope }), rules),
  });
  const [found, previous, lastYear] = await Promise.all([
    figures(store, asked),
    told(previousOf(asked)),
    told(lastYearOf(asked)),
  ]);
  const groups = by === 'day' ? eachDay(asked, found.groups, dayOf(parts.now())) : found.groups;
  const rows = [...groups].map(([code, counts]) => {
    const values = valuesOf(counts, rules);
    return {
      code,
      name: nameOf(by, code, parts),
      kind: by === 'unit' ? kindOf(code, policy) : null,
      grade: by === 'unit' ? gradeOf(values, rules) : null,
      values,
    };
  });
  return {
    by,
    from,
    to,
    // By code, never by a rate: no list of who is best (国办函〔2025〕66号, 不片面追求排名).
    rows: rows.sort((a, b) => (a.code < b.code ? -1 : 1)),
    total: valuesOf(found.total, rules),
    previous,
    lastYear,
    grades: rules.grades,
    definitions: definitionsOf(rules),
    note: WORDS.note.replace('{n}', String(rules.smallest)),
  };
}

const kindOf = (code: string, { units }: Pick<Policy, 'units'>): string | null => {
  const unit = units.find((one) => one.code === code);
  return unit ? WORDS.kinds[unit.kind] : null;
};
