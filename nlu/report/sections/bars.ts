import { readFileSync } from 'node:fs';
import type { Cell, Section } from '../document.js';
import { NOTHING, orNothing } from '../format.js';
import { forest } from '../plots/forest.js';
import type { Result } from '../result.js';
import { column, say, term, words } from '../words.js';

/** One line of the bars: a figure, what is needed and what is wished. */
export interface Bar {
  /** Key of `Result.figures`, or `worstEce`. */
  figure: string;
  zh: string;
  en: string;
  unit: 'score' | 'percent' | 'perThousand';
  sense: 'atLeast' | 'atMost';
  needed: number;
  aim: number | null;
  /** What character n-grams reached, and the frozen encoder. */
  floor: number | null;
  probe: number | null;
}

export const BARS = (
  JSON.parse(readFileSync(new URL('../bars.json', import.meta.url), 'utf8')) as { bars: Bar[] }
).bars;

const DIGITS = { score: 3, percent: 1, perThousand: 1 };

const printAs = (unit: Bar['unit'], value: number, digits = DIGITS[unit]): string =>
  unit === 'percent' ? `${(100 * value).toFixed(digits)}%` : value.toFixed(digits);

/** With as many digits as tell it from its bar: 1.04 % must not stand as 1.0 % beside a bar of 1.0 % that it missed. */
export function shown(value: number, { unit, needed }: Pick<Bar, 'unit' | 'needed'>): string {
  const bar = (digits: number) => printAs(unit, needed, digits);
  let digits = DIGITS[unit];
  while (value !== needed && digits < 6 && printAs(unit, value, digits) === bar(digits)) digits++;
  return printAs(unit, value, digits);
}

export interface Reached {
  value: number | null;
  low: number | null;
  high: number | null;
}

export function reachedOf(bar: Bar, result: Result): Reached {
  if (bar.figure !== 'worstEce') return result.figures[bar.figure]!;
  const worst = Math.max(...Object.values(result.fields).map((field) => field.ece));
  // Resamples of a calibration error lie above it: an interval would mislead.
  return { value: worst, low: null, high: null };
}

export type Verdict = 'aim' | 'met' | 'missed' | 'nothing';

export function verdictOf({ sense, needed, aim }: Bar, { value }: Reached): Verdict {
  if (value === null) return 'nothing';
  const reaches = (mark: number) => (sense === 'atLeast' ? value >= mark : value <= mark);
  if (aim !== null && reaches(aim) && reaches(needed)) return 'aim';
  return reaches(needed) ? 'met' : 'missed';
}

/** The messages are too few to say on which side of the bar the figure stands. */
const near = ({ needed }: Bar, { low, high }: Reached) =>
  low !== null && high !== null && low < needed && needed < high;

function row(bar: Bar, result: Result): Cell[] {
  const reached = reachedOf(bar, result);
  const print = (value: number) => printAs(bar.unit, value);
  const verdict = verdictOf(bar, reached);
  const text = words.names[verdict] + (near(bar, reached) ? words.names.near : '');
  const sign = bar.sense === 'atLeast' ? '≥' : '≤';
  return [
    `${bar.zh} ${bar.en}`,
    `${sign} ${print(bar.needed)}`,
    orNothing(bar.aim, print),
    orNothing(reached.value, (value) => shown(value, bar)),
    reached.low === null || reached.high === null
      ? NOTHING
      : `${print(reached.low)} – ${print(reached.high)}`,
    verdict === 'nothing' ? text : { text, tone: verdict === 'missed' ? 'bad' : 'good' },
    orNothing(bar.floor, print),
    orNothing(bar.probe, print),
  ];
}

export function barsSection(result: Result): Section {
  const drawn = BARS.filter((bar) => bar.figure.endsWith('.macroF1')).map((bar) => ({
    bar,
    reached: reachedOf(bar, result),
  }));
  return {
    id: 'bars',
    title: term('bars'),
    notes: [say('barsNote'), say('elsewhere')],
    plots: [{ caption: term('forest'), svg: forest(drawn, term('forest').zh) }],
    tables: [
      {
        caption: term('bars'),
        columns: [
          term('figure'),
          column('needed'),
          column('aim'),
          column('reached'),
          column('interval'),
          term('verdict'),
          column('floor'),
          column('probe'),
        ],
        rows: BARS.map((bar) => row(bar, result)),
      },
    ],
  };
}
