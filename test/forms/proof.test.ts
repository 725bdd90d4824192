/** Proof of work: bound to its form and its hour, signed, as hard as the policy says. */
import { createProofs, hashOf, zeroBits } from '../../server/forms/proof.js';

const now = new Date('2026-07-01T08:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const key = Buffer.alloc(32, 7);
const proofs = createProofs({ key, bits: 8 });

function solve(form: string, from = proofs) {
  const { challenge, bits } = from.ask(form, now);
  for (let count = 0; ; count++)
    if (zeroBits(hashOf({ challenge, count })) >= bits) return { challenge, count };
}

test('what solves it is taken, with the name of the challenge', () => {
  const proof = solve('heating');
  const name = proofs.judge(proof, 'heating', later(119));
  expect(name).toMatch(/^heating\./);
  expect(proof.challenge.startsWith(name ?? 'x')).toBe(true);
});

test('no two challenges are one', () => {
  const names = new Set(Array.from({ length: 50 }, () => proofs.ask('heating', now).challenge));
  expect(names.size).toBe(50);
});

test.each([
  ['none', () => undefined],
  ['for another form', () => solve('noise')],
  ['signed by nobody', () => ({ ...solve('heating'), challenge: 'heating.abc.8.x.AAAA' })],
  ['signed by another house', () => solve('heating', createProofs({ key: Buffer.alloc(32, 8), bits: 8 }))],
  [
    'made easier',
    () => {
      const { challenge, count } = solve('heating');
      return { challenge: challenge.replace('.8.', '.1.'), count };
    },
  ],
  ['without a challenge', () => ({ challenge: '', count: 0 })],
])('%s: refused', (_name, make) => expect(proofs.judge(make(), 'heating', now)).toBeNull());

test('an unsolved one, one that is too old and one from the future are refused', () => {
  const proof = solve('heating');
  let count = 0;
  while (zeroBits(hashOf({ challenge: proof.challenge, count })) >= 8) count++;
  expect(proofs.judge({ ...proof, count }, 'heating', now)).toBeNull();
  expect(proofs.judge(proof, 'heating', later(121))).toBeNull();
  expect(proofs.judge(proof, 'heating', later(-2))).toBeNull();
  expect(proofs.oldest(later(121)).getTime()).toBeLessThanOrEqual(now.getTime());
});

test('bits are counted across bytes', () => {
  expect([
    zeroBits(Uint8Array.of(0, 0x1f)),
    zeroBits(Uint8Array.of(0x80)),
    zeroBits(Uint8Array.of(0, 0)),
  ]).toEqual([11, 0, 16]);
});

test('switched off, nothing is asked', () => expect(createProofs({ key, bits: 0 }).off).toBe(true));
