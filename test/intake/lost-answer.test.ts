/** A message was kept and its acknowledgement got lost on the way: whoever delivers it again finds it served. */
import { type House, startHouse } from '../support/house.js';
import { quickNlu } from '../support/quick-nlu.js';

let house: House;
let lost = 0;
beforeAll(async () => {
  house = await startHouse({
    nlu: quickNlu(),
    settle: { quiet: 10, longest: 50 },
    at(step) {
      if (step !== 'kept' || lost > 0) return;
      lost += 1;
      throw new Error('the connection to the store broke after the write');
    },
  });
}, 60_000);
afterAll(() => house.stop());

test('the second delivery is known, and its turn comes', async () => {
  const citizen = await house.citizen();
  expect((await citizen.say('居民医保怎么交', { id: 'm1' })).status).toBe(500);
  const again = await citizen.say('居民医保怎么交', { id: 'm1' });
  expect([again.status, again.body]).toEqual([202, { seq: 1, seen: true }]);
  const lines = await citizen.until((line) => line.from === 'bot');
  expect(lines.map(({ seq, from }) => [seq, from])).toEqual([
    [1, 'citizen'],
    [2, 'bot'],
  ]);
});
