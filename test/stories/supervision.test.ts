/** An overdue order up the whole ladder, with its documents, by the people of domain §3.1, on a real house. */
import mammoth from 'mammoth';
import type { OrderPage } from '../../server/http/contract-orders.js';
import type { BesideOrder, ProceedingList, ProceedingPage } from '../../server/http/contract-proceedings.js';
import { type House, PASSWORD, startHouse } from '../support/house.js';
import { filed, go, page, to } from '../support/orders.js';
import { textOfPdf } from '../support/pdf.js';
import { type Seat, signIn } from '../support/seat.js';

let clock = new Date('2026-11-30T02:00:00Z');
let house: House;
let dispatcher: Seat;
let unit: Seat;
let other: Seat;
let watcher: Seat;
let second: Seat;
let chief: Seat;
const NAMES = ['sender', 'saihan', 'xincheng', 'watcher', 'second', 'chief'];

beforeAll(async () => {
  house = await startHouse({ now: () => clock, sweepEvery: 50 });
  await house.seat('sender', ['AGENT', 'DISPATCHER']);
  await house.seat('saihan', ['HANDLER'], '150105');
  await house.seat('xincheng', ['HANDLER'], '150102');
  await house.seat('watcher', ['SUPERVISOR']);
  await house.seat('second', ['SUPERVISOR']);
  await house.seat('chief', ['SUPERVISOR_LEAD']);
  await later(clock.toISOString());
}, 120_000);
afterAll(() => house.stop());

async function later(iso: string): Promise<void> {
  clock = new Date(iso);
  [dispatcher, unit, other, watcher, second, chief] = (await Promise.all(
    NAMES.map((name) => signIn(house.url, name, PASSWORD)),
  )) as [Seat, Seat, Seat, Seat, Seat, Seat];
}

interface Said {
  status: number;
  body: ProceedingPage & { error?: { code: string; message: string } };
}
const list = async (seat: Seat, query = 'kind=supervision') =>
  (await seat.get<ProceedingList>(`/api/desk/proceedings?${query}`)).body;
const one = async (seat: Seat, id: string) =>
  (await seat.get<ProceedingPage>(`/api/desk/proceedings/${id}`)).body;

async function tryMove(seat: Seat, id: string, action: string, more: object = {}): Promise<Said> {
  const { card } = await one(watcher, id);
  const body = { action, version: card.version, ...more };
  return (await seat.post(`/api/desk/proceedings/${id}/move`, body)) as unknown as Said;
}
async function move(seat: Seat, id: string, action: string, more: object = {}): Promise<ProceedingPage> {
  const { status, body } = await tryMove(seat, id, action, more);
  if (status !== 200) throw new Error(`${action}: ${status} ${JSON.stringify(body)}`);
  return body;
}
const begin = async (seat: Seat, orderNo: string, body: object): Promise<Said> =>
  (await seat.post(`/api/desk/orders/${orderNo}/proceedings`, body)) as unknown as Said;

async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error('never came');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
const suggested = (rung: string) =>
  until(async () =>
    (await list(watcher, 'kind=supervision&state=SUGGESTED')).rows.find((row) => row.rung === rung),
  );

async function sent(): Promise<string> {
  const { orderNo } = await filed(await house.citizen());
  await go(dispatcher, orderNo, 'accept');
  await go(dispatcher, orderNo, 'dispatch', to(['150105', 'lead']));
  await go(unit, orderNo, 'sign');
  return orderNo;
}

