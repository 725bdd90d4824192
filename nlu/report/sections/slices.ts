import type { Section } from '../document.js';
import { FIELDS } from '../fields.js';
import { NOTHING, percent } from '../format.js';
import type { Result } from '../result.js';
import type { Slice } from '../slices.js';
import { column, labels, say, type TermName, term, words } from '../words.js';

const TITLES: Record<string, TermName> = { region: 'regionNamed' };
const FEW = 30;

function nameOf({ by, name }: Slice): string {
  if (name === '') return words.names.unknown;
  const table: Record<string, string> =
    by === 'channel' ? labels.channel : by === 'file' || by === 'length' ? {} : words.names;
  return table[name] ?? name;
}

const parts = (pair: [number, number] | null) => (pair ? `${pair[0]}/${pair[1]}` : NOTHING);

function row(slice: Slice): string[] {
  return [
    nameOf(slice) + (slice.n < FEW ? ' *' : ''),
    String(slice.n),
    ...FIELDS.map((field) => percent(slice.accuracy[field])),
    parts(slice.emergencies),
    parts(slice.refused),
  ];
}

export function slicesSection({ slices }: Result): Section {
  const columns = [
    term('slice'),
    column('n'),
    ...FIELDS.map((field) => column(field)),
    column('found'),
    column('refusedWrongly'),
  ];
  const kinds = [...new Set(slices.map((slice) => slice.by))];
  return {
    id: 'slices',
    title: term('slices'),
    notes: [say('slicesNote')],
    plots: [],
    tables: kinds.map((by) => ({
      caption: term(TITLES[by] ?? (by as TermName)),
      columns,
      rows: slices.filter((slice) => slice.by === by).map(row),
    })),
  };
}
