import type { Term } from './words.js';

/**
 * The report before it has a form: text.ts prints its sentences and tables, page.ts its plots too. What is only in a
 * plot is in no table, so a plot never carries a figure alone.
 */
export interface Document {
  title: Term;
  /** What was read, by what, when; the first line says what was lacking. */
  about: string[];
  sections: Section[];
}

export interface Section {
  /** Anchor of the page. */
  id: string;
  title: Term;
  notes: string[];
  plots: Plot[];
  tables: Table[];
}

export interface Table {
  caption: Term;
  /** The first column names the row. */
  columns: Column[];
  rows: Cell[][];
  /** May be folded away on the page, because a plot shows it. */
  folded?: boolean;
}

export interface Column extends Term {
  /** Stands right, in figures of one width. */
  figure?: boolean;
}

/** `good` and `bad` add colour to what the words say already. `said`: a citizen's own words. */
export type Cell = string | { text: string; tone: 'good' | 'bad' | 'said' };

/** `svg`: a whole element, for the page alone. */
export interface Plot {
  caption: Term;
  svg: string;
  /** Keeps its size and scrolls, instead of shrinking to the width of a phone. */
  wide?: boolean;
}
