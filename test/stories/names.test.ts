/** The desk shows names, never codes: every code that it may meet has one. */
import { type House, startHouse } from '../support/house.js';

let house: House;
beforeAll(async () => {
  house = await startHouse();
}, 60_000);
afterAll(() => house.stop());

test('the names of all codes come in one answer, urgencies in their order', async () => {
  const seat = await house.seat('namer');
  const { status, body } = await seat.get<Record<string, { name: string }[]>>('/api/desk/options');
  expect(status).toBe(200);
  expect(body.urgencies?.map(({ name }) => name)).toEqual(['特急', '紧急', '一般']);
  const { words, ...lists } = body as unknown as Record<string, { name: string }[]> & {
    words: Record<string, Record<string, string>>;
  };
  expect(words.returnReasons?.duty).toBe('职能不符');
  for (const [list, rows] of Object.entries(lists) as [string, { name: string }[]][]) {
    expect([list, rows.length > 0]).toEqual([list, true]);
    expect(rows.every(({ name }) => name.length > 0)).toBe(true);
  }
});
