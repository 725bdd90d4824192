/** What zod found wrong, as Chinese sentences with a path; never the value itself: it may be a secret. */
import type { z } from 'zod';
import { fill, WORDS } from './words.js';

export interface Wrong {
  /** `[0].secrets[1]`; '' = the whole. */
  path: string;
  why: string;
}

type Issue = z.core.$ZodIssue;

export const pathOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part).slice(0, 40)}`))
    .join('')
    .replace(/^\./, '');

function whyOf(issue: Issue): string {
  const { wrong, types } = WORDS;
  const sized = 'origin' in issue && issue.origin === 'array';
  const texted = 'origin' in issue && issue.origin === 'string';
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? wrong.missing
        : fill(wrong.kind, { expected: types[issue.expected] ?? issue.expected });
    case 'invalid_value':
      return fill(wrong.choice, { values: issue.values.join('、') });
    case 'too_small':
      return fill(sized ? wrong.few : texted ? wrong.short : wrong.low, { n: String(issue.minimum) });
    case 'too_big':
      return fill(sized ? wrong.many : texted ? wrong.long : wrong.high, { n: String(issue.maximum) });
    case 'unrecognized_keys':
      return fill(wrong.unknown, { keys: issue.keys.map((key) => key.slice(0, 40)).join('、') });
    default:
      return /[\u4e00-\u9fff]/.test(issue.message) ? issue.message : wrong.form;
  }
}

/** At most ten: a hostile body could have thousands. */
export const wrongs = (error: z.ZodError): Wrong[] =>
  error.issues.slice(0, 10).map((issue) => ({ path: pathOf(issue.path), why: whyOf(issue) }));
