/** What must not get out, tried. */
import { randomUUID } from 'node:crypto';
import type { LetterDesk, LetterLeft } from '../../server/http/contract-letters.js';
import { personalIn } from '../../server/letters/personal.js';
import { escapedHostile, findAll, pageAt } from '../qa/pages.js';
import { call } from '../support/citizen.js';
import { type House, startHouse } from '../support/house.js';
import type { Seat } from '../support/seat.js';
import { jpegWithPlace } from './pictures.js';
import { answer, desk, form, look, post, publish, served, write } from './writer.js';

let house: House;
let agent: Seat;
let editor: Seat;
beforeAll(async () => {
  house = await startHouse();
  agent = await house.seat('reader');
  editor = await house.seat('editor', ['KB_EDITOR']);
}, 60_000);
afterAll(() => house.stop());

async function ready(more: Record<string, unknown> = {}, reply = '已经安排维修。') {
  const sent = await write(house, more);
  await answer(house, agent, sent, reply);
  return sent;
}
const said = (answer: { body: unknown }) =>
  (answer.body as { error?: { code: string; hint?: string } }).error;

describe('the editor cannot let personal data out by mistake', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    ['a phone in the answer', { reply: '请联系李师傅 13800009999' }, /答复第 \d+ 个字起：电话/],
    ['the writer’s own number with gaps', { reply: '已电话 138 0000 2468 联系' }, /电话/],
    [
      'the writer’s name in the title, where no finder would know it',
      { title: '王小满家路灯' },
      /标题第 1 个字起：姓名/,
    ],
    [
      'an identity number in the letter',
      { content: '身份证号150102199003078888，请帮忙' },
      /来信第 \d+ 个字起：身份证号/,
    ],
    ['a bank card', { content: '卡号6222020200112233445没有到账' }, /来信/],
  ])('%s', async (_name, text, where) => {
    const sent = await ready();
    const answer = await publish(editor, sent, text);
    expect([answer.status, said(answer)?.code]).toEqual([422, 'PERSONAL']);
    expect(said(answer)?.hint).toMatch(where);
    // The refusal itself repeats nothing of it.
    expect(JSON.stringify(answer.body)).not.toMatch(/13800009999|2468|王小满|150102199003078888/);
    expect((await desk(editor, sent)).publication).toBeNull();
    expect((await look(house, sent)).body.publicPath).toBeNull();
  });

  test('what stays is waived place by place, with a reason; a reason for another place helps nothing', async () => {
    const sent = await ready();
    const reply = '请拨打养护单位电话 0471-1234567 报修。';
    const left = await editor.post(`/api/desk/letters/${sent.letterNo}/check`, {
      title: '路灯不亮',
      content: '三盏路灯不亮，请维修。',
      reply,
    });
    const [span] = (left.body as unknown as LetterLeft).reply;
    expect(span?.kind).toBe('phone');
    const waiver = { field: 'reply', from: span?.from, to: span?.to, reason: '单位对外公开的电话' };
    const short = await publish(editor, sent, { reply, waived: [{ ...waiver, reason: '公' }] });
    expect(short.status).toBe(422);
    const beside = await publish(editor, sent, { reply, waived: [{ ...waiver, from: 0 }] });
    expect(said(beside)?.code).toBe('PERSONAL');
    const other = await publish(editor, sent, { reply, waived: [{ ...waiver, field: 'content' }] });
    expect(said(other)?.code).toBe('PERSONAL');
    const done = await publish(editor, sent, { reply, waived: [waiver] });
    expect(done.status).toBe(200);
    const { publication, card } = done.body as unknown as LetterDesk;
    expect(publication?.waived).toEqual([{ ...waiver, kind: 'phone' }]);
    expect((await pageAt(`${house.url}${card.publicPath}`)).text).toContain('0471-1234567');
  });

  test('stars that cover it already are nothing to find', () => {
    const known = { name: '王小满', phone: '13800002468' };
    expect(personalIn('我叫***，电话***********', known)).toEqual([]);
    expect(personalIn('我叫王小满，电话138-0000-2468', known).map(({ kind }) => kind)).toEqual([
      'name',
      'phone',
    ]);
  });
});

