import {
  CODE_ALPHABET,
  CODE_LENGTH,
  checkCode,
  hashCode,
  newCode,
  readCode,
} from '../../server/tickets/code.js';

test('codes have six signs of an alphabet without look-alikes', () => {
  expect(CODE_ALPHABET).toBe([...new Set(CODE_ALPHABET)].sort().join(''));
  expect(CODE_ALPHABET).not.toMatch(/[01OIL]/);
  expect(Math.log2(CODE_ALPHABET.length ** CODE_LENGTH)).toBeGreaterThan(29);
  const codes = new Set(Array.from({ length: 500 }, () => newCode()));
  // 500 of 9 × 10^8: two alike would be a broken source of randomness (chance 1.4 in 10,000).
  expect(codes.size).toBeGreaterThan(498);
  for (const code of codes) expect(code).toMatch(new RegExp(`^[${CODE_ALPHABET}]{6}$`));
});

test('every sign can come, the first and the last too', () => {
  expect(newCode(() => 0)).toBe('222222');
  expect(newCode((max) => max - 1)).toBe('ZZZZZZ');
});

test('the right code opens, however it is typed; any other does not', async () => {
  const hash = await hashCode('A2B3C4');
  expect(hash).toMatch(/^\$argon2id\$/);
  expect(hash).not.toContain('A2B3C4');
  for (const typed of ['A2B3C4', 'a2b3c4', ' A2B 3C4 ', 'Ａ２Ｂ３Ｃ４', 'A2B-3C4']) {
    expect(await checkCode(hash, typed)).toBe(true);
  }
  for (const typed of ['A2B3C5', '', 'A2B3C', 'A2B3C44', '\ud800', 'x'.repeat(100_000)]) {
    expect(await checkCode(hash, typed)).toBe(false);
  }
});

test('the same code twice gives two hashes', async () => {
  expect(await hashCode('A2B3C4')).not.toBe(await hashCode('A2B3C4'));
});

test('without an order nothing opens, and it is compared all the same', async () => {
  expect(await checkCode(null, 'A2B3C4')).toBe(false);
  expect(await checkCode('', 'A2B3C4')).toBe(false);
  // The same parameters on both ways are what makes the cost the same: a damaged hash would throw at once.
  await expect(checkCode('$argon2id$damaged', 'A2B3C4')).rejects.toThrow();
});

test('a code is read within bounds', () => {
  expect(readCode('x'.repeat(1_000_000)).length).toBeLessThanOrEqual(64);
});
