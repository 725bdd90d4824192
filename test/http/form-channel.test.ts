import { formChannel, repairMessage } from '../../channels/forms.js';

const now = new Date('2026-07-01T08:00:00Z');
const form = {
  id: 'form-1',
  what: 'streetlight' as const,
  place: '测试路口',
  description: '3 盏不亮',
  phone: '13800001234',
};

test('a filing is a message like any other: words, fields, files', () => {
  const photo = { id: 'a', name: '一.png', type: 'image/png', size: 7 };
  expect(repairMessage({ ...form, region: '150105', name: '测试甲' }, [photo], now)).toEqual({
    channel: 'form',
    id: 'form-1',
    thread: 'form-1',
    text: '路灯报修：测试路口。3 盏不亮',
    files: [photo],
    at: now,
    fields: {
      place: '测试路口',
      content: '3 盏不亮',
      phone: '13800001234',
      name: '测试甲',
      region: '150105',
    },
  });
});

test('what was left empty is not there, and words that look like places of the table stay words', () => {
  const message = repairMessage({ ...form, what: 'road', description: '{place} {what}' }, [], now);
  expect(message.text).toBe('道路报修：测试路口。{place} {what}');
  expect(Object.keys(message.fields ?? {}).sort()).toEqual(['content', 'phone', 'place']);
});

test('a form has no way back: every line counts as delivered, the portal shows it', async () => {
  const channel = formChannel();
  await channel.start(async () => ({ kept: true, seen: false, seq: 1 }));
  const line = { id: 'l', seq: 2, from: 'bot' as const, text: '已收到', at: now };
  expect(await channel.send({ channel: 'form', thread: 'form-1', line })).toEqual({ ok: true });
  await channel.stop();
});
