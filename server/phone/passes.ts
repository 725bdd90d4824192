/**
 * What a proved phone opens, for a while: a signed line that names nobody, since both names in it are keyed
 * digests. Nothing is stored, so it survives a restart; a pass for one purpose is none for another.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface Proved {
  /** Identity (people/citizens.ts). */
  person: string;
  /** Blind index of the phone. */
  phoneHash: string;
}

export interface Passes {
  make(purpose: string, proved: Proved, until: Date): string;
  /** Null = none, another purpose's, forged, or run out. */
  read(purpose: string, pass: string | undefined): Proved | null;
}

export function createPasses(key: Buffer, now: () => Date): Passes {
  const seal = (line: string): string => createHmac('sha256', key).update(line).digest('base64url');
  const same = (one: string, other: string): boolean => {
    const [a, b] = [Buffer.from(one), Buffer.from(other)];
    return a.length === b.length && timingSafeEqual(a, b);
  };
  return {
    make(purpose, { person, phoneHash }, until) {
      const line = [purpose, person, phoneHash, until.getTime().toString(36)].join('.');
      return `${line}.${seal(line)}`;
    },
    read(purpose, pass = '') {
      const cut = pass.lastIndexOf('.');
      const line = pass.slice(0, Math.max(0, cut));
      if (!same(seal(line), pass.slice(cut + 1))) return null;
      const [of, person = '', phoneHash = '', until = ''] = line.split('.');
      if (of !== purpose || Number.parseInt(until, 36) <= now().getTime()) return null;
      return { person, phoneHash };
    },
  };
}

export const bearerOf = (authorization: string | undefined): string | undefined =>
  /^Bearer ([\w.-]{1,256})$/.exec(authorization ?? '')?.[1];
