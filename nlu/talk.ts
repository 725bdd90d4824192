import { normalize } from './normalize.js';
import { readJson } from './rule.js';
import type { TalkAct } from './understanding.js';

interface Row {
  id: string;
  act: Exclude<TalkAct, null>;
  any: string[];
}
const table = readJson<{ longest: number; rules: Row[] }>('talk');
const EDGE = /^[\s\p{P}\p{S}]+|[\s\p{P}\p{S}了吧呀啊哦呢嘛呗哈啦]+$/gu;
const rows = table.rules.map((row) => ({
  ...row,
  any: row.any.map((source) => new RegExp(`^(?:${source})$`, 'iu')),
}));

/** What the whole message does in the conversation. A longer text is about a matter, whatever words it has. */
export function talk(text: string): { act: TalkAct; rule?: string } {
  if (text.length > table.longest * 2) return { act: null };
  const asWritten = normalize(text).text.trim();
  const bare = asWritten.replace(EDGE, '');
  if (bare.length > table.longest) return { act: null };
  for (const row of rows) {
    if (row.any.some((pattern) => pattern.test(bare) || pattern.test(asWritten)))
      return { act: row.act, rule: row.id };
  }
  return { act: null };
}

const CLAUSE = /[\p{P}\s]+/u;
const says = (act: TalkAct, clauses: string[]): Row['id'] | null =>
  rows.find((row) => row.act === act && clauses.some((one) => row.any.some((pattern) => pattern.test(one))))
    ?.id ?? null;

/** As `talk`; also a longer message one part of which only asks for a person: nobody is kept from one. */
export function actOf(text: string): { act: TalkAct; rule?: string } {
  const whole = talk(text);
  if (whole.act) return whole;
  const clauses = normalize(text)
    .text.split(CLAUSE)
    .map((clause) => clause.replace(EDGE, ''));
  const rule = says('noPerson', clauses) ? null : says('person', clauses);
  return rule ? { act: 'person', rule } : { act: null };
}
