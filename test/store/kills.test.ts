import { killLoop } from './kill-loop.js';

test('killed at random moments under mixed load: every acknowledged write there, none half there, verify clean', async () => {
  const { kills, acknowledged, faults } = await killLoop(8, () => undefined);
  expect(faults).toEqual([]);
  expect(kills).toBe(8);
  expect(acknowledged).toBeGreaterThan(8);
}, 300_000);
