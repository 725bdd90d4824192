import { letterMessage, moreMessage, websiteChannel } from '../../channels/website.js';

const now = new Date('2026-07-01T08:00:00Z');
const letter = {
  id: 'form-0001',
  letterNo: '15010520260701W0000017',
  kind: 'help',
  title: '路灯不亮',
  content: '三盏路灯不亮',
  secret: false,
};

test('a letter is a message like any other: words, fields, files; its number is its thread and its id', () => {
  const photo = { id: 'a', name: '一.png', type: 'image/png', size: 7 };
  const whole = { ...letter, region: '150105', name: '测试甲', phone: '13800001234' };
  expect(letterMessage(whole, [photo], now)).toEqual({
    channel: 'website',
    id: letter.letterNo,
    thread: letter.letterNo,
    text: '路灯不亮\n三盏路灯不亮',
    files: [photo],
    at: now,
    fields: {
      kind: 'help',
      title: '路灯不亮',
      content: '三盏路灯不亮',
      region: '150105',
      name: '测试甲',
      phone: '13800001234',
    },
  });
});

test('what was left empty is not there; an anonymous one says so', () => {
  expect(Object.keys(letterMessage({ ...letter, secret: true }, [], now).fields ?? {}).sort()).toEqual([
    'content',
    'kind',
    'secret',
    'title',
  ]);
});

test('what is written later belongs to the letter and has no fields; two letters may use one id', () => {
  const more = moreMessage({ id: 'm1', letterNo: letter.letterNo, text: '补充' }, [], now);
  expect(more).toMatchObject({ thread: letter.letterNo, id: `${letter.letterNo}:m1` });
  expect(more.fields).toBeUndefined();
});

test('a stored answer is a sent one: it is read by number and code', async () => {
  const channel = websiteChannel();
  await channel.start(async () => ({ kept: true, seen: false, seq: 1 }));
  const line = { id: 'l', seq: 2, from: 'agent' as const, text: '已办', at: now };
  expect(await channel.send({ channel: 'website', thread: letter.letterNo, line })).toEqual({ ok: true });
  await channel.stop();
});
