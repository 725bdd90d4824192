/** What a newcomer sees, told on the plain HTTP way with every part real. */
import type { Line } from '../../server/http/contract-chat.js';
import { call } from '../support/citizen.js';
import { type House, startHouse } from '../support/house.js';

let house: House;
beforeAll(async () => {
  house = await startHouse();
}, 60_000);
afterAll(() => house.stop());

const told = (lines: Line[]) => lines.map((line) => line.text).join('\n');
const of = (lines: Line[], decision: string) => lines.find((line) => line.decision === decision);

describe('a citizen writes in the web chat', () => {
  test('「居民医保怎么交」 gets an approved answer with source, unit and date', async () => {
    const citizen = await house.citizen();
    const answer = of(await citizen.ask('居民医保怎么交'), 'answer');
    expect(answer?.text).toMatch(/医保/);
    expect(answer?.sources?.[0]?.unit).toMatch(/医(疗)?保/);
    expect(answer?.sources?.[0]?.updated).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(answer?.sources?.[0]?.basis.length).toBeGreaterThan(0);
  });

  test('「赛罕区大学东路路灯坏了好几天了」: asked at most for what is missing, shown, amended, confirmed, numbered', async () => {
    const citizen = await house.citizen();
    const first = await citizen.ask('赛罕区大学东路路灯坏了好几天了');
    const asked = of(first, 'clarify');
    // The place was said; only the way to call back is missing.
    expect(told(first)).toMatch(/手机/);
    expect(told(first)).not.toMatch(/哪里|哪个旗县/);
    const shown = of(asked ? await citizen.ask('13800001234') : first, 'file');
    const values = Object.fromEntries(shown?.draft?.fields.map((field) => [field.name, field.value]) ?? []);
    expect(values.place).toMatch(/大学东路/);
    expect(values.phone).toBe('13800001234');
    const done = of(await citizen.ask('确认提交', { place: '赛罕区大学东路与学苑街路口' }), 'file');
    expect(done?.order?.orderNo).toMatch(/^150105\d{8}[A-Z]\d{6}\d$/);
    expect(done?.order?.code).toMatch(/^[2-9A-HJKMNP-Z]{6}$/);
    // The code goes to the citizen's card and into no sentence.
    expect(done?.text).not.toContain(done?.order?.code);
    const found = await call(`${house.url}/api/orders/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(done?.order),
    });
    expect(found.status).toBe(200);
    expect(found.body.place).toBe('赛罕区大学东路与学苑街路口');
    expect(JSON.stringify(found.body)).not.toContain('13800001234');
  });

  test('「法院判了不给执行你们给催催」 gets the lawful channel, a record number and a review that reaches an agent', async () => {
    const citizen = await house.citizen();
    const refusal = of(await citizen.ask('法院判了不给执行你们给催催'), 'refuse');
    expect(refusal?.doors?.map((door) => door.number)).toContain('12368');
    expect(refusal?.order?.orderNo).toMatch(/^\d{14}[A-Z]\d{7}$/);
    expect(refusal?.choices?.map((choice) => choice.say)).toContain('申请人工复核');
    expect(of(await citizen.ask('申请人工复核'), 'handOver')).toBeDefined();
    const seat = await house.seat('reviewer');
    const waiting = await seat.get<{ rows: { id: string; waitingFor: string }[] }>(
      '/api/desk/threads?box=waiting',
    );
    expect(waiting.body.rows.find((row) => row.id === `web:${citizen.thread}`)?.waitingFor).toBe('review');
    const order = await seat.get<{ card: { reviewRequested: boolean; state: string } }>(
      `/api/desk/orders/${refusal?.order?.orderNo}`,
    );
    // Invariant 7: nobody but a person refuses; the record is a proposal until then.
    expect(order.body.card).toMatchObject({ reviewRequested: true, state: 'SUBMITTED' });
  });

  test('「我家厨房着火了」 at once gets 119, with an agent alarmed, before any form', async () => {
    const citizen = await house.citizen();
    const lines = await citizen.ask('我家厨房着火了');
    expect(lines[0]?.decision).toBe('emergency');
    expect(lines[0]?.doors?.map((door) => door.number)).toContain('119');
    expect(lines.some((line) => line.draft)).toBe(false);
    const seat = await house.seat('watcher');
    const alarms =
      await seat.get<{ id: string; thread: string; kind: string; orderNo: string }[]>('/api/desk/alarms');
    const ours = alarms.body.find((alarm) => alarm.thread === `web:${citizen.thread}`);
    expect(ours).toMatchObject({ kind: 'emergency', orderNo: lines[0]?.order?.orderNo });
    const answered = await seat.post(`/api/desk/alarms/${ours?.id}/answer`);
    expect(answered.body.answeredBy).toBe('watcher');
  });

  test('「转人工」 and an agent has the thread with the whole history', async () => {
    const citizen = await house.citizen();
    await citizen.ask('居民医保怎么交');
    await citizen.ask('转人工');
    expect(await citizen.state()).toMatchObject({ holder: 'queue', queue: { position: expect.any(Number) } });
    const seat = await house.seat('helper');
    const id = `web:${citizen.thread}`;
    const page = await seat.get<{ card: { version: number }; lines: Line[] }>(`/api/desk/threads/${id}`);
    expect(page.body.lines.map((line) => line.from)).toEqual(['citizen', 'bot', 'citizen', 'bot']);
    const claimed = await seat.post(`/api/desk/threads/${id}/claim`, { version: page.body.card.version });
    expect(claimed.body).toMatchObject({ holder: 'agent', agent: 'helper' });
    await seat.post(`/api/desk/threads/${id}/messages`, {
      id: 'hello-1',
      text: '您好，请问还有什么可以帮您？',
    });
    const seen = await citizen.until((line) => line.from === 'agent');
    expect(seen.at(-1)).toMatchObject({ text: '您好，请问还有什么可以帮您？', seat: seat.session.seat });
    expect(JSON.stringify(seen)).not.toContain('演示坐席');
  });

  test('two matters in one message are both served', async () => {
    const citizen = await house.citizen();
    const lines = await citizen.ask('新城区海拉尔东街路灯坏了，另外法院判了两年也不给我执行');
    expect(of(lines, 'refuse')?.doors?.map((door) => door.number)).toContain('12368');
    const served = of(lines, 'file') ?? of(lines, 'clarify');
    expect(served).toBeDefined();
  });

  test('an order is asked after and urged in the same conversation', async () => {
    const citizen = await house.citizen();
    const lines = await citizen.ask('新城区海拉尔东街路灯坏了三天，我电话13800001111');
    const shown = of(lines, 'file') ?? of(await citizen.ask('新城区'), 'file');
    expect(shown?.draft).toBeDefined();
    const done = of(await citizen.ask('确认提交'), 'file');
    const orderNo = done?.order?.orderNo ?? '';
    expect(told(await citizen.ask(`我的工单${orderNo}办到哪了`))).toContain(orderNo);
    expect(told(await citizen.ask(`工单${orderNo}催一下，怎么还没人来`))).toContain(orderNo);
    const stranger = await house.citizen();
    expect(told(await stranger.ask(`我的工单${orderNo}办到哪了`))).not.toMatch(/已收到|待受理/);
  });
});
