/** Helps for supervisor and editor through the house: by rule without a model, checked with one; nothing is done by itself. */
import { briefSpot, draftItem, reviewReply } from '../../bot/assist/supervisor.js';
import { openWire } from '../../bot/model.js';
import type { KbConsult, KbDraftMade } from '../../server/http/contract-assist.js';
import { eventually } from '../contracts/channel-world.js';
import { type House, startHouse, WORKING_HOURS } from '../support/house.js';
import type { Rule } from '../support/model-double/replies.js';
import { type Double, startDouble } from '../support/model-double/start.js';
import { filed, go, page, REPLY, to } from '../support/orders.js';
import type { Seat } from '../support/seat.js';

const says = (value: unknown): Rule[] => [
  { find: '', reply: { kind: 'says', content: JSON.stringify(value) } },
];
const PHONE = '13800001234';
const NONE = { model: null, within: 1000 };
const modelThat = (value: unknown) => ({
  model: { ask: async () => ({ text: JSON.stringify(value) }) },
  within: 1000,
});

describe('a hot spot told in words', () => {
  const facts = {
    ...{ said: '呼和浩特市赛罕区“供暖”今天12件，前28天平均每天3.0件', from: '2026-11-30', to: '2026-11-30' },
    ...{ n: 12, usual: { mean: '3.0', threshold: '9.0' }, examples: ['大学东路小区停暖', '示例街暖气不热'] },
  };
  test('by rule: what, where, how many, since when, why, with examples', async () => {
    const { text, by, why } = await briefSpot(NONE, facts);
    for (const part of ['供暖', '赛罕区', '12件', '2026-11-30', '超过9.0件算热点', '大学东路小区停暖'])
      expect(text).toContain(part);
    expect([by, why]).toEqual(['rules', '没有配置语言模型，按规则生成']);
  });
  test('a sentence that the list does not bear out is left out; with none left it is by rule', async () => {
    const good = '平时每天约3.0件，超过9.0件算热点。';
    const told = await briefSpot(modelThat({ text: `${good}预计明天增加到50件。` }), facts);
    expect(told).toEqual({ text: good, left: 1, by: 'model', why: null });
    for (const text of ['保证三天内全部解决。', '', '电话13900001111。'])
      expect(await briefSpot(modelThat({ text }), facts)).toMatchObject({ by: 'rules' });
  });
});

describe('doubts about an answer', () => {
  const texts = { asked: '大学东路路灯坏了，什么时候修', answer: '您反映的情况已知悉。我们会尽快处理。' };
  test('shown only where the words stand, once, and without figures of their own', async () => {
    const rows = [
      { quote: '我们会尽快处理', says: '没有说什么时候修' },
      { quote: '三天内修好', says: '原文里没有的话' },
      { quote: '我们会尽快处理', says: '应写明3天内完成' },
    ];
    const made = await reviewReply(modelThat({ remarks: rows }), texts);
    expect(made).toMatchObject({ by: 'model', remarks: [{ says: '没有说什么时候修' }] });
    const [one] = made.remarks;
    expect(texts.answer.slice(one?.from, one?.to)).toBe('我们会尽快处理');
    for (const bad of [{ remarks: 'x' }, { remarks: rows.slice(1, 2) }, {}])
      expect(await reviewReply(modelThat(bad), texts)).toMatchObject({ by: 'rules', remarks: [] });
    expect(await reviewReply(modelThat({ remarks: [] }), texts)).toMatchObject({ by: 'model', remarks: [] });
  });
});

describe('an item drafted from what was answered', () => {
  const answered = {
    asked: '供暖费怎么退？我家一直没人住。',
    answer: '停供须在10月1日前申请。张**先生已登记。退费到原账户。',
  };
  test('sentences with personal data are no knowledge; a sentence nobody answered is none either', async () => {
    const byRules = await draftItem(NONE, [answered]);
    expect(byRules).toMatchObject({
      by: 'rules',
      title: '供暖费怎么退？',
      answer: '停供须在10月1日前申请。退费到原账户。',
    });
    const good = { title: '供暖费怎么退', answer: '停供须在10月1日前申请。' };
    expect(await draftItem(modelThat(good), [answered])).toEqual({ ...good, by: 'model', why: null });
    for (const bad of [
      { ...good, answer: '停供须在11月1日前申请。' },
      { ...good, title: '2027年供暖费怎么退' },
      { title: '退', answer: good.answer },
    ])
      expect(await draftItem(modelThat(bad), [answered])).toMatchObject({ by: 'rules' });
    expect(await draftItem(NONE, [{ asked: '问', answer: '张**，138****0001' }])).toBeNull();
  });
});