test('a picture that tells where it was taken is nowhere public, and its id opens nothing', async () => {
  const upload = await fetch(`${house.url}/api/forms/files?name=${encodeURIComponent('现场.jpg')}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(jpegWithPlace()),
  });
  expect(upload.status).toBe(201);
  const { id } = (await upload.json()) as { id: string };
  const sent = await ready({ files: [id] });
  const { card } = (await publish(editor, sent)).body as unknown as LetterDesk;
  const page = await pageAt(`${house.url}${card.publicPath}`);
  expect(page.text).not.toMatch(/<img|现场\.jpg/);
  expect(page.text).not.toContain(id);
  for (const path of [
    `/letters/${id}`,
    `${card.publicPath}/${id}`,
    `/api/letters/files/${id}`,
    `/api/forms/files/${id}`,
  ])
    expect([404, 405]).toContain((await pageAt(`${house.url}${path}`)).status);
  // A stranger's letter cannot take the picture over.
  const thief = await post(`${house.url}/api/letters`, form({ files: [id] }));
  expect(thief.status).toBe(400);
});

describe('number and code', () => {
  test('five wrong codes close the number, whoever asks and by whichever way', async () => {
    const sent = await write(house);
    const wrong = sent.code === 'AAAAAA' ? 'BBBBBB' : 'AAAAAA';
    const ways: [string, Record<string, unknown>][] = [
      ['query', {}],
      ['more', { id: 'more-0001', text: '补充' }],
      ['consent', { publish: false }],
      ['query', {}],
      ['consent', { publish: true }],
    ];
    for (const [way, more] of ways) {
      const answer = await post(`${house.url}/api/letters/${way}`, {
        letterNo: sent.letterNo,
        code: wrong,
        ...more,
      });
      expect([answer.status, said(answer)?.code]).toEqual([404, 'NO_LETTER']);
    }
    const right = await look(house, sent);
    expect([right.status, said(right)?.code]).toEqual([429, 'LOCKED']);
    // The same lock as an order's: a letter number is no second place to guess.
    const asOrder = await post(`${house.url}/api/orders/query`, { orderNo: sent.letterNo, code: wrong });
    expect(said(asOrder)?.code).toBe('LOCKED');
  });

  test('a number that is none answers and costs the same', async () => {
    const none = { letterNo: '15010520260101W9999990', code: 'AAAAAA' };
    for (let tries = 0; tries < 5; tries++) expect((await look(house, none)).status).toBe(404);
    expect((await look(house, none)).status).toBe(429);
  });

  test('however it is typed, it is the letter', async () => {
    const sent = await write(house);
    const typed = {
      letterNo: ` ${sent.letterNo.toLowerCase().replace(/(.{6})/, '$1-')} `,
      code: sent.code.toLowerCase(),
    };
    expect((await look(house, typed)).status).toBe(200);
  });
});

describe('hostile letters', () => {
  test.each(escapedHostile)('%s stays words on every page', async (hostile) => {
    const sent = await ready(
      { title: `路灯${hostile}`.slice(0, 60), content: `路灯坏了。${hostile}` },
      `已修复。${hostile}`,
    );
    const { card } = (await publish(editor, sent)).body as unknown as LetterDesk;
    const mine = await pageAt(`${house.url}/letters/mine`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ letterNo: sent.letterNo, code: sent.code, act: 'show' }).toString(),
    });
    const pages = [
      mine,
      await pageAt(`${house.url}${card.publicPath}`),
      await pageAt(`${house.url}/letters`),
    ];
    for (const { status, text: whole } of pages) {
      expect(status).toBe(200);
      // Data for search engines is no markup; that it cannot end its script is seen from what is left.
      const text = whole.replace(/<script type="application\/ld\+json">[^<]*<\/script>/g, '');
      expect(text).not.toContain(hostile);
      const tags = text.replace(/"[^"]*"/g, '').replace(/>[^<]*</g, '><');
      expect(findAll(tags, /<(?:img|svg|iframe|base|object)\b|\son\w+=/gi)).toEqual([]);
    }
  });

  test.each<[string, Record<string, unknown>]>([
    ['no title', { title: '' }],
    ['no name, and not anonymous', { name: undefined }],
    ['blank name', { name: '   ' }],
    ['no phone, and not anonymous', { phone: undefined }],
    ['a complaint without a phone, even anonymous', { kind: 'complaint', anonymous: true, phone: undefined }],
    ['a kind that is none', { kind: 'urge' }],
    ['an operator for a kind', { kind: { $ne: '' } }],
    ['an unknown region', { region: '999999' }],
    ['half a character', { content: '路灯坏了很久了\ud800' }],
    ['a field that is none', { stage: 'published' }],
    ['a file nobody uploaded', { files: ['0'.repeat(32)] }],
    ['too long', { content: '长'.repeat(3501) }],
    ['an id with a path', { id: '../../etc' }],
  ])('%s changes nothing and says what to do', async (_name, wrong) => {
    const before = await total();
    const answer = await call<{ error: { message: string } }>(`${house.url}/api/letters`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(form(wrong)),
    });
    expect([400, 413, 422]).toContain(answer.status);
    expect(answer.body.error.message).toMatch(/[\u4e00-\u9fff]/);
    if (!('files' in wrong)) expect(await total()).toBe(before);
  });

  const total = async () => (await editor.get<{ total: number }>('/api/desk/letters?limit=1')).body.total;
});

test('an anonymous question, report, suggestion or praise needs no number', async () => {
  for (const kind of ['consult', 'report', 'suggest', 'praise'])
    expect(
      (
        await post(
          `${house.url}/api/letters`,
          form({ kind, anonymous: true, name: undefined, phone: undefined }),
        )
      ).status,
    ).toBe(201);
});

describe('who may', () => {
  test('an agent without the permission sees no list and publishes nothing', async () => {
    const sent = await ready();
    expect((await agent.get('/api/desk/letters')).status).toBe(403);
    expect((await agent.get(`/api/desk/letters/${sent.letterNo}`)).status).toBe(403);
    const body = { title: '题', content: '信', reply: '复', version: 1, waived: [] };
    expect((await agent.post(`/api/desk/letters/${sent.letterNo}/publish`, body)).status).toBe(403);
  });

  test('private answers and letters without consent or answer stay in', async () => {
    const unanswered = await write(house);
    await served(house, unanswered);
    expect((await publish(editor, unanswered, { reply: '自己写的答复' })).status).toBe(409);
    const closed = await ready({ reply: 'private', publish: true });
    expect((await publish(editor, closed)).status).toBe(409);
  });

  test('withdrawn while the editor reads: the editor’s page is stale, and nothing comes out', async () => {
    const sent = await ready();
    const { card, proposal } = await desk(editor, sent);
    const { letterNo, code } = sent;
    const both = await Promise.all([
      editor.post(`/api/desk/letters/${letterNo}/publish`, {
        ...proposal,
        version: card.version,
        waived: [],
      }),
      post(`${house.url}/api/letters/consent`, { letterNo, code, publish: false }),
    ]);
    expect(both[1].status).toBe(200);
    // Whoever was first: the citizen's word is the last.
    expect((await look(house, sent)).body.publicPath).toBeNull();
    const stale = await editor.post(`/api/desk/letters/${letterNo}/publish`, {
      ...proposal,
      version: card.version,
      waived: [],
    });
    expect(stale.status).toBe(409);
  });

  test('every act of an editor stands in the audit, and no text of a letter does', async () => {
    const mark = randomUUID().slice(0, 8);
    const sent = await ready({ title: `路灯${mark}` });
    const out = (await publish(editor, sent)).body as unknown as LetterDesk;
    await editor.post(`/api/desk/letters/${sent.letterNo}/take-down`, {
      version: out.card.version,
      reason: '内容有误',
    });
    await post(`${house.url}/api/letters/consent`, {
      letterNo: sent.letterNo,
      code: sent.code,
      publish: false,
    });
    const rows = await house.aside(async ({ connection }) =>
      connection.collection('audit').find({ target: sent.letterNo }).toArray(),
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'letter.write',
      'letter.read',
      'letter.publish',
      'letter.takeDown',
      'letter.consent',
    ]);
    expect(JSON.stringify(rows)).not.toContain(mark);
  });
});
