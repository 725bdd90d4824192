/**
 * The query code (提取码): six characters that are told apart when read aloud or copied by hand, about 30
 * bits from the system's random source. Kept only as Argon2id.
 *
 * The parameters are light on purpose: each look-up by a citizen costs one verification, and the code is no
 * password that somebody re-uses elsewhere. What stops guessing is the rate limit on the route (30 bits at
 * some tens of tries an hour); what the hash must do is make a stolen table costly: 4 MiB × 3 passes, about
 * 5 ms of one core, is some fifty core-days for each order. Sign-in passwords use far heavier ones.
 */
import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** Without 0 O 1 I L. */
export const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
export const CODE_LENGTH = 6;

/** Argon2id is the library's default algorithm. */
const COST = { memoryCost: 4096, timeCost: 3, parallelism: 1, outputLen: 32 };

/** `random(n)` gives an integer from 0 to n-1; passed in by tests alone. */
export const newCode = (random: (max: number) => number = (max) => randomInt(max)): string =>
  Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET[random(CODE_ALPHABET.length)]).join('');

/** As typed by a citizen: spaces, hyphens, lower case, full width. */
export const readCode = (typed: string): string =>
  typed
    .slice(0, 64)
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\p{Pd}]/gu, '')
    .toUpperCase();

export const hashCode = (code: string): Promise<string> => hash(readCode(code), COST);

let dummy: Promise<string> | undefined;

/**
 * `codeHash` null = no such order. A wrong number costs the same as a wrong code, so that the time tells
 * nobody which numbers exist: without an order the code is compared with a hash that nothing opens.
 */
export async function checkCode(codeHash: string | null, typed: string): Promise<boolean> {
  dummy ??= hash(newCode(), COST);
  // Waited for on both ways: the very first call is slower for either.
  const nothing = await dummy;
  const fits = await verify(codeHash || nothing, readCode(typed));
  return fits && Boolean(codeHash);
}
