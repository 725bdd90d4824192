/** An item as a row of a table: each field a column with its Chinese name, read back as it was written. */
import type { BasisPart, KnowledgeItem, Reader } from '../item.js';
import { IMPORT } from './words.js';

export interface Names {
  categories: readonly { code: string; name: string }[];
  regions: readonly { code: string; name: string }[];
}

export interface Column {
  field: keyof typeof IMPORT.columns;
  write(item: KnowledgeItem): string;
  /** Undefined: nothing was said. Null: it cannot be read. */
  read(text: string, names: Names): unknown;
}

const listed = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
const plain = (text: string): string | undefined => text.trim() || undefined;
const coded = (rows: Names['regions'], said: string): string | null =>
  rows.find(({ code, name }) => code === said || name === said)?.code ?? null;
const byWord = <T extends string>(table: Record<T, string>, said: string): T | null =>
  (Object.keys(table) as T[]).find((key) => key === said || table[key] === said) ?? null;
const day = (text: string): string | undefined =>
  plain(
    text.replace(
      /^(\d{4})[/.年](\d{1,2})[/.月](\d{1,2})日?/,
      (_, y, m, d) => `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`,
    ),
  );

const BAR = '｜';
const sourceLine = ({ title, number = '', clause = '', page, issuer = '', url = '' }: BasisPart): string =>
  [title, number, clause, page ?? '', issuer, url].join(BAR).replace(/｜+$/, '');
function sourceOf(line: string): BasisPart | null {
  const [title = '', number, clause, page, issuer, url] = line.split(BAR).map((part) => part.trim());
  if (title === '' || (page && !/^\d+$/.test(page))) return null;
  return {
    title,
    ...(number ? { number } : {}),
    ...(clause ? { clause } : {}),
    ...(page ? { page: Number(page) } : {}),
    ...(issuer ? { issuer } : {}),
    ...(url ? { url } : {}),
  };
}
const whole = <T>(rows: (T | null)[]): T[] | null => (rows.includes(null) ? null : (rows as T[]));
const some = <T>(rows: T[] | null): T[] | null | undefined => (rows?.length === 0 ? undefined : rows);

export const COLUMNS: readonly Column[] = [
  { field: 'id', write: ({ id }) => id, read: plain },
  { field: 'title', write: ({ title }) => title, read: plain },
  { field: 'answer', write: ({ answer }) => answer, read: (text) => text.trim() || undefined },
  { field: 'similar', write: ({ similar }) => similar.join('\n'), read: listed },
  { field: 'internal', write: ({ internal = '' }) => internal, read: plain },
  {
    field: 'category',
    write: ({ category }) => category,
    read: (text, { categories }) =>
      text.trim()
        ? (coded(categories, text.trim().padStart(2, '0')) ?? coded(categories, text.trim()))
        : undefined,
  },
  { field: 'hotline', write: ({ hotline }) => hotline ?? '', read: (text) => plain(text) ?? null },
  { field: 'unit', write: ({ unit }) => unit, read: plain },
  {
    field: 'region',
    write: ({ region }) => region,
    read: (text, { regions }) => (text.trim() ? coded(regions, text.trim()) : undefined),
  },
  {
    field: 'regions',
    write: ({ regions = [] }) => regions.join('\n'),
    read: (text, { regions }) => some(whole(listed(text).map((one) => coded(regions, one)))),
  },
  {
    field: 'audience',
    write: ({ audience }) => IMPORT.audiences[audience],
    read: (text) => (text.trim() ? byWord(IMPORT.audiences, text.trim()) : undefined),
  },
  { field: 'basis', write: ({ basis }) => basis.join('\n'), read: listed },
  {
    field: 'sources',
    write: ({ sources = [] }) => sources.map(sourceLine).join('\n'),
    read: (text) => some(whole(listed(text).map(sourceOf))),
  },
  {
    field: 'channels',
    write: ({ channels }) => channels.map((one) => IMPORT.channels[one]).join('\n'),
    read: (text) =>
      some(whole<Reader>(listed(text.replaceAll('、', '\n')).map((one) => byWord(IMPORT.channels, one)))),
  },
  { field: 'effectiveFrom', write: ({ effectiveFrom }) => effectiveFrom, read: day },
  {
    field: 'effectiveTo',
    write: ({ effectiveTo }) => effectiveTo ?? '',
    read: (text) => day(text) ?? undefined,
  },
  { field: 'reviewBy', write: ({ reviewBy = '' }) => reviewBy, read: day },
  {
    field: 'reviewDays',
    write: ({ reviewDays }) => String(reviewDays ?? ''),
    read: (text) => (text.trim() ? (/^\d{1,4}$/.test(text.trim()) ? Number(text) : null) : undefined),
  },
  { field: 'updated', write: ({ updated = '' }) => updated, read: day },
  {
    field: 'service',
    write: ({ service }) => (service ? `${service.name}${BAR}${service.url}` : ''),
    read: (text) => {
      const [name, url] = text.split(BAR).map((part) => part.trim());
      return text.trim() === '' ? undefined : name && url ? { name, url } : null;
    },
  },
  {
    field: 'language',
    write: ({ language }) => (language ? IMPORT.languages[language] : ''),
    read: (text) => (text.trim() ? byWord(IMPORT.languages, text.trim()) : undefined),
  },
];

/** Without these a row is nothing. */
export const NEEDED = ['title', 'answer'] as const;
