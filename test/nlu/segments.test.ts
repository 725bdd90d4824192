import { createNlu } from '../../nlu/understand.js';
import type { Nlu } from '../../nlu/understanding.js';

let nlu: Nlu;
beforeAll(async () => {
  nlu = await createNlu();
}, 60_000);

const gates = async (text: string) =>
  (await nlu.understand(text)).segments.map((part) => [part.gate, part.reason]);

test('a mixed message is split and the acceptable part leads', async () => {
  const text = '路灯坏了，另外法院也不给我执行';
  expect(await gates(text)).toEqual([
    ['accept', null],
    ['refuse', 'litigation'],
  ]);
  expect((await nlu.understand(text)).gate).toBe('accept');
});

test('the order of the parts does not matter for who leads', async () => {
  const seen = await nlu.understand('法院判了两年还不执行帮我催催，还有我们小区停水三天了');
  expect(seen.segments.map((part) => part.gate)).toEqual(['refuse', 'accept']);
  expect(seen.gate).toBe('accept');
  expect(seen.category).toBe('05');
});

test('an emergency leads whatever stands beside it', async () => {
  const seen = await nlu.understand('我想问医保怎么交，另外我家厨房着火了快来人');
  expect(seen).toMatchObject({ gate: 'emergency', reason: '119' });
});

test.each([
  '小区电梯坏了两个月，物业一直推脱，另外电梯里的灯也不亮',
  '老板拖欠我三个月工资，还有加班费也没给',
  '赛罕区大学东路路灯坏了好几天了',
])('one story stays one: %s', async (text) => {
  expect(await gates(text)).toHaveLength(1);
});
