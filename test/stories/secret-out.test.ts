/**
 * A secret order on all the ways out of the hotline: tables, paper, documents, reports, public pages, partners,
 * a language model, the log. What goes out is decoded and searched; each way is shown to carry the matter itself.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import excel from 'exceljs';
import mammoth from 'mammoth';
import type { Log } from '../../server/http/log.js';
import { dayOf } from '../../server/tickets/deadlines/calendar.js';
import { eventually } from '../contracts/channel-world.js';
import type { Citizen } from '../support/citizen.js';
import { envOf, row } from '../support/gateway/partners.js';
import { type House, PASSWORD, startHouse } from '../support/house.js';
import { type Double, startDouble } from '../support/model-double/start.js';
import { filed, go, page, to, tryStep } from '../support/orders.js';
import { textOfPdf } from '../support/pdf.js';
import { type Seat, signIn } from '../support/seat.js';

const NAME = '欧阳晓晨';
const PHONE = '13800007913';
const SELF = '三车间的夜班工人';
const TELLING = [NAME, '欧阳', '晓晨', PHONE, '7913', SELF, '夜班工人'];
/** Of the matter itself: where it is not, nothing was looked at. */
const MATTER = '排黑水';

const posted: string[] = [];
const police = createServer((request, response) => {
  buffer(request).then(
    (body) => {
      posted.push(body.toString());
      response.writeHead(204).end();
    },
    () => response.destroy(),
  );
});
const logged: string[] = [];
const write = (...said: unknown[]) => void logged.push(JSON.stringify(said));
const log: Log = { debug: write, info: write, warn: write, error: write };

/** The house's clock goes with the day, and once a day and a half ahead. */
let ahead = 0;
let house: House;
let double: Double;
let dispatcher: Seat;
let unit: Seat;
let watcher: Seat;
let chief: Seat;
let citizen: Citizen;
let orderNo: string;

beforeAll(async () => {
  police.listen(0, '127.0.0.1');
  await once(police, 'listening');
  double = await startDouble();
  const callback = `http://127.0.0.1:${(police.address() as AddressInfo).port}/`;
  house = await startHouse(
    {
      now: () => new Date(Date.now() + ahead),
      sweepEvery: 100,
      settle: { quiet: 0, longest: 0 },
      backoff: () => 20,
    },
    {
      ...envOf(row('police', { callback })),
      MODEL_BASE_URL: double.url,
      MODEL_NAME: double.model,
      MODEL_API_KEY: double.key,
    },
    log,
  );
  dispatcher = await house.seat('sender', ['AGENT', 'DISPATCHER']);
  unit = await house.seat('saihan', ['HANDLER_LEAD'], '150105');
  watcher = await house.seat('watcher', ['SUPERVISOR']);
  chief = await house.seat('chief', ['SUPERVISOR_LEAD']);
  const taken = await dispatcher.post('/api/desk/orders/transfer-in', {
    ...{ from: '110', no: 'JJ-1', type: 'report', category: '04', region: '150105', urgency: 'normal' },
    content: `我是${SELF}，厂里半夜往河里${MATTER}，我叫${NAME}，电话${PHONE}`,
    ...{ place: '赛罕区大学东路', name: NAME, phone: PHONE, secret: true },
  });
  orderNo = String(taken.body.orderNo);
  await go(dispatcher, orderNo, 'accept');
  await go(dispatcher, orderNo, 'maskIdentity', {
    given: { shown: { content: `厂里半夜往河里${MATTER}`, place: '大学东路' } },
  });
  await go(dispatcher, orderNo, 'dispatch', to(['150105', 'lead']));
  await go(unit, orderNo, 'sign');
  await go(dispatcher, orderNo, 'supplementFor', { reason: `${NAME}来电：昨晚又排了，我叫${NAME}` });
}, 180_000);
afterAll(async () => {
  await house?.stop();
  await double?.stop();
  police.closeAllConnections();
  police.close();
});

function clean(where: string, text: string): void {
  const found = TELLING.filter((word) => text.includes(word));
  expect([where, found]).toEqual([where, []]);
}
async function bytes(seat: Seat, path: string): Promise<Buffer> {
  const answer = await fetch(`${house.url}${path}`, { headers: { cookie: seat.cookie } });
  expect([path, answer.status]).toEqual([path, 200]);
  return Buffer.from(await answer.arrayBuffer());
}
async function exported(seat: Seat, format: 'csv' | 'xlsx'): Promise<Buffer> {
  const asked = { format, purpose: '核对保密工单的导出', query: {}, orders: [orderNo] };
  const started = await seat.post('/api/desk/exports', asked);
  const path = `/api/desk/exports/${String(started.body.id)}`;
  await eventually(async () => (await seat.get<{ state: string }>(path)).body.state === 'done');
  return bytes(seat, `${path}/file`);
}

