/** Orders taken out of the house: as a table, as a printed form; masked, bounded to the reader, on record. */

import { jest } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import excel from 'exceljs';
import { csvLine, safe } from '../../server/export/csv.js';
import { auditStore } from '../../server/store/audit.js';
import { ticketStore } from '../../server/store/tickets.js';
import { formatOrderNo } from '../../server/tickets/number.js';
import { type House, startHouse } from '../support/house.js';
import type { Seat } from '../support/seat.js';
import { create, draft } from '../tickets/samples.js';

// A whole house starts in here, beside whatever else runs.
jest.setTimeout(120_000);

const PHONE = '13800001234';
const DAY = new Date('2026-11-24T03:00:00Z');
const no = (seq: number) => formatOrderNo({ region: '150100', day: '20261124', letter: 'Q', seq });

let house: House;
let seat: Seat;
beforeAll(async () => {
  house = await startHouse();
  await house.aside(async ({ connection }) => {
    const tickets = ticketStore(connection);
    const content = `=HYPERLINK("http://evil.example") 我是王小明，电话${PHONE}`;
    const filed = (seq: number, secret: boolean) => ({
      ...create({
        orderNo: no(seq),
        matter: {
          kind: 'order',
          draft: draft({ content, fields: { content, phone: PHONE, name: '王小明', place: '大学东路5号' } }),
        },
        now: new Date(DAY.getTime() + seq * 1000),
      }),
      secret,
      title: '=1+1 路灯',
    });
    await tickets.put(filed(1, false));
    await tickets.put(filed(2, true));
  });
  seat = await house.seat('paidan', ['DISPATCHER']);
});
afterAll(() => house.stop());

async function taken(body: object): Promise<Buffer> {
  const started = await seat.post('/api/desk/exports', body);
  expect(started.status).toBe(202);
  const path = `/api/desk/exports/${String(started.body.id)}`;
  for (;;) {
    const { body: job } = await seat.get<{ state: string }>(path);
    if (job.state === 'done') break;
    expect(job.state).toBe('running');
  }
  const file = await fetch(`${house.url}${path}/file`, { headers: { cookie: seat.cookie } });
  expect(file.status).toBe(200);
  expect(file.headers.get('content-disposition')).toContain('attachment');
  return Buffer.from(await file.arrayBuffer());
}
const purpose = '十一月供热专题分析';

test('a cell is never a formula, whichever sign it begins with', () => {
  for (const bad of ['=1+1', '+86', '-1', '@SUM(A1)', '＝1', ' =1', '\t=1', '|cmd', '%x'])
    expect(safe(bad)).toBe(`'${bad}`);
  expect(safe('路灯坏了')).toBe('路灯坏了');
  expect(csvLine(['a,b', 'say "x"', '两\n行'])).toBe('"a,b","say ""x""","两\n行"\r\n');
});

test('CSV: with its mark for Windows, masked, no identity of a secret order, account and purpose inside', async () => {
  const bytes = await taken({ format: 'csv', purpose, query: {} });
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const text = bytes.toString('utf8');
  expect(text).not.toContain(PHONE);
  const rows = parse(bytes, { bom: true, relax_column_count: true }) as string[][];
  const [head, secret, plain, mark] = rows as [string[], string[], string[], string[]];
  const of = (row: string[], name: string) => row[head.indexOf(name)];
  expect([of(secret, '工单号'), of(plain, '工单号')]).toEqual([no(2), no(1)]);
  expect(of(plain, '标题')).toBe("'=1+1 路灯");
  expect(of(plain, '诉求人')).toBe('王**');
  expect(of(plain, '联系电话')).toBe('138****1234');
  for (const name of ['诉求人', '联系电话', '地点']) expect(of(secret, name)).toBe('（保密）');
  expect(mark[0]).toContain('paidan');
  expect(mark[0]).toContain(purpose);
});

test('XLSX: opens, text stays text, the first row says who took it and why', async () => {
  const book = new excel.Workbook();
  await book.xlsx.load((await taken({ format: 'xlsx', purpose, query: {}, orders: [no(1)] })) as never);
  const sheet = book.worksheets[0]!;
  expect(String(sheet.getCell('A1').value)).toContain(purpose);
  expect(sheet.getCell('A3').value).toBe(no(1));
  expect(sheet.rowCount).toBe(3);
  const title = sheet.getRow(3).values as unknown[];
  expect(title).toContain('=1+1 路灯');
  expect(JSON.stringify(title)).not.toContain('formula');
});

test('a purpose is asked for; who may not export, or did not ask for the file, gets none', async () => {
  expect((await seat.post('/api/desk/exports', { format: 'csv', purpose: '', query: {} })).status).toBe(422);
  const agent = await house.seat('anna', ['AGENT']);
  expect((await agent.post('/api/desk/exports', { format: 'csv', purpose, query: {} })).status).toBe(403);
  const started = await seat.post('/api/desk/exports', { format: 'csv', purpose, query: {} });
  const other = await house.seat('duban', ['SUPERVISOR']);
  expect((await other.get(`/api/desk/exports/${String(started.body.id)}`)).status).toBe(404);
  expect((await seat.send('DELETE', `/api/desk/exports/${String(started.body.id)}`)).status).toBe(204);
  expect((await seat.get(`/api/desk/exports/${String(started.body.id)}`)).status).toBe(404);
});

test('a unit exports what was sent to it and nothing else', async () => {
  const unit = await house.seat('saihan', ['HANDLER_LEAD'], '150105');
  const started = await unit.post('/api/desk/exports', {
    format: 'csv',
    purpose,
    query: {},
    orders: [no(1)],
  });
  const path = `/api/desk/exports/${String(started.body.id)}`;
  let rows = -1;
  for (let state = 'running'; state === 'running'; ) {
    const { body } = await unit.get<{ state: string; rows: number }>(path);
    ({ state, rows } = body);
  }
  expect(rows).toBe(0);
});

test('the printed form: the fields masked, account and time on the page, and printing is on record', async () => {
  const answer = await fetch(`${house.url}/api/desk/orders/${no(1)}/sheet`, {
    headers: { cookie: seat.cookie },
  });
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  const text = await textOf(new Uint8Array(await answer.arrayBuffer()));
  expect(text).toContain('12345 政务服务便民热线工单');
  expect(text).toContain(no(1));
  expect(text).toContain('138****1234');
  expect(text).not.toContain(PHONE);
  expect(text.split('paidan').length).toBeGreaterThan(10);
  const rows = await house.aside(({ connection }) => auditStore(connection).rows(0, 1000));
  expect(rows.filter(({ action }) => action === 'order.print')).toMatchObject([
    { account: 'paidan', target: no(1) },
  ]);
  const exported = rows.filter(({ action }) => action === 'export');
  expect(exported.length).toBeGreaterThanOrEqual(4);
  expect(exported.every(({ reason }) => reason !== '')).toBe(true);
});

async function textOf(bytes: Uint8Array): Promise<string> {
  // It asks for a browser's matrices as it is loaded, and needs none to read text.
  (globalThis as { DOMMatrix?: unknown }).DOMMatrix ??= class {};
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const pdf = await getDocument({ data: bytes }).promise;
  const pages: string[] = [];
  for (let n = 1; n <= pdf.numPages; n++) {
    const page = await pdf.getPage(n);
    const { items } = await page.getTextContent();
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(''));
  }
  return pages.join('\n');
}
