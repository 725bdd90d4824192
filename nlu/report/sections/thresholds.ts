import type { Plot, Section, Table } from '../document.js';
import { percent } from '../format.js';
import { curvePlot } from '../plots/curve.js';
import type { Result } from '../result.js';
import type { Curve } from '../thresholds.js';
import { column, say, type TermName, term } from '../words.js';
import { BARS } from './bars.js';

interface Shown {
  title: TermName;
  price: TermName;
  /** Bars of what is found and of what it costs. */
  bars: [found: string, wrong: string];
  print: (wrong: number) => string;
}

const SHOWN: Record<'emergency' | 'refuse', Shown> = {
  emergency: {
    title: 'emergencyCurve',
    price: 'alarms',
    bars: ['emergencyRecall', 'falseAlarms'],
    print: (wrong) => wrong.toFixed(1),
  },
  refuse: {
    title: 'refuseCurve',
    price: 'refusedShare',
    bars: ['refusalsFound', 'wronglyRefused'],
    print: percent,
  },
};

const needed = (figure: string) => BARS.find((bar) => bar.figure === figure)!.needed;

function plotOf(curve: Curve, { title, bars: [found, wrong], print }: Shown): Plot {
  const axes = [
    { print: percent, needed: needed(found) },
    { print, needed: needed(wrong) },
  ] as const;
  return { caption: term(title), svg: curvePlot(curve, axes[0], axes[1], term(title).zh) };
}

function tableOf({ points, now }: Curve, { title, price, print }: Shown): Table {
  const told = points.filter((point) => point === now || Math.round(point.at * 100) % 10 === 0);
  return {
    caption: term(title),
    columns: [term('threshold'), column('foundShare'), column(price)],
    rows: told.map((point) => [
      point.at.toFixed(2) + (point === now ? ` ${term('shipped').zh}` : ''),
      percent(point.found),
      print(point.wrong),
    ]),
  };
}

export function thresholdsSection({ curves }: Result): Section {
  const drawn = (['emergency', 'refuse'] as const).flatMap((name) => {
    const curve = curves[name];
    return curve ? [{ curve, shown: SHOWN[name] }] : [];
  });
  return {
    id: 'thresholds',
    title: term('thresholds'),
    notes: [drawn.length > 0 ? say('thresholdsNote') : say('noThresholds')],
    plots: drawn.map(({ curve, shown }) => plotOf(curve, shown)),
    tables: drawn.map(({ curve, shown }) => tableOf(curve, shown)),
  };
}
