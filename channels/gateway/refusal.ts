/** A refusal is a value until the hook answers; thrown inside one request only. */
import type { HookAnswer } from '../kind.js';
import { fill, type RefusalCode, WORDS } from './words.js';

export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly values: Readonly<Record<string, string | number>> = {},
  ) {
    super(fill(WORDS.refused[code].message, values));
  }
}

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): HookAnswer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(value),
  headers: { 'cache-control': 'no-store', ...headers },
});

export function refusalAnswer({ code, message, values }: Refusal): HookAnswer {
  const wait = values.seconds === undefined ? {} : { 'retry-after': String(values.seconds) };
  return json(WORDS.refused[code].status, { error: { code, message } }, wait);
}