test('tables: whoever exports it, the matter is in it and nobody’s name', async () => {
  for (const seat of [dispatcher, unit]) {
    const csv = (await exported(seat, 'csv')).toString('utf8');
    expect(csv).toContain(MATTER);
    clean('csv', csv);
    const book = new excel.Workbook();
    await book.xlsx.load((await exported(seat, 'xlsx')) as never);
    const cells = book.worksheets.map((sheet) => JSON.stringify(sheet.getSheetValues())).join();
    expect(cells).toContain(MATTER);
    clean('xlsx', cells);
  }
}, 60_000);

test('paper: the printed order, by the hotline and by the unit', async () => {
  for (const seat of [dispatcher, unit]) {
    const { text } = await textOfPdf(await bytes(seat, `/api/desk/orders/${orderNo}/sheet`));
    expect(text).toContain(MATTER);
    expect(text).toContain('（保密）');
    clean('sheet', text);
  }
}, 60_000);

test('documents of supervision, both settings, and what the unit reads of it; also by a supervisor’s slip', async () => {
  const said = { rung: 'letter', matter: `${NAME}反映半夜${MATTER}，仍无进展`, units: ['150105'] };
  const ladder = await watcher.get<{
    open: { kind: string; fields: { name: string; options?: object[] }[] }[];
  }>(`/api/desk/orders/${orderNo}/proceedings`);
  const rungs = ladder.body.open
    .find(({ kind }) => kind === 'supervision')
    ?.fields.find(({ name }) => name === 'rung')?.options as { value: string; label: string }[];
  const rung = rungs.find(({ label }) => label.includes('书面督办单'))?.value ?? '';
  const begun = await watcher.post(`/api/desk/orders/${orderNo}/proceedings`, {
    ...{ kind: 'supervision', reason: '群众集中反映，需书面督办' },
    said: { ...said, rung },
  });
  expect([begun.status, JSON.stringify(begun.body)]).toEqual([201, expect.any(String)]);
  const { id, version } = begun.body.card as { id: string; version: number };
  const issued = await chief.post(`/api/desk/proceedings/${id}/move`, { action: 'issue', version });
  expect([issued.status, JSON.stringify(issued.body)]).toEqual([200, expect.any(String)]);
  const pdf = await textOfPdf(await bytes(unit, `/api/desk/proceedings/${id}/document?as=pdf`));
  const docx = await mammoth.extractRawText({
    buffer: await bytes(unit, `/api/desk/proceedings/${id}/document?as=docx`),
  });
  const [list, one] = [
    await bytes(unit, '/api/desk/proceedings?kind=supervision'),
    await bytes(unit, `/api/desk/proceedings/${id}`),
  ];
  for (const [where, text] of [
    ['pdf', pdf.text],
    ['docx', docx.value],
    ['list', list.toString()],
    ['one', one.toString()],
  ] as const) {
    expect([where, text.includes(MATTER)]).toEqual([where, true]);
    clean(where, text);
  }
}, 60_000);

test('reports, figures, hot spots, public lists and feeds', async () => {
  const day = dayOf(new Date());
  const book = new excel.Workbook();
  await book.xlsx.load((await bytes(watcher, `/api/desk/reports/daily:${day}/file/xlsx`)) as never);
  clean('report xlsx', book.worksheets.map((sheet) => JSON.stringify(sheet.getSheetValues())).join());
  clean(
    'report pdf',
    (await textOfPdf(await bytes(watcher, `/api/desk/reports/daily:${day}/file/pdf`))).text,
  );
  for (const path of [
    `/api/desk/reports/daily:${day}`,
    '/api/desk/insight?by=category',
    '/api/desk/insight.csv?by=unit',
    '/api/desk/insight/rows?measure=orders',
    '/api/desk/hot-spots',
  ]) {
    const answer = await fetch(`${house.url}${path}`, { headers: { cookie: unit.cookie } });
    clean(path, await answer.text());
  }
  for (const path of [
    '/letters',
    '/letters.rss',
    '/qa',
    '/knowledge.rss',
    '/sitemap.xml',
    '/api/knowledge',
  ]) {
    const answer = await fetch(`${house.url}${path}`);
    clean(path, await answer.text());
  }
}, 60_000);

