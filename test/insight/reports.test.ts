/** Reports: scheduled by policy, made once, made again the same; as workbook and on paper with every number. */
import excel from 'exceljs';
import type { ReportData } from '../../server/http/contract-insight.js';
import { cellOf } from '../../server/insight/cells.js';
import { contributionOf } from '../../server/insight/counts.js';
import { gatherInto, movesOf } from '../../server/insight/moves.js';
import { changesOf, pointsOf } from '../../server/insight/reports/change.js';
import { reportPdf } from '../../server/insight/reports/pdf.js';
import { dueAt, duePeriods, periodAt, readPeriod } from '../../server/insight/reports/period.js';
import { createPress } from '../../server/insight/reports/press.js';
import { reportXlsx } from '../../server/insight/reports/xlsx.js';
import { insightStore } from '../../server/store/insight.js';
import { reportStore } from '../../server/store/reports.js';
import { spotStore } from '../../server/store/spots.js';
import { midnight } from '../../server/tickets/deadlines/calendar.js';
import type { Ticket } from '../../server/tickets/ticket.js';
import { freshDatabase } from '../support/database.js';
import { liveYear } from '../support/year/year.js';
import { MASK, POLICY } from '../tickets/samples.js';

const daily = POLICY.reports.find(({ kind }) => kind === 'daily')!;
const weekly = POLICY.reports.find(({ kind }) => kind === 'weekly')!;
const monthly = POLICY.reports.find(({ kind }) => kind === 'monthly')!;

describe('when', () => {
  test('a day at eight the next morning, a week on Monday, a month on the second', () => {
    expect(dueAt(periodAt('daily', '2026-11-29'), daily)).toEqual(new Date('2026-11-30T00:00:00Z'));
    expect(dueAt(periodAt('weekly', '2026-11-29'), weekly)).toEqual(new Date('2026-11-30T00:30:00Z'));
    expect(dueAt(periodAt('monthly', '2026-02-14'), monthly)).toEqual(new Date('2026-03-02T01:00:00Z'));
  });
  test('a minute too early it is not due; a house that slept makes up for a month of days, and for none before its first', () => {
    const ids = (now: string, first: string | null) =>
      duePeriods(daily, new Date(now), first).map(({ id }) => id);
    expect(ids('2026-11-29T23:59:00Z', '2026-11-28')).toEqual(['daily:2026-11-28']);
    expect(ids('2026-11-30T00:00:00Z', '2026-11-28')).toEqual(['daily:2026-11-28', 'daily:2026-11-29']);
    expect(ids('2026-11-30T00:00:00Z', null)).toEqual([]);
    expect(ids('2027-11-30T00:00:00Z', '2026-01-01')).toHaveLength(31);
  });
  test.each([
    'daily:2026-02-30',
    'weekly:2026-11-24',
    'monthly:2026-13',
    'yearly:2026',
    'monthly:2026-11-01',
  ])('there is no %s', (id) => expect(readPeriod(id)).toBeNull());
});

describe('more or less', () => {
  test.each([
    [33, 30, 20, '比上期多 10.0%，比上年同期多 65.0%'],
    [27, 30, 27, '比上期少 10.0%，比上年同期持平'],
    [3, 1, 9, '比上期多 2 件，比上年同期少 6 件'],
    [3, 3, 0, '比上期持平，比上年同期没有可比的数'],
    [0, 9, 10, '比上期少 9 件，比上年同期少 100.0%'],
    [100_001, 100_000, 0, '比上期持平，比上年同期没有可比的数'],
  ])('%i after %i, a year ago %i', (now, then, year, told) => {
    expect(changesOf(now, then, year, 10)).toBe(told);
  });
  test('shares by points', () => {
    expect(pointsOf(0.91, 0.9, null)).toBe('比上期高 1.0 个百分点，比上年同期没有可比的数');
  });
});

