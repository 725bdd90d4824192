/** The agent's copilot through the house: by rule where there is no model, checked where there is one, counted either way. */
import { openWire } from '../../bot/model.js';
import type { AdoptionView, AssistAsk, AssistView } from '../../server/http/contract-assist.js';
import type { ThreadPage } from '../../server/http/contract-desk.js';
import type { Citizen } from '../support/citizen.js';
import { type House, startHouse } from '../support/house.js';
import type { Rule } from '../support/model-double/replies.js';
import { type Double, startDouble } from '../support/model-double/start.js';
import type { Seat } from '../support/seat.js';

const AT_ONCE = { settle: { quiet: 0, longest: 0 } };
const says = (value: unknown): Rule[] => [
  { find: '', reply: { kind: 'says', content: JSON.stringify(value) } },
];

async function talk(house: House, ...texts: string[]): Promise<Citizen> {
  const citizen = await house.citizen();
  for (const text of texts) await citizen.ask(text);
  return citizen;
}

const asker = (seat: Seat, citizen: Citizen) => async (body: AssistAsk) =>
  (await seat.post(`/api/desk/threads/web:${citizen.thread}/assist`, body)) as unknown as {
    status: number;
    body: AssistView;
  };

describe('without a model each works by rule, and says so', () => {
  let house: House;
  let anna: Seat;
  beforeAll(async () => {
    house = await startHouse(AT_ONCE);
    anna = await house.seat('anna', ['AGENT', 'DISPATCHER']);
  });
  afterAll(() => house.stop());

  test('summary, form, draft, rewording, hint', async () => {
    const citizen = await talk(house, '赛罕区大学东路路灯坏了好几天了', '我的电话是13800001234', '转人工');
    const ask = asker(anna, citizen);
    const { body: summary } = await ask({ what: 'summary' });
    expect(summary).toMatchObject({ by: 'rules', why: '没有配置语言模型，按规则生成' });
    expect(summary.text).toMatch(/^事情：.*路灯/);
    expect(summary.text).toContain('地点：');
    const { body: form } = await ask({ what: 'form' });
    const page = (await anna.get<ThreadPage>(`/api/desk/threads/web:${citizen.thread}`))
      .body as unknown as ThreadPage;
    expect(form.fields.map(({ field }) => field)).toContain('place');
    for (const { line, from, to, value, field } of form.fields) {
      const said = page.lines.find(({ id }) => id === line);
      if (field === 'place') expect(said?.text.slice(from, to)).toMatch(/大学东路/);
      expect(value.length).toBe(to - from);
    }
    const { body: plain } = await ask({ what: 'plain', text: '请携带身份证前往窗口办理，逾期不予受理。' });
    expect(plain.text).toBe('请带上身份证去窗口办，过期不受理。');
    const { body: polite } = await ask({ what: 'polite', text: '你自己去窗口问。' });
    expect(polite.text).toBe('您好，您请到窗口问。');
    const { body: hint } = await ask({ what: 'translate', text: 'ус байхгүй, тусламж' });
    expect(hint.text).toMatch(/ус 水/);
    expect(hint.text).toMatch(/仅供参考/);
    expect(JSON.stringify([summary, form])).not.toContain('13800001234');
  });

  test('a draft comes from knowledge with its source; with nothing found it asks for what is lacking', async () => {
    const asked = asker(anna, await talk(house, '被公司辞退怎么领失业金'));
    const { body: draft } = await asked({ what: 'reply' });
    expect(draft.text).toMatch(/失业保险/);
    expect(draft.sources[0]).toMatchObject({ id: 'k126', unit: expect.any(String) });
    const vague = asker(anna, await talk(house, '转人工'));
    expect((await vague({ what: 'reply' })).body.text).toMatch(/请补充：地点、时间、联系电话/);
  });

  test('what was taken is counted once, by whoever it was offered to', async () => {
    const ask = asker(anna, await talk(house, '转人工'));
    const offers = [];
    for (let i = 0; i < 3; i++) offers.push((await ask({ what: 'summary' })).body.id);
    const bella = await house.seat('bella');
    const tell = (seat: Seat, id: string | undefined, did: string) =>
      seat.post(`/api/desk/assists/${id}`, { did });
    expect((await tell(bella, offers[0], 'accepted')).status).toBe(404);
    for (const did of ['accepted', 'dismissed']) expect((await tell(anna, offers[0], did)).status).toBe(200);
    await tell(anna, offers[1], 'dismissed');
    await tell(anna, offers[2], 'edited');
    const { body } = await anna.get<AdoptionView>('/api/desk/assists/adoption');
    const row = (body as unknown as AdoptionView).rows.find(({ what }) => what === 'summary');
    expect(row).toMatchObject({ accepted: 1, edited: 1, dismissed: 1, name: '对话概括' });
    expect(row?.rate).toBeCloseTo(2 / 3);
    expect((await bella.get('/api/desk/assists/adoption')).status).toBe(403);
  });

  test('it leaves a trace of who read, and takes no foreign words', async () => {
    const ask = asker(anna, await talk(house, '转人工'));
    expect((await ask({ what: 'plain' })).status).toBe(422);
    expect((await ask({ what: 'nothing' as never })).status).toBe(422);
    expect((await anna.post('/api/desk/threads/web:nobody/assist', { what: 'summary' })).status).toBe(404);
  });
});

