/** From signed bytes to an event of a known shape, or a refusal that names every place. */
import type { z } from 'zod';
import { wrongs } from './faults.js';
import type { Partner } from './partners.js';
import { Refusal } from './refusal.js';
import { ack, MAY, SAID, type Said, type SaidType } from './wire.js';
import { WORDS } from './words.js';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

export function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(body)) as unknown;
  } catch {
    throw new Refusal('BAD_JSON');
  }
}

export function judged<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const found = schema.safeParse(value, { reportInput: true });
  if (found.success) return found.data;
  const faults = wrongs(found.error).map(({ path, why }) => `${path || WORDS.wrong.whole}：${why}`);
  throw new Refusal('INVALID', { faults: faults.join('；') });
}

function typeOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'type')) return '';
  const { type } = value as { type: unknown };
  return typeof type === 'string' ? type : '';
}

/** An array, a word or null is judged like an object without a type. */
export function readSaid(body: Buffer, partner: Partner): Said {
  const value = readJson(body);
  const types = MAY[partner.kind];
  const type = typeOf(value);
  if (!types.includes(type as SaidType)) throw new Refusal('TYPE', { types: types.join('、') });
  const event = judged(SAID[type as SaidType], value) as Said;
  const { verifiedPhone } = ('citizen' in event && event.citizen) || {};
  if (verifiedPhone !== undefined && !partner.verifiesPhone) throw new Refusal('PHONE');
  return event;
}

export const readAck = (body: Buffer): number => Number(judged(ack, readJson(body)).upTo);
