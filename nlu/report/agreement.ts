import { type Confused, confused, type Pair } from './confusion.js';
import { FIELDS, type ScoredField, VALUES } from './fields.js';
import type { Named } from './rows.js';

/** How two labellers agree on one field. */
export interface Agreed {
  share: number;
  /** Cohen (1960): agreement beyond what chance alone would give; null where both used one label only. */
  kappa: number | null;
  /** Where they differ, the commonest first; `gold` is the corpus. */
  apart: Confused[];
}

/** Of all messages labelled twice (`file` null), or those of one file of the corpus. */
export interface Agreement {
  file: string | null;
  n: number;
  fields: Record<ScoredField, Agreed>;
}

export interface Second {
  groups: Agreement[];
  /** Rows whose text is not in the corpus, and rows that label a text once more; neither counts. */
  unknown: number;
  again: number;
}

export function agreed(pairs: Pair[]): Agreed {
  const share = pairs.filter(([a, b]) => a === b).length / pairs.length;
  const first = new Map<string, number>();
  const second = new Map<string, number>();
  for (const [a, b] of pairs) {
    first.set(a, (first.get(a) ?? 0) + 1);
    second.set(b, (second.get(b) ?? 0) + 1);
  }
  let chance = 0;
  for (const [label, n] of first) chance += (n * (second.get(label) ?? 0)) / pairs.length ** 2;
  return { share, kappa: chance < 1 ? (share - chance) / (1 - chance) : null, apart: confused(pairs) };
}

function group(file: string | null, twice: [Named, Named][]): Agreement {
  const fields = FIELDS.map((field) => [
    field,
    agreed(twice.map(([a, b]) => [VALUES[field](a.row), VALUES[field](b.row)])),
  ]);
  return { file, n: twice.length, fields: Object.fromEntries(fields) };
}

/** Matches the second labelling with the corpus by text. */
export function compareLabels(corpus: Named[], second: Named[]): Second {
  const known = new Map(corpus.map((one) => [one.row.text, one]));
  const twice = new Map<string, [Named, Named]>();
  let [unknown, again] = [0, 0];
  for (const one of second) {
    const first = known.get(one.row.text);
    if (!first) unknown++;
    else if (twice.has(one.row.text)) again++;
    else twice.set(one.row.text, [first, one]);
  }
  const all = [...twice.values()];
  const files = [...new Set(all.map(([first]) => first.file))].sort();
  const groups = all.length
    ? [
        group(null, all),
        ...files.map((file) =>
          group(
            file,
            all.filter(([first]) => first.file === file),
          ),
        ),
      ]
    : [];
  return { groups, unknown, again };
}
