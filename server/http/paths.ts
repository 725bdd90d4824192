/** Refuses addresses that try to climb, before anything else looks at them. */
import type { RequestHandler } from 'express';
import { Problem } from '../errors.js';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const TRICK = /[\u0000-\u001f\u007f\\/]/;

/** A segment is judged decoded twice: what decodes to a trick behind a second decoding is one. */
function honest(segment: string): boolean {
  let text = segment;
  for (let round = 0; round < 2; round++) {
    try {
      text = decodeURIComponent(text);
    } catch {
      // Broken on the first round is broken; on the second it is a plain percent sign.
      return round > 0;
    }
    if (TRICK.test(text) || text === '.' || text === '..') return false;
  }
  return true;
}

export const plainPath: RequestHandler = (req, _res, next) => {
  const path = req.url.split(/[?#]/, 1)[0] ?? '';
  next(path.split('/').every(honest) ? undefined : new Problem('BAD_REQUEST'));
};
