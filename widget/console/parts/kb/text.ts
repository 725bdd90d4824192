/** A text of knowledge as it is being written: everything is a line or lines; what is empty is not there. */
import type { KbItem } from '../../../../server/http/contract-knowledge.js';

import { KB } from '../../words/knowledge-base.js';
import { fill } from '../../words.js';

export type Text = Record<string, unknown>;

export const LINES = ['similar', 'basis', 'regions'] as const;

export const blank = (from: string): Text => ({
  ...{ title: '', answer: '', similar: [], basis: [], unit: '', category: '', region: '', hotline: null },
  ...{ audience: 'both', channels: ['PUBLIC'], effectiveFrom: from, effectiveTo: null, reviewDays: 180 },
});

export const textOf = (item: KbItem): Text => ({ ...item });

export function put(text: Text, field: string, value: unknown): Text {
  const { [field]: _old, ...rest } = text;
  const gone =
    value === '' ||
    value === undefined ||
    (Array.isArray(value) && value.length === 0 && field === 'regions');
  if (!gone) return { ...rest, [field]: value };
  return field === 'effectiveTo' || field === 'hotline' ? { ...rest, [field]: null } : rest;
}

export const shown = (text: Text, field: string): string => {
  const value = text[field];
  return Array.isArray(value) ? value.join('\n') : value === null || value === undefined ? '' : String(value);
};

/** A moment is kept as 2026-11-01T08:00 and written by people with a space. */
export const sinceShown = (kept: string): string => kept.replace('T', ' ');
export const sinceTyped = (typed: string): string => typed.trimStart().replace(/ +/, 'T');

/** While it is typed an empty last line stays; the server trims nothing it was not given. */
export interface Source {
  title: string;
  number?: string;
  clause?: string;
  page?: number;
  issuer?: string;
  url?: string;
}
export const sourcesOf = ({ sources }: Text): Source[] =>
  Array.isArray(sources) ? (sources as Source[]) : [];

export interface Service {
  name: string;
  url: string;
}
export const serviceOf = ({ service }: Text): Service => ({
  name: '',
  url: '',
  ...(service as Partial<Service> | undefined),
});

/** As citizens read it: where there are pieces, these; else the lines. */
export const basisShown = (text: Text): string[] => {
  const sources = sourcesOf(text);
  return sources.length > 0
    ? sources.map(
        ({ title, number, clause = '' }) =>
          `${title.startsWith('《') ? title : `《${title}》`}${number ? `（${number}）` : ''}${clause}`,
      )
    : linesOf(shown(text, 'basis'));
};

/** As whoever reviews it reads it: to the page, with who issued it and where it stands. */
export const basisFull = (text: Text): string[] => {
  const shown = basisShown(text);
  const sources = sourcesOf(text);
  return sources.length === 0
    ? shown
    : sources.map(({ page, issuer, url }, n) =>
        [shown[n], page && fill(KB.import.page, { n: page }), issuer, url].filter(Boolean).join('　'),
      );
};

/** What is empty is not there. */
const filled = <T extends object>(row: T): T =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== '' && value !== null)) as T;

export const linesOf = (typed: string): string[] => (typed === '' ? [] : typed.split('\n'));

export const sent = (text: Text): Text =>
  Object.fromEntries(
    Object.entries(text).map(([field, value]) => [
      field,
      LINES.some((one) => one === field) && Array.isArray(value)
        ? value.map((line) => String(line).trim()).filter(Boolean)
        : field === 'sources'
          ? sourcesOf(text).map(filled)
          : value,
    ]),
  );
