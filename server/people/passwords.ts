/** Passwords: strength, hashing (argon2id), one-time passwords. A password is never stored, logged or shown twice. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hash as argonHash, verify as argonVerify } from '@node-rs/argon2';
import { Problem } from '../errors.js';
import type { WORDS } from './words.js';

export type Weakness = keyof typeof WORDS.weak;

const COMMON: ReadonlySet<string> = new Set(
  JSON.parse(readFileSync(new URL('./common-passwords.json', import.meta.url), 'utf8')) as string[],
);

/** One form for one password, whichever keyboard typed it. */
const plain = (password: string): string => password.normalize('NFKC');

/** Null = good. `old` where it is known in clear: the person has just proved it. */
export function weakness(password: string, account: string, old: string | null): Weakness | null {
  const text = plain(password);
  const signs = [...text];
  const lower = text.toLowerCase();
  // A lone surrogate is stored as U+FFFD: two different passwords would be one.
  if (/[\p{Cc}\p{Cs}]/u.test(text)) return 'control';
  if (signs.length < 10) return 'short';
  if (signs.length > 256) return 'long';
  if (!/\p{L}/u.test(text) || !/\p{Nd}/u.test(text)) return 'mix';
  if (old !== null && plain(old) === text) return 'same';
  if (lower.replaceAll(account.toLowerCase(), '').length < 8 && lower.includes(account.toLowerCase()))
    return 'account';
  if (new Set(lower).size < 5) return 'plain';
  // Signs put around a common password do not make it a rare one.
  if (COMMON.has(lower) || COMMON.has(lower.replace(/[^\p{L}\p{Nd}]/gu, ''))) return 'common';
  return null;
}

/** No 0/o, 1/l/i: it is read from paper. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz';
const DIGITS = '23456789';

export type Random = (bytes: number) => Buffer;

/** Signs of an alphabet, each as likely as any other: bytes beyond the last whole multiple are dropped. */
function pick(alphabet: string, count: number, random: Random): string[] {
  const fair = 256 - (256 % alphabet.length);
  const signs = [...random(count * 4)].filter((byte) => byte < fair);
  return signs.slice(0, count).map((byte) => alphabet.charAt(byte % alphabet.length));
}

/** Four groups of three letters and a digit, 66 bits; always passes `weakness`. */
export function oneTimePassword(account: string, random: Random = randomBytes): string {
  for (let tries = 0; tries < 100; tries++) {
    const letters = pick(LETTERS, 12, random).join('');
    const digits = pick(DIGITS, 4, random).join('');
    const password = [0, 1, 2, 3]
      .map((at) => letters.slice(at * 3, at * 3 + 3) + digits.charAt(at))
      .join('-');
    if (password.length === 19 && weakness(password, account, null) === null) return password;
  }
  throw new Error('the source of randomness gives no usable password');
}

/** OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, 2 passes, 1 lane. */
export const OWASP = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Hashing shares the four threads that read files; more at once would stop everything else. */
const AT_ONCE = 2;
const WAITING = 200;

export interface Passwords {
  hash(password: string): Promise<string>;
  /** `hash` null = no such account: costs the same and is false. */
  verify(hash: string | null, password: string): Promise<boolean>;
}

export async function createPasswords(
  cost: { memoryCost: number; timeCost: number; parallelism: number } = OWASP,
): Promise<Passwords> {
  let running = 0;
  const line: (() => void)[] = [];

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= AT_ONCE) {
      if (line.length >= WAITING) throw new Problem('BUSY');
      await new Promise<void>((go) => line.push(go));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = line.shift();
      if (next) next();
      else running -= 1;
    }
  }

  // The library's default algorithm is argon2id; its enum is const and cannot be imported by name here.
  const hash = (password: string): Promise<string> => argonHash(plain(password), { ...cost, algorithm: 2 });
  const nobody = await hash(randomBytes(32).toString('base64'));
  return {
    hash: (password) => inTurn(() => hash(password)),
    verify: (known, password) =>
      inTurn(async () => {
        const right = await argonVerify(known ?? nobody, plain(password));
        return right && known !== null;
      }),
  };
}