async function file(seat: Seat, id: string, as: 'pdf' | 'docx') {
  const answer = await fetch(`${house.url}/api/desk/proceedings/${id}/document?as=${as}`, {
    headers: { cookie: seat.cookie },
  });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

test('time proposes rung by rung, people decide; each rung by whom its rule says; the citizen sees 已督办', async () => {
  const orderNo = await sent();
  const { clocks } = await page(watcher, orderNo);
  const due = new Date(clocks?.due ?? '');
  await later(new Date(due.getTime() - 47 * 3_600_000).toISOString());
  const first = await suggested('电话催办');
  expect(first).toMatchObject({ orderNo, units: ['赛罕区人民政府'], stateName: '建议督办' });
  expect((await one(watcher, first.id)).rows[0]).toMatchObject({
    reason: expect.stringMatching(/^答复时限是 \d{4}年\d+月\d+日，已进入到期前 48 小时，还没有答复。$/),
  });

  // The telephone is written down and done; the order has a row of its own for it, apart from the citizen's urging.
  await move(watcher, first.id, 'submit', {
    said: { rung: 'phone', matter: '请尽快修复并反馈', needs: { who: '值班室' }, units: ['150105'] },
  });
  const told = await move(watcher, first.id, 'issue');
  expect(told.card).toMatchObject({ state: 'CLOSED', number: null });
  expect((await page(watcher, orderNo)).timeline.at(-1)).toMatchObject({
    action: '电话催办',
    reason: expect.stringContaining('请尽快修复'),
  });
  expect((await page(watcher, orderNo)).card.urges).toBe(0);

  await later(new Date(due.getTime() - 23 * 3_600_000).toISOString());
  const written = await suggested('书面督办单');
  const matter = '已两次催办，仍无进展。诉求人电话13800001234，住大学东路12号';
  const bare = await tryMove(watcher, written.id, 'submit', {
    said: { rung: 'written', matter: ' ', units: ['150105'] },
  });
  expect([bare.status, bare.body.error?.message]).toEqual([409, '请写明督办事由。']);
  await move(watcher, written.id, 'submit', {
    said: { rung: 'written', matter, units: ['150105', '150102'] },
  });
  // Nothing left the house yet: the unit knows of nothing.
  expect((await unit.get(`/api/desk/proceedings/${written.id}`)).status).toBe(404);
  // Nor has it been asked: nobody owes an answer yet.
  expect((await one(watcher, written.id)).sides).toEqual([]);
  const issued = await move(watcher, written.id, 'issue');
  expect(issued.card).toMatchObject({ state: 'ISSUED', number: '热线督〔2026〕1号' });
  expect(issued.sides.map(({ state }) => state)).toEqual(['TO_ANSWER', 'TO_ANSWER']);
  expect((await page(watcher, orderNo)).timeline.at(-1)?.public).toBe('已督办。');

  // Joint supervision: each unit answers for itself, and sees itself alone.
  expect((await one(unit, written.id)).sides.map(({ name }) => name)).toEqual(['赛罕区人民政府']);
  const short = await tryMove(unit, written.id, 'answer', { said: { answer: '在办' } });
  expect(short.status).toBe(409);
  await move(unit, written.id, 'answer', { said: { answer: '已安排抢修，明日完成更换灯泡。' } });
  expect((await one(watcher, written.id)).card.state).toBe('ISSUED');
  await move(other, written.id, 'askReturn', { reason: '该路段不属新城区' });
  const off = await move(watcher, written.id, 'agreeReturn', { reason: '核实属赛罕区' });
  expect(off.card.state).toBe('REPORTED');
  expect(off.sides.map(({ state }) => state)).toEqual(['ANSWERED', 'RETURNED']);
  await move(watcher, written.id, 'fail', { reason: '没有写处理结果' });
  await move(unit, written.id, 'answer', { said: { answer: '材料未到，预计再等三天才能更换。' } });

  // Next rung: another person issues it than put it forward.
  await later(new Date(due.getTime() + 26 * 3_600_000).toISOString());
  await move(watcher, written.id, 'raise', {
    reason: '超期仍未办结',
    said: { rung: 'reminder', matter: '超期仍未办结', units: ['150105'] },
  });
  const chain = async (rung: string) =>
    (await list(watcher)).rows.find((row) => row.rung === rung && row.orderNo === orderNo)?.id ?? '';
  expect((await one(watcher, written.id)).card.state).toBe('RAISED');
  const reminder = await chain('提醒函');
  expect((await tryMove(watcher, reminder, 'issue')).body.error?.message).toContain('另一个人');
  expect((await move(second, reminder, 'issue')).card.number).toBe('热线提〔2026〕1号');

  // What a rung asks for is asked for; who may not issue it may not.
  const meeting = { rung: 'coordinate', matter: '长期未解决', units: ['150105'] };
  const half = await tryMove(watcher, reminder, 'raise', { reason: '仍未办结', said: meeting });
  expect(half.body.error?.message).toContain('填全');
  await move(watcher, reminder, 'raise', {
    reason: '仍未办结',
    said: { ...meeting, needs: { when: '12月15日上午9时', where: '热线平台会议室' } },
  });
  const coordinate = await chain('专题协调');
  await move(second, coordinate, 'issue');
  await move(watcher, coordinate, 'raise', {
    reason: '协调后仍未落实',
    said: {
      rung: 'interview',
      matter: '协调后仍未落实',
      units: ['150105'],
      needs: { when: '12月18日上午9时', where: '热线平台', who: '分管负责人' },
    },
  });
  const interview = await chain('约谈');
  expect((await tryMove(second, interview, 'issue')).status).toBe(403);
  expect((await move(chief, interview, 'issue')).card.number).toBe('热线约〔2026〕1号');
  await move(watcher, interview, 'raise', {
    reason: '约谈后仍未整改',
    said: { rung: 'notice', matter: '约谈后仍未整改', units: ['150105'] },
  });
  const notice = await chain('通报');
  await move(chief, notice, 'issue');
  expect((await one(watcher, notice)).actions.map(({ action }) => action)).not.toContain('raise');
  await move(unit, notice, 'answer', { said: { answer: '灯具已更换，照明恢复，责任人已处理。' } });
  await move(watcher, notice, 'pass');
  expect((await move(watcher, notice, 'close')).card.stateName).toBe('督办办结');
}, 180_000);

test('documents: one content, two settings, personal data out, a mark of who took it, a trace of it', async () => {
  const { rows } = await list(watcher);
  const written = rows.find(({ number }) => number === '热线督〔2026〕1号');
  const id = written?.id ?? '';
  const pdf = await file(watcher, id, 'pdf');
  expect(pdf.headers.get('content-type')).toBe('application/pdf');
  expect(decodeURIComponent(pdf.headers.get('content-disposition') ?? '')).toContain('督办通知书.pdf');
  const { pages, text } = await textOfPdf(pdf.bytes);
  const { value: word } = await mammoth.extractRawText({ buffer: (await file(watcher, id, 'docx')).bytes });
  for (const said of [text, word.replace(/\s+/g, '')]) {
    expect(said).toContain('督办通知书');
    expect(said).toContain('热线督〔2026〕1号');
    expect(said).toContain('赛罕区人民政府：');
    // Let off: no longer addressed.
    expect(said).not.toContain('新城区');
    expect(said).toContain('内政办发〔2021〕25号');
    expect(said).not.toMatch(/13800001234|12号，|大学东路12号/);
  }
  expect(pages).toBeGreaterThan(0);
  expect(text).toContain('—1—');
  expect(text).toContain('副本watcher');
  expect((await file(unit, id, 'pdf')).status).toBe(200);
  expect((await file(dispatcher, id, 'pdf')).status).toBe(404);
  const trace = await house.aside(async ({ connection }) =>
    connection.collection('audit').find({ action: 'proceeding.print' }).toArray(),
  );
  expect(trace.map(({ account, target, reason }) => [account, target, reason])).toEqual([
    ['watcher', id, 'pdf'],
    ['watcher', id, 'docx'],
    ['saihan', id, 'pdf'],
  ]);
}, 120_000);

test('numbers have no gaps and no doubles, however many are issued at once', async () => {
  await later('2026-12-28T02:00:00Z');
  const orders = await Promise.all([sent(), sent(), sent(), sent()]);
  const ids: string[] = [];
  for (const orderNo of orders) {
    const said = { rung: 'written', matter: '请抓紧办理', units: ['150105'] };
    const skipped = await begin(watcher, orderNo, { kind: 'supervision', said });
    expect(skipped.body.error?.message).toContain('越级');
    const { body } = await begin(watcher, orderNo, { kind: 'supervision', reason: '群众集中反映', said });
    ids.push(body.card.id);
  }
  await Promise.all(ids.map((id) => move(watcher, id, 'issue')));
  const numbers = (await list(watcher)).rows.flatMap(({ number }) =>
    number?.startsWith('热线督〔2026〕') ? [Number(/(\d+)号/.exec(number)?.[1])] : [],
  );
  expect(numbers.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
  // The same again, and by two people at once: one is done.
  const [, ...rest] = orders;
  expect(rest).toHaveLength(3);
  const twice = await Promise.all([
    begin(watcher, orders[0]!, {
      kind: 'supervision',
      reason: '再次督办',
      said: { rung: 'reminder', matter: '再次督办', units: ['150105'] },
    }),
    begin(second, orders[0]!, {
      kind: 'supervision',
      reason: '再次督办',
      said: { rung: 'reminder', matter: '再次督办', units: ['150105'] },
    }),
  ]);
  expect(twice.map(({ status }) => status)).toEqual([422, 422]);
  expect(twice[0]?.body.error?.message).toContain('已经有一件');
}, 120_000);

test('an answer makes a proposal pointless; who may begin what is told with the order', async () => {
  await later('2027-01-04T02:00:00Z');
  const orderNo = await sent();
  const { clocks }: OrderPage = await page(watcher, orderNo);
  await later(new Date(new Date(clocks?.due ?? '').getTime() - 40 * 3_600_000).toISOString());
  const { id } = await until(async () =>
    (await list(watcher, 'kind=supervision&state=SUGGESTED')).rows.find((row) => row.orderNo === orderNo),
  );
  await go(unit, orderNo, 'reply', {
    given: { reply: { handling: '已修', public: '您反映的路灯已经修好，夜间照明正常。', solved: 'yes' } },
  });
  expect((await one(watcher, id)).card.state).toBe('DISMISSED');
  const beside = async (seat: Seat) =>
    (await seat.get<BesideOrder>(`/api/desk/orders/${orderNo}/proceedings`)).body.open.map(
      ({ kind }) => kind,
    );
  expect(await beside(watcher)).toEqual(['supervision']);
  expect(await beside(unit)).toEqual(['unreasonable']);
  expect(await beside(dispatcher)).toEqual([]);
}, 120_000);
