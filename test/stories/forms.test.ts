/** Self-service forms on the whole house: filed by proof of work, judged by version, warned before, kept after. */
import { randomUUID } from 'node:crypto';
import type { FormChecked, FormFiledReply, FormView, UploadState } from '../../server/http/contract-forms.js';
import type { OrderPage } from '../../server/http/contract-orders.js';
import { FILLINGS, shipped } from '../forms/support.js';
import { png } from '../http/pictures.js';
import { call, type Reply } from '../support/citizen.js';
import { type House, startHouse } from '../support/house.js';
import { solve } from '../support/proof.js';

let house: House;
beforeAll(async () => {
  house = await startHouse();
}, 60_000);
afterAll(() => house.stop());

interface Refused {
  error: { code: string; message: string; hint?: string };
}

const post = <T>(path: string, body: unknown): Promise<Reply<T>> =>
  call<T>(`${house.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function filingOf(form: string, more: Record<string, unknown> = {}) {
  return {
    id: randomUUID(),
    version: 1,
    values: { ...FILLINGS[form], ...more },
    proof: await solve(house.url, form),
  };
}
const file = async (form: string, more: Record<string, unknown> = {}) =>
  post<FormFiledReply>(`/api/forms/${form}`, await filingOf(form, more));

test.each(shipped.forms.map((form) => form.id))(
  '%s: filed, numbered, found at the desk in its places',
  async (id) => {
    const { status, body } = await file(id);
    expect([status, body.refused]).toEqual([201, undefined]);
    expect(body.orderNo).toMatch(/^15\d{12}[A-Z]\d{7}$/);
    const admin = await house.admin();
    const page = await admin.get<OrderPage>(`/api/desk/orders/${body.orderNo}`);
    const filling = FILLINGS[id] ?? {};
    expect(page.body.content).toContain(filling.content);
    if (filling.place) expect(page.body.place).toBe(filling.place);
    expect(page.body.caller.phone).toBe('138****1234');
    const { hint } = shipped.forms.find((form) => form.id === id)!;
    if (hint.category && id !== 'firm') expect(page.body.card.category).toBe(hint.category);
  },
);

test('what an order has no place for stands in its content, line by line', async () => {
  const { body } = await file('heating', { people: ['老人', '孩子'], temperature: 14 });
  const page = await (await house.admin()).get<OrderPage>(`/api/desk/orders/${body.orderNo}`);
  expect(page.body.content.split('\n')).toEqual([
    '客厅只有 14 度',
    '是哪种情况：家里不热',
    '室内大约多少度：14',
    '家里有没有需要照顾的人：老人、孩子',
  ]);
});

test('a town is told with the place, the order lies in its banner', async () => {
  const { body } = await file('lamp-road', { region: '150105001' });
  const page = await (await house.admin()).get<OrderPage>(`/api/desk/orders/${body.orderNo}`);
  expect(page.body.card.region).toBe('150105');
  expect(page.body.place).toMatch(/^呼和浩特市赛罕区\S+ 赛罕区测试路与示例街路口$/);
});

test('the same filing five times at once is one order; other words under its id are nobody’s', async () => {
  const filing = await filingOf('estate');
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => post<FormFiledReply>('/api/forms/estate', filing)),
  );
  expect(new Set(answers.map((one) => one.status))).toEqual(new Set([201]));
  expect(new Set(answers.map((one) => `${one.body.orderNo} ${one.body.code}`)).size).toBe(1);
  const other = { ...filing, values: { ...filing.values, content: '别的内容别的内容' } };
  const stolen = await post<Refused>('/api/forms/estate', other);
  expect([stolen.status, stolen.body.error.code]).toEqual([409, 'STALE']);
  expect(JSON.stringify(stolen.body)).not.toContain(answers[0]?.body.code);
});

test.each([
  ['none', undefined],
  ['a made-up challenge', { challenge: 'estate.1.0.x.y', count: 0 }],
])('a proof that is %s is refused, and nothing is kept', async (_name, proof) => {
  const filing = { ...(await filingOf('estate')), proof };
  const said = await post<Refused>('/api/forms/estate', filing);
  expect([said.status, said.body.error.code]).toEqual([428, 'PROOF']);
});

test('a proof is for one form and one filing', async () => {
  const proof = await solve(house.url, 'estate');
  const other = await post<Refused>('/api/forms/noise', { ...(await filingOf('noise')), proof });
  expect(other.body.error.code).toBe('PROOF');
  const first = await post<FormFiledReply>('/api/forms/estate', { ...(await filingOf('estate')), proof });
  expect(first.status).toBe(201);
  const again = await post<Refused>('/api/forms/estate', { ...(await filingOf('estate')), proof });
  expect([again.status, again.body.error.message]).toEqual([428, expect.stringContaining('已经用过')]);
});

test('a wrong value is told by its label; nothing changes', async () => {
  const said = await post<Refused>('/api/forms/firm', await filingOf('firm', { uscc: '911501', phone: '1' }));
  expect([said.status, said.body.error.code]).toEqual([422, 'INVALID']);
  expect(said.body.error.hint).toContain('统一社会信用代码: ');
  expect(said.body.error.hint).toContain('手机号: 手机号应为 11 位');
});

test('unknown forms and versions lead nowhere', async () => {
  expect((await post('/api/forms/moon', await filingOf('estate'))).status).toBe(404);
  const filing = { ...(await filingOf('estate')), version: 7 };
  expect((await post('/api/forms/estate', filing)).status).toBe(404);
  expect((await call(`${house.url}/api/forms/moon`)).status).toBe(404);
  expect((await call(`${house.url}/api/forms/moon/proof`)).status).toBe(404);
});

describe('checked before filing', () => {
  const check = async (form: string, more: Record<string, unknown>) =>
    (
      await post<FormChecked>(`/api/forms/${form}/check`, {
        version: 1,
        values: { ...FILLINGS[form], ...more },
      })
    ).body;

  test('nothing to say of what is right', async () => {
    for (const { id } of shipped.forms)
      expect([id, await check(id, {})]).toEqual([id, { faults: {}, warnings: [] }]);
  });

  test('an emergency: the number on top', async () => {
    const { warnings } = await check('utility', { content: '楼道里闻到很浓的煤气味，头晕' });
    expect(warnings[0]).toMatchObject({ kind: 'emergency', doors: [{ number: '119' }] });
    expect(warnings[0]?.text).toMatch(/请先打/);
  });

  test('the wrong form: the right one is named', async () => {
    const { warnings } = await check('lamp-road', {
      what: '其他',
      content: '我在这个工地干活，老板拖欠三个月工资不给，打电话也不接',
    });
    expect(warnings).toEqual([expect.objectContaining({ kind: 'otherForm', form: 'wages' })]);
  });

  test('not ours: the lawful door, and filing is still free', async () => {
    const words = { content: '法院判了两年还不执行，帮我催法院执行判决' };
    const { warnings } = await check('suggest', words);
    expect(warnings[0]).toMatchObject({ kind: 'notOurs' });
    expect(JSON.stringify(warnings[0])).toContain('12368');
    const filed = await file('suggest', words);
    expect(filed.status).toBe(201);
    const page = await (await house.admin()).get<OrderPage>(`/api/desk/orders/${filed.body.orderNo}`);
    expect(page.body.content).toContain('请人工复核');
  });

  test('faults come alone: there is nothing to read yet', async () => {
    const { faults, warnings } = await check('wages', { phone: '138', content: '' });
    expect(Object.keys(faults)).toEqual(['content', 'phone']);
    expect(warnings).toEqual([]);
  });
});

test('what must not be kept is a record without its words, and the door', async () => {
  const secret = '举报某局长收受贿赂十万元，他的秘书叫测试甲';
  const { status, body } = await file('suggest', { content: secret });
  expect([status, body.refused]).toEqual([201, true]);
  expect(JSON.stringify(body.doors)).toContain('12388');
  const page = await (await house.admin()).get<OrderPage>(`/api/desk/orders/${body.orderNo}`);
  expect(page.body.card.kind).toBe('refusal');
  expect(JSON.stringify(page.body)).not.toContain('测试甲');
});

test('a threat rings at the desk, and the order is filed all the same', async () => {
  const { body } = await file('wages', { content: '再不给工资我就从楼上跳下去，不想活了' });
  expect(body.orderNo).toBeTruthy();
  const seat = await house.seat('listener');
  const alarms = await seat.get<{ kind: string }[]>('/api/desk/alarms');
  expect(alarms.body.map((alarm) => alarm.kind)).toContain('threat');
});

test('the list by audience, words and region', async () => {
  const list = async (query: string) =>
    (await call<{ id: string }[]>(`${house.url}/api/forms?${query}`)).body.map((card) => card.id);
  expect(await list('')).toHaveLength(9);
  expect(await list('audience=firm')).toContain('firm');
  expect(await list('audience=firm')).not.toContain('wages');
  expect(await list(`q=${encodeURIComponent('讨薪')}`)).toEqual(['wages']);
  expect(await list(`q=${encodeURIComponent('没有这种')}`)).toEqual([]);
});

test('places down to the town, by a part of the name or by what they lie in', async () => {
  const find = async (query: string) =>
    (await call<{ code: string; full: string }[]>(`${house.url}/api/forms/places?${query}`)).body;
  expect((await find(`q=${encodeURIComponent('赛罕')}`))[0]).toMatchObject({ code: '150105' });
  const towns = await find('within=150105');
  expect(towns.length).toBeGreaterThan(5);
  expect(towns[0]?.code).toMatch(/^150105\d{3}$/);
  expect((await find(`q=${encodeURIComponent('赛罕区 大学')}`))[0]?.full).toContain('赛罕区大学');
  expect(await find('q=')).toEqual([]);
});

test('a form as data', async () => {
  const { body } = await call<FormView>(`${house.url}/api/forms/heating`);
  expect(body.version).toBe(1);
  expect(body.form).toEqual(shipped.forms.find((form) => form.id === 'heating'));
});

describe('an upload that goes on', () => {
  const at = (id: string) => `${house.url}/api/forms/uploads/${id}`;
  const part = (id: string, offset: number, bytes: Uint8Array) =>
    call<UploadState & Refused>(at(id), {
      method: 'PATCH',
      headers: { 'content-type': 'application/octet-stream', 'upload-offset': String(offset) },
      body: Buffer.from(bytes),
    });

  test('opened, asked by HEAD, sent in parts, filed with the form', async () => {
    const photo = png();
    const size = photo.length;
    const { body: opened } = await post<UploadState>('/api/forms/uploads', { name: '现场.png', size });
    await part(opened.id, 0, photo.subarray(0, 20));
    const head = await fetch(at(opened.id), { method: 'HEAD' });
    expect([head.status, head.headers.get('upload-offset'), head.headers.get('upload-length')]).toEqual([
      200,
      '20',
      String(size),
    ]);
    const wrong = await part(opened.id, 5, photo.subarray(5));
    expect([wrong.status, wrong.body.error.code]).toEqual([409, 'UPLOAD_OFFSET']);
    const done = await part(opened.id, 20, photo.subarray(20));
    expect(done.body.file).toMatchObject({ name: '现场.png', type: 'image/png', size });
    const filing = { ...(await filingOf('estate')), files: [done.body.file?.id] };
    const filed = await post<FormFiledReply>('/api/forms/estate', filing);
    const page = await (await house.admin()).get<OrderPage>(`/api/desk/orders/${filed.body.orderNo}`);
    expect(page.body.files.map((file) => file.name)).toEqual(['现场.png']);
    // Another filing can't have it.
    const other = { ...(await filingOf('estate')), files: [done.body.file?.id] };
    expect((await post<Refused>('/api/forms/estate', other)).body.error.code).toBe('UNKNOWN_FILE');
  });

  test('what is no photo, more photos than asked, an upload of nobody', async () => {
    const text = Buffer.from('#!/bin/sh');
    const opened = await post<UploadState>('/api/forms/uploads', { name: 'a.png', size: text.length });
    expect((await part(opened.body.id, 0, text)).body.error.code).toBe('FILE_TYPE');
    expect((await part('0'.repeat(32), 0, text)).body.error.code).toBe('UPLOAD_GONE');
    const many = { ...(await filingOf('estate')), files: ['a', 'b', 'c', 'd'] };
    expect((await post<Refused>('/api/forms/estate', many)).body.error.code).toBe('FILE_COUNT');
    const huge = await post<Refused>('/api/forms/uploads', { name: 'a.png', size: 2 ** 40 });
    expect([huge.status, huge.body.error.code]).toEqual([413, 'FILE_TOO_LARGE']);
  });
});
