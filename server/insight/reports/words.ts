/** What a report says around its figures. */
import { readFileSync } from 'node:fs';
import type { ReportKind } from './period.js';

interface SectionWords {
  question: string;
  text: string;
  none?: string;
  columns: string[];
}

export const SECTIONS = [
  'flow',
  'channels',
  'rates',
  'classes',
  'places',
  'grades',
  'spots',
  'seasons',
  'measures',
] as const;
export type SectionId = (typeof SECTIONS)[number];

export const WORDS = JSON.parse(readFileSync(new URL('./words.json', import.meta.url), 'utf8')) as {
  kinds: Record<ReportKind, string>;
  /** Name of the file that is taken home. */
  file: string;
  title: string;
  titleOf: string;
  own: string;
  to: string;
  than: { previous: string; lastYear: string };
  more: string;
  less: string;
  moreBy: string;
  lessBy: string;
  same: string;
  nothing: string;
  points: Record<'up' | 'down' | 'same', string>;
  sections: Record<SectionId, SectionWords>;
  few: string;
  definitions: string;
  definitionColumns: string[];
  made: string;
  page: string;
  sheet: { summary: string; definitions: string };
};

export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`report words: “${text}” wants {${name}}`);
    return String(value);
  });