describe('made', () => {
  let opened: Awaited<ReturnType<typeof freshDatabase>>;
  let now = new Date('2026-12-02T00:59:00Z');
  let data: ReportData;
  const last = new Map<string, Ticket>();
  const parts = () => ({
    insight: insightStore(opened.connection),
    spots: spotStore(opened.connection),
    reports: reportStore(opened.connection),
    ...{ policy: POLICY, masks: MASK, now: () => now },
  });

  beforeAll(async () => {
    opened = await freshDatabase();
    const { insight, spots, reports } = parts();
    await Promise.all([insight.init(), spots.init(), reports.init()]);
    liveYear({
      ...{ seed: 5, orders: 900, first: midnight('2025-12-01'), policy: POLICY },
      wrote: (ticket) => last.set(ticket.orderNo, ticket),
    });
    const cells = new Map();
    for (const ticket of last.values()) gatherInto(cells, contributionOf(ticket, POLICY));
    await insight.load(
      (async function* () {
        yield [...last.values()].map((ticket) => ({
          ...{
            _id: ticket.orderNo,
            version: ticket.version,
            ...contributionOf(ticket, POLICY),
            pending: null,
          },
        }));
      })(),
      function* () {
        for (const [_id, counts] of cells) yield { _id, ...cellOf(_id), counts };
      },
    );
  }, 120_000);
  afterAll(() => opened.close());

  test('once, though two houses look at the same minute; not a minute before it is due', async () => {
    const { reports } = parts();
    await Promise.all([createPress(parts()).run(), createPress(parts()).run()]);
    expect(await reports.get('monthly:2026-11')).toBeNull();
    now = new Date('2026-12-02T01:00:00Z');
    const made = await Promise.all([createPress(parts()).run(), createPress(parts()).run()]);
    expect(made.reduce((a, b) => a + b)).toBe(1);
    expect(await createPress(parts()).run()).toBe(0);
    data = (await reports.get('monthly:2026-11'))!.data;
    expect(data).toMatchObject({ from: '2026-11-01', to: '2026-11-30' });
  });

  test('its numbers are those of the orders', () => {
    const filed = [...last.values()].filter(
      ({ createdAt, kind }) =>
        kind !== 'refusal' && createdAt >= midnight('2026-11-01') && createdAt < midnight('2026-12-01'),
    );
    expect(data.headline[0]?.cells[1]).toBe(String(filed.length));
    const flow = data.sections.find(({ id }) => id === 'flow')!;
    expect(flow.rows.reduce((sum, [, n]) => sum + Number(n), 0)).toBe(filed.length);
    expect(flow.text).toContain(`共登记 ${filed.length} 件`);
    for (const { question, text } of data.sections)
      expect(`${question}${text}`).not.toMatch(/[{}]|undefined|NaN/);
  });

  test('what runs ends today, is told beside as many days of the month before, and skips no day', async () => {
    const after = now;
    now = new Date('2026-11-10T04:00:00Z');
    const filed = (from: string, to: string) =>
      [...last.values()].filter(
        ({ createdAt, kind }) =>
          kind !== 'refusal' && createdAt >= midnight(from) && createdAt < midnight(to),
      ).length;
    const { title, headline, sections } = await createPress(parts()).make(
      periodAt('monthly', '2026-11-10'),
      null,
    );
    now = after;
    expect(title).toContain('2026-11-01 至 2026-11-10');
    expect(headline[0]?.cells.slice(1, 3)).toEqual([
      String(filed('2026-11-01', '2026-11-11')),
      String(filed('2026-10-01', '2026-10-11')),
    ]);
    const flow = sections.find(({ id }) => id === 'flow')!;
    expect(flow.rows.map(([day]) => day)).toEqual(
      Array.from({ length: 10 }, (_, n) => `2026-11-${String(n + 1).padStart(2, '0')}`),
    );
    expect(flow.chart?.values).toHaveLength(10);
  });

  test('a day of none is a day; where no rate can be told there is no chart of rates', async () => {
    const quiet = await createPress(parts()).make(periodAt('weekly', '2025-11-19'), null);
    const flow = quiet.sections.find(({ id }) => id === 'flow')!;
    expect(flow.chart?.values).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(quiet.sections.find(({ id }) => id === 'rates')?.chart).toBeNull();
  });

  test('made again from the same figures it is the same; an order that changed is noticed', async () => {
    now = new Date('2026-12-20T00:00:00Z');
    const { insight } = parts();
    const press = createPress(parts());
    const period = periodAt('monthly', '2026-11-15');
    expect((await press.make(period, null)).fingerprint).toBe(data.fingerprint);
    expect(await press.make(period, null)).toEqual(data);
    const [ticket] = [...last.values()].filter(({ createdAt }) => createdAt > midnight('2026-11-05'));
    const moves = movesOf(null, contributionOf({ ...ticket!, region: '150105' }, POLICY));
    await insight.move('one more', moves);
    expect((await press.make(period, null)).fingerprint).not.toBe(data.fingerprint);
    expect((await parts().reports.get('monthly:2026-11'))!.data).toEqual(data);
  });

  test('a unit reads of its own orders alone', async () => {
    const unit = [...last.values()].find(({ lead, createdAt }) => lead && createdAt > midnight('2026-11-02'))!
      .lead!;
    const own = await createPress(parts()).make(periodAt('monthly', '2026-11-01'), new Set([unit]));
    const filed = [...last.values()].filter(
      ({ lead, createdAt, kind }) =>
        lead === unit &&
        kind !== 'refusal' &&
        createdAt >= midnight('2026-11-01') &&
        createdAt < midnight('2026-12-01'),
    );
    expect(own.headline[0]?.cells[1]).toBe(String(filed.length));
    expect(own.title).toContain('本单位范围');
    expect(
      own.sections
        .find(({ id }) => id === 'grades')!
        .rows.flat()
        .join(),
    ).not.toContain('、');
  });

  test('as a workbook: a sheet a question, numbers as numbers, the definitions on the last', async () => {
    const book = new excel.Workbook();
    const file = await reportXlsx(data, now, '样例 2026-12-02');
    await book.xlsx.load(file as never);
    expect(book.worksheets.map(({ name }) => name)).toEqual([
      '概览',
      ...data.sections.map(({ question }) =>
        question.replace(/[?？]/g, (sign) => (sign === '?' ? '' : sign)),
      ),
      '口径',
    ]);
    const summary = book.getWorksheet('概览')!;
    expect(summary.getRow(4).values).toEqual([
      undefined,
      '工单数',
      expect.any(Number),
      expect.any(Number),
      expect.anything(),
    ]);
    const solved = summary.getRow(6);
    expect(solved.getCell(1).value).toBe('解决率');
    expect(solved.getCell(2).value).toBeLessThanOrEqual(1);
    expect(solved.getCell(2).numFmt).toBe('0.00%');
    expect(book.getWorksheet('口径')!.actualRowCount).toBe(data.definitions.length + 2);
  });

  test('on paper: every section, every number, the same bytes again', async () => {
    const at = new Date('2026-12-02T01:00:00Z');
    const file = await reportPdf(data, at, 'lead01 2026-12-02');
    expect(await reportPdf(data, at, 'lead01 2026-12-02')).toEqual(file);
    (globalThis as { DOMMatrix?: unknown }).DOMMatrix ??= class {};
    const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
    const paper = await getDocument({ data: new Uint8Array(file), verbosity: 0 }).promise;
    let text = '';
    for (let i = 1; i <= paper.numPages; i++)
      for (const item of (await (await paper.getPage(i)).getTextContent()).items)
        text += 'str' in item ? item.str : '';
    const plain = text.replace(/\s/g, '');
    expect(plain).toContain(data.title.replace(/\s/g, ''));
    for (const { question } of data.sections) expect(plain).toContain(question);
    for (const { cells } of data.headline) for (const cell of cells) expect(plain).toContain(cell);
    expect(plain).toContain(data.fingerprint);
    expect(plain).toContain(`第${paper.numPages}页，共${paper.numPages}页`);
    expect(plain).toContain('lead012026-12-02');
  });
});