describe('with a model', () => {
  let house: House;
  let double: Double;
  let anna: Seat;
  beforeAll(async () => {
    double = await startDouble();
    await openWire({ baseUrl: double.url, name: double.model, apiKey: double.key }).warm();
    house = await startHouse(AT_ONCE, {
      MODEL_BASE_URL: double.url,
      MODEL_NAME: double.model,
      MODEL_API_KEY: double.key,
    });
    anna = await house.seat('anna');
  });
  afterAll(async () => {
    await house.stop();
    await double.stop();
  });

  test('a summary with a number nobody said is not shown', async () => {
    const ask = asker(anna, await talk(house, '赛罕区大学东路路灯坏了3天了', '转人工'));
    await double.rules(says({ text: '市民反映大学东路路灯坏了3天。' }));
    expect((await ask({ what: 'summary' })).body).toMatchObject({ by: 'model', why: null });
    await double.rules(says({ text: '市民反映大学东路路灯坏了30天，电话13900001111。' }));
    expect((await ask({ what: 'summary' })).body).toMatchObject({
      by: 'rules',
      why: expect.stringMatching(/核对未通过/),
    });
  });

  test('a draft keeps only sentences with a source, and says how many were left out', async () => {
    await double.rules([{ find: '', reply: { kind: 'honest', sentences: 1 } }]);
    const ask = asker(anna, await talk(house, '被公司辞退怎么领失业金', '转人工'));
    await double.rules(
      says({
        enough: true,
        sentences: [
          { text: '累计缴费满1年不足5年的最长领12个月。', passage: 1 },
          { text: '我们保证明天到账。', passage: 1 },
        ],
      }),
    );
    const { body } = await ask({ what: 'reply' });
    expect(body).toMatchObject({ by: 'model', left: 1 });
    expect(body.text).toContain('最长领12个月');
    expect(body.text).not.toContain('保证');
  });

  test('a value is taken only where it stands word for word; personal data stay masked on the way', async () => {
    const ask = asker(
      anna,
      await talk(house, '我叫王小明，电话13800001234，康乐小区3号楼水管爆了，要求尽快修', '转人工'),
    );
    await double.rules(
      says({
        fields: [
          { field: 'party', line: 1, quote: '水管爆了' },
          { field: 'party', line: 1, quote: '绿城物业' },
          { field: 'secret', line: 1, quote: '水管爆了' },
        ],
      }),
    );
    const { body } = await ask({ what: 'form' });
    expect(body.fields.filter(({ field }) => field === 'party').map(({ value }) => value)).not.toContain(
      '绿城物业',
    );
    expect(body.fields.map(({ field }) => field)).not.toContain('secret');
    expect(JSON.stringify(await double.requests())).not.toContain('13800001234');
  });

  test('a rewording that changes a number, a duty or adds a promise is not offered', async () => {
    const ask = asker(anna, await talk(house, '转人工'));
    const text = '应当在15日内提交材料，逾期不予受理。';
    await double.rules(says({ text: '您应该在15天之内把材料交上来，过期不受理。' }));
    expect((await ask({ what: 'plain', text })).body.by).toBe('model');
    for (const bad of [
      '您应该在5天内交材料，过期不受理。',
      '您可以在15天内交材料，过期不受理。',
      '您应该在15天内交材料，过期不受理，保证给您办好。',
    ]) {
      await double.rules(says({ text: bad }));
      expect((await ask({ what: 'plain', text })).body.by).toBe('rules');
    }
  });

  test('given up because the citizen wrote on, a help was offered to nobody and counts for nothing', async () => {
    const citizen = await talk(house, '赛罕区大学东路路灯坏了3天了', '转人工');
    const boss = await house.seat('counter', ['ANALYST']);
    const offered = async () =>
      (await boss.get<AdoptionView>('/api/desk/assists/adoption')).body.rows
        .filter(({ what }) => what === 'summary')
        .reduce(
          (sum, { accepted, edited, dismissed, open }) => sum + accepted + edited + dismissed + open,
          0,
        );
    const before = await offered();
    const asked = async () => JSON.stringify(await double.requests()).length;
    await double.rules([{ find: '', reply: { kind: 'stalls', content: '{' } }]);
    const quiet = await asked();
    const stop = new AbortController();
    const first = fetch(`${house.url}/api/desk/threads/web:${citizen.thread}/assist`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        cookie: anna.cookie,
        'x-csrf-token': anna.session.csrf,
      },
      body: JSON.stringify({ what: 'summary' }),
      signal: stop.signal,
    }).catch((error: Error) => error.name);
    while ((await asked()) === quiet) await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort();
    expect(await first).toBe('AbortError');
    await double.rules(says({ text: '市民反映大学东路路灯坏了3天。' }));
    expect((await asker(anna, citizen)({ what: 'summary' })).body.by).toBe('model');
    expect(await offered()).toBe(before + 1);
  });
});

describe('while the citizen still writes', () => {
  let house: House;
  let anna: Seat;
  beforeAll(async () => {
    // A turn that is not over before this test is; the house waits for its end when it stops.
    house = await startHouse({ settle: { quiet: 20_000, longest: 20_000 } });
    anna = await house.seat('anna');
  });
  afterAll(() => house.stop(), 60_000);

  test('hints and draft follow every message of a burst; nobody waits for the end of the turn', async () => {
    const citizen = await house.citizen();
    for (const [said, wanted] of [
      ['居民医保怎么交', /医保|医疗保险/],
      ['被公司辞退怎么领失业金', /失业/],
    ] as const) {
      await citizen.say(said);
      const { body: page } = await anna.get<ThreadPage>(`/api/desk/threads/web:${citizen.thread}`);
      expect(page.lines.map(({ from }) => from)).not.toContain('bot');
      expect(page.suggestions[0]?.title).toMatch(wanted);
      const { body: draft } = await asker(anna, citizen)({ what: 'reply' });
      expect(draft.text).toMatch(wanted);
    }
  });
});
