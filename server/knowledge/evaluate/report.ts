/** The measures of the search as a document: the same forms of text and page as the report of the understanding. */
import { readFileSync } from 'node:fs';
import type { Cell, Column, Document, Section, Table } from '../../../nlu/report/document.js';
import { latency } from '../../../nlu/report/latency.js';
import type { Term } from '../../../nlu/report/words.js';
import { fill } from '../../../nlu/report/words.js';
import { type Asked, type Figures, figuresOf, wronglyAnswered } from '../eval.js';
import type { Cost, MeantFigures, Measured } from '../measured.js';
import type wordsFile from './words.json';

export const WORDS = JSON.parse(
  readFileSync(new URL('./words.json', import.meta.url), 'utf8'),
) as typeof wordsFile;

/** What nobody should be told who asked what no item answers (issue: ≤ 1 %). */
export const LIMIT = 0.01;

export interface Shelf extends Measured {
  cost: Cost;
  meant: { typo: MeantFigures; rest: MeantFigures };
}

export interface Result {
  about: string[];
  shelves: Shelf[];
  /** Milliseconds of one embedding; none by words alone. */
  embedded: number[];
  /** Of the messages that ask nothing, each so manieth. */
  every: number;
  categoryName: (code: string) => string;
  channelName: (channel: string) => string;
  categoryOf: (item: string) => string | null;
}

type ColumnName = keyof typeof WORDS.columns;
const text = (name: ColumnName): Column => WORDS.columns[name];
const figure = (name: ColumnName): Column => ({ ...WORDS.columns[name], figure: true });

const share = (value: number | null): string =>
  value === null ? WORDS.none : `${(value * 100).toFixed(1)}%`;
const ratio = (value: number | null): string => (value === null ? WORDS.none : value.toFixed(3));
const ms = (value: number): string => (Number.isNaN(value) ? WORDS.none : `${value.toFixed(1)} ms`);

const FIGURES: ColumnName[] = ['n', 'r1', 'r5', 'mrr', 'answered', 'right', 'reachable', 'misled'];
const cellsOf = (one: Figures): Cell[] => [
  String(one.asked),
  ...[one.r1, one.r5, one.mrr].map(ratio),
  ...[one.answered, one.right, one.reachable, one.misled].map(share),
];

const section = (id: keyof typeof WORDS.sections, notes: string[], tables: Table[]): Section => ({
  ...{ id, title: WORDS.sections[id], notes, plots: [], tables },
});

const shelfName = ({ items }: Measured): Term => {
  const { zh, en } = WORDS.columns.shelf;
  return { zh: `${zh} ${items}`, en: `${en} ${items}` };
};

