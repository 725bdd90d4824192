import { compileRules, type Hit, hits, type RuleRow, readJson } from './rule.js';

interface Table {
  rules: RuleRow[];
  guards: RuleRow[];
}
const table = readJson<Table>('refusal');
const rules = compileRules(table.rules);
const guards = compileRules(table.guards);

export interface Asked {
  /** Rules whose asked act belongs to another statutory channel or is not allowed. */
  refusals: Hit[];
  /** Signs that only the topic is there: how-to questions, places, threats, the sender as victim. */
  guards: Hit[];
}

/** Topic and asked act apart: a refusal needs an act, and a guard tells a topic. */
export function asked(text: string): Asked {
  return { refusals: hits(rules, text), guards: hits(guards, text) };
}