test('a partner it is transferred to, and what it is told afterwards', async () => {
  const other = await dispatcher.post('/api/desk/orders/transfer-in', {
    ...{ from: '110', no: 'JJ-2', type: 'report', category: '04', region: '150105', urgency: 'normal' },
    content: `我是${SELF}，厂里半夜往河里${MATTER}，我叫${NAME}，电话${PHONE}`,
    ...{ place: '赛罕区大学东路', name: NAME, phone: PHONE, secret: true },
  });
  const no = String(other.body.orderNo);
  await go(dispatcher, no, 'accept');
  const given = { given: { transfer: { to: 'partner:police', name: '演示接入方 police' } } };
  await go(dispatcher, no, 'maskIdentity', {
    given: { shown: { content: `厂里半夜往河里${MATTER}`, place: '大学东路' } },
  });
  await go(dispatcher, no, 'transferOut', { reason: '归 110 管', ...given });
  await eventually(async () => posted.some((body) => body.includes(no)));
  await tryStep(dispatcher, no, 'transferBack', { reason: `${NAME}要求撤回` });
  await eventually(async () => (await page(dispatcher, no)).card.state === 'ACCEPTED');
  expect(posted.join()).toContain(MATTER);
  clean('partner', posted.join());
}, 60_000);

test('a language model: the copilot over the conversation, and the wording of later answers', async () => {
  citizen = await house.citizen();
  const { orderNo: own } = await filed(
    citizen,
    `我是${SELF}，赛罕区大学东路示例厂半夜往河里${MATTER}，我叫${NAME}，我电话${PHONE}`,
  );
  await citizen.ask('要求保密');
  expect((await page(dispatcher, own)).secret).toBe(true);
  await double.rules([
    { find: '', reply: { kind: 'says', content: JSON.stringify({ text: '反映排污。' }) } },
  ]);
  await citizen.ask(`我是${SELF}，被公司辞退怎么领失业金`);
  await citizen.ask('转人工');
  for (const what of ['summary', 'reply', 'form', 'translate'])
    expect((await dispatcher.post(`/api/desk/threads/web:${citizen.thread}/assist`, { what })).status).toBe(
      200,
    );
  for (const what of ['plain', 'polite'])
    await dispatcher.post(`/api/desk/threads/web:${citizen.thread}/assist`, {
      what,
      text: `${NAME}您好，您反映的${MATTER}已收到。`,
    });
  const asked = (await double.requests()).map((one) => JSON.stringify(one)).join();
  expect(asked).toContain(MATTER);
  clean('model', asked);
}, 120_000);

test('reports that are made by themselves, and the hot spot that rings', async () => {
  const raw = `赛罕区大学东路${SELF}${NAME}家门口`;
  for (const no of ['JJ-11', 'JJ-12', 'JJ-13', 'JJ-14', 'JJ-15']) {
    const { body } = await dispatcher.post('/api/desk/orders/transfer-in', {
      ...{ from: '110', no, type: 'report', category: '04', region: '150105', urgency: 'normal' },
      ...{
        content: `厂里半夜往河里${MATTER}，我叫${NAME}`,
        place: raw,
        secret: true,
        name: NAME,
        phone: PHONE,
      },
    });
    const own = String(body.orderNo);
    await go(dispatcher, own, 'accept');
    await go(dispatcher, own, 'maskIdentity', {
      given: { shown: { content: `厂里半夜往河里${MATTER}`, place: '大学东路示例桥' } },
    });
  }
  const rings = async () => (await watcher.get<object[]>('/api/desk/alarms')).body;
  await eventually(async () => JSON.stringify(await rings()).includes('大学东路示例桥'));
  clean('alarms', JSON.stringify(await rings()));
  const day = dayOf(new Date());
  ahead = 36 * 3_600_000;
  const late = await signIn(house.url, 'watcher', PASSWORD);
  const list = () => late.get<{ rows: { id: string }[] }>('/api/desk/reports?kind=daily');
  await eventually(async () => (await list()).body.rows.some(({ id }) => id === `daily:${day}`));
  const path = `/api/desk/reports/daily:${day}`;
  const kept = (await bytes(late, path)).toString();
  const book = new excel.Workbook();
  await book.xlsx.load((await bytes(late, `${path}/file/xlsx`)) as never);
  const cells = book.worksheets.map((sheet) => JSON.stringify(sheet.getSheetValues())).join();
  const { text } = await textOfPdf(await bytes(late, `${path}/file/pdf`));
  for (const [where, told] of [
    ['page', kept],
    ['xlsx', cells],
    ['pdf', text.replace(/\s/g, '')],
  ] as const) {
    expect([where, told.includes('大学东路示例桥')]).toEqual([where, true]);
    clean(`scheduled ${where}`, told);
  }
}, 90_000);

test('the log, after all of this', () => {
  expect(logged.length).toBeGreaterThan(0);
  clean('log', logged.join());
});
