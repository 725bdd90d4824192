/** A report on paper: every chart with its numbers, every number with its definition. */
import type { ReportData } from '../../http/contract-insight.js';
import { type Block, printReport } from '../../print/report-pdf.js';
import { fill, WORDS } from './words.js';

const told = (value: number | null, percent: boolean): string =>
  value === null ? '—' : percent ? `${(value * 100).toFixed(2)}%` : String(value);

export function reportPdf(data: ReportData, madeAt: Date, watermark: string): Promise<Buffer> {
  const blocks: Block[] = [
    { set: 'text', small: true, text: madeLine(data, madeAt) },
    { set: 'table', columns: WORDS.sections.rates.columns, rows: data.headline.map(({ cells }) => cells) },
    ...data.sections.flatMap(({ question, text, columns, rows, chart }): Block[] => [
      { set: 'heading', text: question },
      { set: 'text', text },
      ...(chart
        ? [{ set: 'bars' as const, ...chart, told: chart.values.map((value) => told(value, chart.percent)) }]
        : []),
      ...(rows.length > 0 ? [{ set: 'table' as const, columns, rows }] : []),
    ]),
    { set: 'page' },
    { set: 'heading', text: WORDS.definitions },
    { set: 'text', small: true, text: data.note },
    { set: 'table', columns: WORDS.definitionColumns, rows: definitionRows(data) },
  ];
  return printReport({ title: data.title, blocks, at: madeAt, watermark, page: WORDS.page });
}

export const definitionRows = ({ definitions }: ReportData): string[][] =>
  definitions.map(({ name, formula, numerator, denominator, excludes, source }) => [
    ...[name, formula, numerator, denominator ?? '—', excludes, source],
  ]);

export const madeLine = ({ policy, fingerprint }: ReportData, at: Date): string =>
  fill(WORDS.made, {
    ...{ policy, fingerprint },
    at: new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' '),
  });