function groups(rows: readonly Asked[], keyOf: (row: Asked) => string | null): [string, Asked[]][] {
  const found = new Map<string, Asked[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key !== null) found.set(key, [...(found.get(key) ?? []), row]);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

const own = (rows: readonly Asked[]): Asked[] => rows.filter(({ item }) => item !== null);
const noItem = (rows: readonly Asked[]): Asked[] => rows.filter(({ item }) => item === null);

const perShelf = ({ shelves }: Result, columns: Column[], rowsOf: (shelf: Shelf) => Cell[][]): Table[] =>
  shelves.map((shelf) => ({ caption: shelfName(shelf), columns, rows: rowsOf(shelf) }));

function noneSection(result: Result): Section {
  const verdict = (answered: number | null): Cell => {
    if (answered === null) return share(answered);
    const met = answered <= LIMIT;
    return {
      text: `${share(answered)} ${met ? WORDS.notes.met : WORDS.notes.missed}`,
      tone: met ? 'good' : 'bad',
    };
  };
  const rowOf = (name: string, rows: Asked[]): Cell[] => {
    const { asked, answered } = wronglyAnswered(rows);
    return [name, String(asked), verdict(answered)];
  };
  return section(
    'none',
    [fill(WORDS.notes.none, { limit: share(LIMIT) })],
    perShelf(result, [text('kind'), figure('n'), figure('wrongly')], ({ asked, near, others }) => [
      rowOf(WORDS.kinds.none, asked),
      rowOf(WORDS.kinds.near, near),
      rowOf(WORDS.kinds.other, others),
    ]),
  );
}

function costSection({ shelves, embedded }: Result): Section {
  const rows = shelves.flatMap(({ items, cost, similar, asked, near, others }): Cell[][] => {
    const { p50, p95 } = latency(
      null,
      [...similar, ...asked, ...near, ...others].map((row) => row.ms),
    );
    const { index, bytes } = cost;
    return [
      [`${WORDS.cost.search}，${items}`, ms(p50), ms(p95)],
      [`${WORDS.cost.index}，${items}`, ms(index), `${WORDS.cost.each} ${ms(index / items)}`],
      [
        `${WORDS.cost.bytes}，${items}`,
        bytes === null ? WORDS.none : `${(bytes / 2 ** 20).toFixed(1)} MiB`,
        '',
      ],
    ];
  });
  const { p50, p95 } = latency(null, embedded);
  return section(
    'cost',
    [WORDS.notes.cost],
    [
      {
        caption: WORDS.sections.cost,
        columns: [text('what'), figure('p50'), figure('p95')],
        rows: [...rows, [WORDS.cost.embed, ms(p50), ms(p95)]],
      },
    ],
  );
}

/** Which questions were answered at once by something else; all texts are made up. */
function mistakesSection(result: Result): Section {
  const wrong = ({ similar, asked, near }: Shelf): Asked[] =>
    [...similar, ...asked, ...near].filter(
      ({ band, ids, item, also = [] }) => band === 'answer' && ids[0] !== item && !also.includes(ids[0]!),
    );
  return section(
    'mistakes',
    [],
    perShelf(result, [text('text'), text('told'), text('gold')], (shelf) =>
      wrong(shelf).map((row) => [{ text: row.text, tone: 'said' }, row.ids[0]!, row.item ?? WORDS.none]),
    ),
  );
}

export function documentOf(result: Result, mistakes: boolean): Document {
  const { categoryOf, categoryName, channelName, every } = result;
  const figures = [text('kind'), ...FIGURES.map(figure)];
  const named = (table: Record<string, string>, key: string): string => table[key] ?? key;
  return {
    title: WORDS.title,
    about: result.about,
    sections: [
      section(
        'found',
        [WORDS.notes.found],
        perShelf(result, figures, ({ similar, asked }) => [
          [WORDS.kinds.similar, ...cellsOf(figuresOf(similar))],
          [WORDS.kinds.asked, ...cellsOf(figuresOf(asked))],
        ]),
      ),
      noneSection(result),
      section(
        'manner',
        [WORDS.notes.dialect],
        perShelf(result, figures, ({ asked }) =>
          groups(own(asked), ({ how }) => how).map(([how, rows]) => [
            named(WORDS.how, how),
            ...cellsOf(figuresOf(rows)),
          ]),
        ),
      ),
      section(
        'category',
        [],
        perShelf(result, figures, ({ asked, similar }) =>
          groups(own([...similar, ...asked]), ({ item }) => categoryOf(item!)).map(([code, rows]) => [
            categoryName(code),
            ...cellsOf(figuresOf(rows)),
          ]),
        ),
      ),
      section(
        'channel',
        [fill(WORDS.notes.channel, { every })],
        perShelf(result, [text('kind'), figure('n'), figure('wrongly')], ({ others }) =>
          groups(noItem(others), ({ channel }) => channel ?? null).map(([channel, rows]) => {
            const { asked, answered } = wronglyAnswered(rows);
            return [channelName(channel), String(asked), share(answered)];
          }),
        ),
      ),
      section(
        'meant',
        [WORDS.notes.meant],
        perShelf(result, [text('kind'), ...(['n', 'offered', 'led'] as const).map(figure)], ({ meant }) =>
          (['typo', 'rest'] as const).map((kind) => {
            const { asked, offered, known, right } = meant[kind];
            return [WORDS.kinds[kind], String(asked), String(offered), `${right} / ${known}`];
          }),
        ),
      ),
      costSection(result),
      ...(mistakes ? [mistakesSection(result)] : []),
    ],
  };
}