describe('through the house, with the strict double', () => {
  let house: House;
  let double: Double;
  let desk: Seat;
  let unit: Seat;
  beforeAll(async () => {
    double = await startDouble();
    await openWire({ baseUrl: double.url, name: double.model, apiKey: double.key }).warm();
    house = await startHouse(
      { now: WORKING_HOURS, settle: { quiet: 0, longest: 0 }, sweepEvery: 50 },
      { MODEL_BASE_URL: double.url, MODEL_NAME: double.model, MODEL_API_KEY: double.key },
    );
    desk = await house.seat('sender', ['AGENT', 'DISPATCHER', 'KB_EDITOR', 'CALLBACK']);
    unit = await house.seat('saihan', ['HANDLER'], '150105');
  }, 240_000);
  afterAll(async () => {
    await house?.stop();
    await double?.stop();
  });

  test('an answer is read before release, masked on the way; it stays unreleased, and a unit may not ask', async () => {
    const { orderNo } = await filed(await house.citizen());
    await go(desk, orderNo, 'accept');
    const ask = (seat: Seat) => seat.post(`/api/desk/orders/${orderNo}/review`);
    expect((await ask(desk)).status).toBe(409);
    await go(desk, orderNo, 'dispatch', to(['150105', 'lead']));
    await go(unit, orderNo, 'sign');
    await go(unit, orderNo, 'reply', REPLY);
    await double.rules(says({ remarks: [{ quote: '晚间复查照明正常', says: '没有写复查的日期' }] }));
    const { status, body } = await ask(desk);
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({
        by: 'model',
        remarks: [expect.objectContaining({ says: '没有写复查的日期' })],
      }),
    ]);
    expect(JSON.stringify(await double.requests())).not.toContain(PHONE);
    expect((await page(desk, orderNo)).card.state).toBe('REPLIED');
    await double.rules([{ find: '', reply: { kind: 'status', status: 500 } }]);
    expect((await ask(desk)).body).toMatchObject({ by: 'rules', why: expect.stringContaining('按规则') });
    expect((await ask(unit)).status).toBe(403);
  });

  test('questions that come again and have no item are drafted, with the orders they came from; nothing is kept or published', async () => {
    const orders: string[] = [];
    for (const day of [1, 2]) {
      const made = await desk.post('/api/desk/orders/transfer-in', {
        ...{ from: '演示市信访局', no: `Z-${day}`, type: 'consult', category: null, region: '150105' },
        ...{
          urgency: 'normal',
          content: '演示湿地观鸟台的望远镜怎么预约借用？',
          place: '',
          name: '',
          phone: '',
        },
        secret: false,
      });
      const orderNo = String(made.body.orderNo);
      orders.push(orderNo);
      await go(desk, orderNo, 'answerDirect', {
        reason: `观鸟台望远镜凭身份证现场登记借用。有事打${PHONE}。`,
      });
      await eventually(async () => (await page(desk, orderNo)).card.state === 'CALLBACK_PENDING');
      await go(desk, orderNo, 'callback', {
        given: { callback: { connected: true, contacted: true, solved: true, satisfied: 'satisfied' } },
      });
      await go(desk, orderNo, 'confirmDone', { reason: '市民满意' });
    }
    const { body } = await desk.get<KbConsult[]>('/api/desk/kb/consults');
    const found = (body as unknown as KbConsult[]).find(({ text }) => text.includes('望远镜'));
    expect(found).toMatchObject({ count: 2, orders: expect.arrayContaining(orders) });
    await double.rules(says({ title: '望远镜怎么预约借用', answer: '全部免费送。' }));
    const asked = await desk.post('/api/desk/kb/consults/draft', { orders });
    const draft = asked.body as unknown as KbDraftMade;
    expect(draft).toMatchObject({ by: 'rules', answer: '观鸟台望远镜凭身份证现场登记借用。' });
    for (const orderNo of orders) expect(draft.internal).toContain(orderNo);
    const list = await desk.get('/api/desk/kb?q=望远镜');
    expect(JSON.stringify(list.body)).not.toContain('观鸟台');
    expect((await unit.get('/api/desk/kb/consults')).status).toBe(403);
    const open = await filed(await house.citizen());
    expect((await desk.post('/api/desk/kb/consults/draft', { orders: [open.orderNo] })).status).toBe(409);
  });
});
