/** The order form filled from the conversation: each value with the line and span it came from. */

import { createNlu } from '../../nlu/understand.js';
import type { Nlu, Understanding } from '../../nlu/understanding.js';
import { fillForm, titleOf } from '../../server/desk/form.js';
import type { MessageDoc } from '../../server/intake/journal.js';
import { EMPTY_MEMORY } from '../../server/intake/thread.js';

let nlu: Nlu;
beforeAll(async () => {
  nlu = await createNlu();
});
afterAll(() => nlu.close());

const AT = new Date('2026-01-05T02:00:00Z');
let seq = 0;
const line = (text: string, more: Partial<MessageDoc> = {}): MessageDoc => {
  seq += 1;
  return {
    _id: `web:t:${seq}`,
    id: `t:${seq}`,
    thread: 'web:t',
    channel: 'web',
    seq,
    from: 'citizen',
    text,
    at: AT,
    state: 'done',
    ...more,
  };
};
const fill = (lines: MessageDoc[], memory = EMPTY_MEMORY) => fillForm(lines, memory, nlu);

test('origins point at the right text: of each value, in the line that says it', async () => {
  const said = [
    line('你好'),
    line('赛罕区大学东路路灯坏了三天了，晚上看不见'),
    line('请问您的电话？', { from: 'bot' }),
    line('我叫张三，电话13800001111'),
  ];
  const form = await fill(said);
  expect(form).toMatchObject({ phone: '13800001111', region: '150105' });
  expect(form.place).toMatch(/大学东路/);
  for (const { field, line: id, from, to } of form.origins) {
    const text = said.find((one) => one._id === id)?.text.slice(from, to);
    const value = String(form[field as keyof typeof form]);
    // The content is several lines; every other value is its own span.
    if (field === 'content') expect(value).toContain(text);
    else expect(text).toBe(value);
  }
  const fields = form.origins.map(({ field }) => field);
  expect(fields).toEqual(expect.arrayContaining(['content', 'place', 'phone']));
});

test('the latest word counts: a corrected phone is the new one, and its origin the new line', async () => {
  const said = [line('大学东路路灯坏了，电话13800001111'), line('电话说错了，是13800002222')];
  const form = await fill(said);
  expect(form.phone).toBe('13800002222');
  expect(form.origins.filter(({ field }) => field === 'phone').map((origin) => origin.line)).toEqual([
    said[1]?._id,
  ]);
});

test('what was typed into the draft wins, and stands in no sentence any more', async () => {
  const said = [
    line('赛罕区大学东路路灯坏了三天了，电话13800001111'),
    // Amending a draft sends its fields, without a word.
    line('', { fields: { place: '赛罕区学苑街 5 号', phone: '13800002222' } }),
  ];
  const form = await fill(said);
  expect(form).toMatchObject({ place: '赛罕区学苑街 5 号', phone: '13800002222' });
  expect(form.origins.some(({ field }) => field === 'place' || field === 'phone')).toBe(false);
  expect(form.origins.some(({ field }) => field === 'content')).toBe(true);
});

test('of a thousand lines the last ones are read, and no more than a few dozen', async () => {
  let reads = 0;
  const counting: Nlu = {
    ...nlu,
    understand: (text, hints): Promise<Understanding> => {
      reads += 1;
      return nlu.understand(text, hints);
    },
  };
  const said = [
    ...Array.from({ length: 1000 }, (_, index) => line(`第 ${index} 句闲话`)),
    line('赛罕区大学东路路灯坏了三天了'),
  ];
  const form = await fillForm(said, EMPTY_MEMORY, counting);
  expect(form.place).toMatch(/大学东路/);
  expect(reads).toBeLessThanOrEqual(30);
});

test('nothing said is an empty form, not an invented one', async () => {
  expect(await fill([])).toMatchObject({ content: '', title: '', place: '', phone: '', origins: [] });
});

test('known from the thread: phone and region need not be said again', async () => {
  const memory = { ...EMPTY_MEMORY, phone: '13800003333', region: '150102' };
  expect(await fill([line('路灯坏了好几天了')], memory)).toMatchObject({
    phone: '13800003333',
    region: '150102',
  });
});

test.each([
  ['大学东路路灯坏了，晚上看不见', '大学东路路灯坏了'],
  ['路'.repeat(60), `${'路'.repeat(29)}…`],
  ['😀'.repeat(60), `${'😀'.repeat(29)}…`],
  ['', ''],
])('the title of 「%s」', (content, title) => {
  expect(titleOf(content)).toBe(title);
});

test('thanks to the agent turn no street lamp into praise, and 走路 is no street', async () => {
  const form = await fill([line('赛罕区大学东路路灯坏了好几天了'), line('谢谢，晚上走路看不清')]);
  expect(form.type).not.toBe('praise');
  expect(form.place).toMatch(/大学东路$/);
});

test('what else a field is likely to be, best first, with what stands in it at the head', async () => {
  const form = await fill([line('老板拖欠我们十二个人的工资，从去年十月到现在一分没给')]);
  expect(form.likely?.category).toHaveLength(3);
  expect(form.likely?.category[0]).toBe(form.category);
  expect(form.category).toBe('08');
  expect(form.likely?.hotline).toContain('12333');
});
