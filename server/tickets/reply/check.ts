/**
 * Reads an answer before it is released (domain §5.4): certain rules with a reason a person can act on. What
 * blocks must be mended; what warns is for whoever releases it to judge. It changes nothing by itself.
 */

import { readFileSync } from 'node:fs';
import { LEAKS } from '../../people/leaks.js';
import { DOCUMENT } from '../../policy/document-number.js';
import type { UnitReply } from '../assignment.js';
import type { Ticket } from '../ticket.js';

export interface Remark {
  rule: string;
  severity: 'block' | 'warn';
  /** What to do. */
  says: string;
  /** UTF-16 offsets in the answer for the citizen; equal where it is about what is lacking. */
  from: number;
  to: number;
}

export interface ReplyFacts {
  reply: Pick<UnitReply, 'public' | 'handling' | 'solved'>;
  ticket: Pick<Ticket, 'content' | 'urgency' | 'title'>;
  /** Personal data in a text. */
  personal(text: string): readonly { kind: string; from: number; to: number }[];
  /** Is there a document of this number in the knowledge base? */
  knownDocument(number: string): boolean;
}

interface Row {
  id: string;
  severity: Remark['severity'];
  pattern: string;
  says: string;
  source: string;
}

const ROWS = (JSON.parse(readFileSync(new URL('./rules.json', import.meta.url), 'utf8')) as Row[]).map(
  (row) => ({
    ...row,
    pattern: new RegExp(row.pattern, 'gmu'),
  }),
);
const WORDS = JSON.parse(readFileSync(new URL('./words.json', import.meta.url), 'utf8')) as Record<
  'personal' | 'document' | 'danger' | 'short' | 'offpoint' | 'contradicts' | 'copied',
  string
>;

const SAFETY = /安全|警戒|围挡|停用|关闭|切断|撤离|排查|隐患|防护|先行处置|远离/u;
const SHORT = 15;

export function checkReply({ reply, ticket, personal, knownDocument }: ReplyFacts): Remark[] {
  const text = reply.public;
  const lacking = (rule: keyof typeof WORDS, severity: Remark['severity']): Remark => ({
    rule,
    severity,
    says: WORDS[rule],
    from: 0,
    to: 0,
  });
  return [
    ...personal(text)
      .filter(({ kind }) => LEAKS.has(kind))
      .map(
        ({ from, to }): Remark => ({ rule: 'personal', severity: 'block', says: WORDS.personal, from, to }),
      ),
    ...ROWS.flatMap(({ id, severity, says, pattern }) =>
      [...text.matchAll(pattern)].map(
        (found): Remark => ({
          rule: id,
          severity,
          says,
          from: found.index,
          to: found.index + found[0].length,
        }),
      ),
    ),
    ...[...text.matchAll(DOCUMENT)]
      .filter(([number]) => !knownDocument(number))
      .map(
        (found): Remark => ({
          rule: 'document',
          severity: 'warn',
          says: WORDS.document,
          from: found.index,
          to: found.index + found[0].length,
        }),
      ),
    ...(ticket.urgency === 'critical' && !SAFETY.test(text) ? [lacking('danger', 'warn')] : []),
    ...([...text.trim()].length < SHORT ? [lacking('short', 'warn')] : []),
    ...(shares(text, `${ticket.title}${ticket.content}`) ? [] : [lacking('offpoint', 'warn')]),
    ...(reply.solved !== 'yes' && /(?<!未|没有|尚未)已(?:经)?(?:解决|修好|办结)/u.test(text)
      ? [lacking('contradicts', 'warn')]
      : []),
    ...(text.trim() === reply.handling.trim() ? [lacking('copied', 'warn')] : []),
  ].sort((a, b) => (a.severity === b.severity ? a.from - b.from : a.severity === 'block' ? -1 : 1));
}

/** Two signs in a row in common with what was asked: an answer that has none speaks of something else. */
function shares(answer: string, asked: string): boolean {
  const pairs = (text: string): Set<string> => {
    const signs = [...text.replace(/[^\p{Script=Han}A-Za-z0-9]/gu, '')];
    return new Set(signs.slice(1).map((sign, i) => `${signs[i]}${sign}`));
  };
  const there = pairs(asked);
  return [...pairs(answer)].some((pair) => there.has(pair) && !EMPTY.has(pair));
}

/** In every letter, about anything. */
const EMPTY = new Set([
  '您好',
  '反映',
  '诉求',
  '问题',
  '情况',
  '工单',
  '已经',
  '我们',
  '您的',
  '目前',
  '现在',
  '没有',
]);
