/**
 * Proof of work instead of a captcha: the browser finds a number such that SHA-256 of challenge and number
 * begins with so many zero bits. The challenge names its form and its hour and is signed, so none is kept;
 * one that was used is, until it would be too old anyway.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Proof } from '../http/contract-forms.js';

export interface Proofs {
  ask(form: string, now: Date): { challenge: string; bits: number };
  /** The challenge's own name where the proof holds, null where it does not. */
  judge(proof: Proof | undefined, form: string, now: Date): string | null;
  /** No proof is asked for. */
  readonly off: boolean;
  /** Challenges issued before this are too old. */
  oldest(now: Date): Date;
}

/** Long enough to fill in a form at leisure and find the papers for it. */
const LIFE_MS = 2 * 3_600_000;
/** Clocks of several processes differ a little. */
const AHEAD_MS = 60_000;

export function zeroBits(bytes: Uint8Array): number {
  let bits = 0;
  for (const byte of bytes) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}

export const hashOf = ({ challenge, count }: Proof): Buffer =>
  createHash('sha256').update(`${challenge}:${count}`).digest();

export function createProofs({ key, bits }: { key: Buffer; bits: number }): Proofs {
  const sign = (body: string): Buffer => createHmac('sha256', key).update(body).digest();
  return {
    off: bits === 0,
    ask(form, now) {
      const body = [form, now.getTime().toString(36), bits, randomBytes(9).toString('base64url')].join('.');
      return { challenge: `${body}.${sign(body).toString('base64url')}`, bits };
    },
    judge(proof, form, now) {
      if (!proof) return null;
      const cut = proof.challenge.lastIndexOf('.');
      const body = proof.challenge.slice(0, cut);
      const given = Buffer.from(proof.challenge.slice(cut + 1), 'base64url');
      const right = sign(body);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
      const [of, at = '', asked = ''] = body.split('.');
      const age = now.getTime() - Number.parseInt(at, 36);
      if (of !== form || age > LIFE_MS || age < -AHEAD_MS) return null;
      return zeroBits(hashOf(proof)) >= Number(asked) ? body : null;
    },
    oldest: (now) => new Date(now.getTime() - LIFE_MS - AHEAD_MS),
  };
}
