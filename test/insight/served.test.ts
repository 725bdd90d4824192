/** Figures, hot spots and reports as they are served: to whom, of what, as which file, and on record. */
import excel from 'exceljs';
import type {
  HotSpot,
  HotSpots,
  InsightReport,
  InsightRows,
  Report,
  ReportList,
} from '../../server/http/contract-insight.js';
import { auditStore } from '../../server/store/audit.js';
import { type Figured, figured, HEARD } from '../support/figured.js';
import { textOfPdf } from '../support/pdf.js';
import type { Seat } from '../support/seat.js';

let made: Figured;
beforeAll(async () => {
  made = await figured();
}, 300_000);
afterAll(() => made?.house.stop());

const bytes = async (seat: Seat, path: string) => {
  const answer = await fetch(`${made.house.url}${path}`, { headers: { cookie: seat.cookie } });
  return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()) };
};

test('a rate where there is enough to tell one, and 基数不足 where there is not; a unit reads its own alone', async () => {
  const { watcher, xincheng, other } = made;
  const { body } = await watcher.get<InsightReport>('/api/desk/insight?by=unit');
  const of = (code: string) => body.rows.find((row) => row.code === code)?.values;
  expect(of('150105')?.solved).toEqual({ value: 1, base: HEARD, why: null });
  expect(of('150102')?.solved).toEqual({ value: null, base: 1, why: 'small' });
  const own = (await xincheng.get<InsightReport>('/api/desk/insight?by=unit')).body;
  expect(own.rows.map(({ code }) => code)).toEqual(['150102']);
  expect(own.total.orders?.value).toBe(1);
  const behind = (await xincheng.get<InsightRows>('/api/desk/insight/rows?measure=orders')).body;
  expect(behind.rows.map(({ orderNo }) => orderNo)).toEqual([other]);
  const foreign = '/api/desk/insight/rows?by=unit&code=150105&measure=orders';
  expect((await xincheng.get<InsightRows>(foreign)).body.rows).toEqual([]);
  expect((await watcher.get<InsightRows>(foreign)).body.rows).toHaveLength(HEARD);
  const csv = (await bytes(xincheng, '/api/desk/insight.csv?by=unit')).body.toString('utf8');
  expect(csv).toContain('新城区');
  expect(csv).not.toContain('赛罕区');
  for (const bad of ['by=nothing', 'from=2026-12-01&to=2026-11-01'])
    expect([bad, (await watcher.get(`/api/desk/insight?${bad}`)).status]).toEqual([bad, 400]);
});

test('a hot spot: told where it lies and to nobody else, its orders, a proposal judged by whoever supervises', async () => {
  const { watcher, saihan, xincheng, leader, heard } = made;
  const spots = async (seat: Seat) => (await seat.get<HotSpots>('/api/desk/hot-spots')).body.hot;
  const spot = (await spots(watcher)).find(({ kind }) => kind === 'place');
  expect(spot?.said).toContain('学苑');
  expect((await spots(saihan)).map(({ id }) => id)).toContain(spot?.id);
  expect(await spots(xincheng)).toEqual([]);
  const rows = (await watcher.get<InsightRows>(`/api/desk/insight/rows?${new URLSearchParams(spot?.rows)}`))
    .body;
  expect(rows.rows.map(({ orderNo }) => orderNo).sort()).toEqual([...heard].sort());
  const at = `/api/desk/hot-spots/${encodeURIComponent(spot?.id ?? '')}/suggestions`;
  const wish = { id: 'wish-0001', unit: '150105', note: '供暖前逐栋试压' };
  expect((await xincheng.post(at, wish)).status).toBe(404);
  const told = (await saihan.post(at, wish)) as unknown as { status: number; body: HotSpot };
  expect(told).toMatchObject({ status: 200, body: { suggestions: [{ id: 'wish-0001' }] } });
  const judge = `${at}/wish-0001/judge`;
  expect((await leader.post(judge, { taken: true, note: '可行' })).status).toBe(403);
  expect((await watcher.post(judge, { taken: true, note: '可行' })).status).toBe(200);
  expect((await watcher.post(`${at}/none/judge`, { taken: true, note: '可行' })).status).toBe(404);
});

test('a report: of the house and of one unit, as a page and as files with the same numbers, each taking on record', async () => {
  const { house, leader, xincheng } = made;
  const list = await leader.get<ReportList>('/api/desk/reports?kind=daily');
  const { running } = list.body;
  const of = async (seat: Seat) => (await seat.get<Report>(`/api/desk/reports/${running}`)).body.data;
  const [all, own] = [await of(leader), await of(xincheng)];
  expect([all.headline[0]?.cells[1], own.headline[0]?.cells[1]]).toEqual([String(HEARD + 1), '1']);
  expect(JSON.stringify(own)).not.toContain('学苑');
  const book = new excel.Workbook();
  await book.xlsx.load((await bytes(xincheng, `/api/desk/reports/${running}/file/xlsx`)).body as never);
  const cells = book.worksheets.map((sheet) => JSON.stringify(sheet.getSheetValues())).join();
  expect(cells).not.toContain('学苑');
  const { text } = await textOfPdf((await bytes(leader, `/api/desk/reports/${running}/file/pdf`)).body);
  expect(text).toContain('基数不足');
  for (const bad of ['daily:2099-01-01', 'daily:none', 'hourly:2026-11-30'])
    expect([bad, (await leader.get(`/api/desk/reports/${bad}`)).status]).toEqual([bad, 404]);
  expect((await bytes(leader, `/api/desk/reports/${running}/file/html`)).status).toBe(404);
  expect((await leader.get('/api/desk/reports?kind=hourly')).status).toBe(400);
  const rows = await house.aside(({ connection }) => auditStore(connection).rows(0, 5000));
  expect(
    rows.filter(({ action, target }) => action === 'export' && target.startsWith('report')),
  ).toMatchObject([
    { account: 'xincheng', target: `report ${running} xlsx` },
    { account: 'leader', target: `report ${running} pdf` },
  ]);
}, 60_000);
