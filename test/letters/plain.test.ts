/** The letters' pages without script: faults come back with everything typed, and nothing is done twice. */
import { png } from '../http/pictures.js';
import { escapedHostile, findAll, pageAt } from '../qa/pages.js';
import { type House, startHouse } from '../support/house.js';
import { form, look } from './writer.js';

let house: House;
beforeAll(async () => {
  house = await startHouse();
}, 60_000);
afterAll(() => house.stop());

const good = {
  id: 'plain-form-0001',
  kept: '',
  kind: 'help',
  title: '路灯不亮',
  content: '示例路三盏路灯不亮，请维修。',
  region: '150105',
  signed: 'named',
  name: '王小满',
  phone: '13800002468',
  reply: 'private',
};

function multipart(fields: Record<string, string>, photos: Buffer[] = []) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  for (const photo of photos) body.append('files', new Blob([new Uint8Array(photo)]), '现场.png');
  return pageAt(`${house.url}/letters/write`, { method: 'POST', body });
}
const mine = (fields: Record<string, string>) =>
  pageAt(`${house.url}/letters/mine`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
const signs = (text: string) => {
  const [letterNo = '', code = ''] = findAll(text, /class="sign">([^<]+)</g);
  return { letterNo, code };
};

test('a form with a fault comes back whole, its picture kept, and is one letter in the end', async () => {
  const fault = await multipart({ ...good, phone: '123' }, [png(4, 4)]);
  expect(fault.status).toBe(422);
  expect(fault.text).toMatch(/role="alert"/);
  expect(fault.text).toContain('手机号应为 11 位');
  expect(fault.text).toContain('value="路灯不亮"');
  expect(fault.text).toContain(good.content);
  expect(fault.text).toMatch(/value="help" required checked/);
  expect(fault.text).toContain('已经收到附件 1 个');
  const [kept = ''] = findAll(fault.text, /name="kept" value="([0-9a-f]{32})"/g);
  expect(kept).not.toBe('');
  const sent = await multipart({ ...good, kept });
  const twice = await multipart({ ...good, kept });
  expect([sent.status, twice.status]).toEqual([201, 201]);
  expect(signs(sent.text)).toEqual(signs(twice.text));
  const { body } = await look(house, signs(sent.text));
  expect(body.lines[0]?.files).toBe(1);
});

test.each<[string, Record<string, string>, string]>([
  ['no kind', { kind: '' }, '来信类别'],
  ['no title', { title: '  ' }, '标题'],
  ['no content', { content: '' }, '内容'],
  ['no name', { name: '' }, '实名来信请填写姓名'],
  ['a region that is none', { region: '999999' }, '请从列出的地区中选择'],
])('%s is said in words, and nothing is kept', async (_name, wrong, words) => {
  const { status, text } = await multipart({
    ...good,
    id: `plain-${words.length}-${_name.length}-00`,
    ...wrong,
  });
  expect(status).toBe(422);
  expect(text).toContain(words);
  expect(signs(text).letterNo).toBe('');
});

test('wrong number and code: the same words, no letter', async () => {
  const sent = signs((await multipart({ ...good, id: 'plain-form-0002' })).text);
  const wrong = await mine({ letterNo: sent.letterNo, code: sent.code === 'AAAAAA' ? 'BBBBBB' : 'AAAAAA' });
  const none = await mine({ letterNo: '15010520260101W0000010', code: 'AAAAAA' });
  for (const { status, text } of [wrong, none]) {
    expect(status).toBe(404);
    expect(text).toContain('请核对来信编号和提取码');
    expect(text).not.toContain('路灯');
  }
});

test('written to twice by a reload, it is one line; an act that is none only shows the letter', async () => {
  const sent = signs((await multipart({ ...good, id: 'plain-form-0003' })).text);
  const more = { ...sent, act: 'more', id: 'more-0001', text: '补充一句' };
  await mine(more);
  await mine(more);
  expect((await mine({ ...sent, act: 'delete' })).status).toBe(200);
  const { body } = await look(house, sent);
  expect(body.lines.filter(({ text }) => text === '补充一句')).toHaveLength(1);
  expect(body.publish).toBe(false);
  expect((await mine({ ...sent, act: 'more', id: 'more-0002', text: ' ' })).status).toBe(422);
});

test.each(escapedHostile)('%s comes back as words in the form', async (hostile) => {
  const { status, text } = await multipart({
    ...good,
    ...Object.fromEntries(
      ['title', 'content', 'name', 'region', 'kept', 'id', 'kind'].map((name) => [name, hostile]),
    ),
  });
  expect(status).toBe(422);
  expect(text).not.toContain(hostile);
  const tags = text.replace(/"[^"]*"/g, '').replace(/>[^<]*</g, '><');
  expect(findAll(tags, /<(?:img|svg|iframe|base|object)\b|\son\w+=/gi)).toEqual([]);
});

test('a question carried over stands in the letter', async () => {
  const { text } = await pageAt(
    `${house.url}/letters/write?content=${encodeURIComponent('医保怎么交"><b>')}`,
  );
  expect(text).toContain('>医保怎么交&quot;&gt;&lt;b&gt;</textarea>');
});

test('JSON is no form, and a form is no JSON', async () => {
  const asJson = await fetch(`${house.url}/letters/write`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(form()),
  });
  expect(asJson.status).toBe(415);
  const asForm = await fetch(`${house.url}/api/letters`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'kind=help',
  });
  expect(asForm.status).toBe(415);
});
