import { around, compileRules, type Hit, hits, type RuleRow, readJson } from './rule.js';

interface Table {
  calm: string[];
  rules: RuleRow[];
}

const table = readJson<Table>('emergency');
const rules = compileRules(table.rules);
const calm = table.calm.map((source) => new RegExp(source, 'u'));

export interface Alarm {
  hits: Hit[];
  /** The number to dial where the rules alone are certain: danger named, no sign of past, if, or question. */
  number: '110' | '119' | '120' | '122' | null;
  /** The rules see danger but also a sign that it is over, feared or asked about. */
  calmed: boolean;
  now: boolean;
}

const ASKS = /[吗么?]\s*$/u;

/** Danger happening now, by rules. 「我家厨房着火了」 yes; 「去年着火」「万一着火」「着火了怎么赔」 no. */
export function alarm(text: string): Alarm {
  const all = hits(rules, text);
  const danger = all.filter((hit) => hit.label !== 'now');
  const now = all.length > danger.length;
  const fresh = danger.filter((hit) => {
    const sentence = around(text, hit.from, hit.to);
    return !calm.some((pattern) => pattern.test(sentence));
  });
  const sure = fresh.find((hit) => hit.sure && (now || text.length < 30) && !ASKS.test(text));
  return {
    hits: danger,
    number: (sure?.label as Alarm['number'] | undefined) ?? null,
    calmed: danger.length > 0 && fresh.length === 0,
    now,
  };
}
