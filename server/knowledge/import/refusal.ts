/** Why a file is not read, in words. A value; only what nobody foresaw is thrown. */
import { fill } from '../flow/words.js';
import { IMPORT } from './words.js';

export interface Refused {
  refused: string;
}
export const refuse = (
  why: keyof typeof IMPORT.refused,
  values: Record<string, string | number> = {},
): Refused => ({
  refused: fill(IMPORT.refused[why], values),
});
export const isRefused = (value: object): value is Refused => 'refused' in value;
