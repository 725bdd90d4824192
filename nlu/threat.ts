import { compileRules, type Hit, hits, type RuleRow, readJson } from './rule.js';

const table = readJson<{ rules: RuleRow[]; injection: RuleRow[] }>('threat');
const rules = compileRules(table.rules);
const orders = compileRules(table.injection);

/** 扬言: self-harm before violence before mass action. */
export function threats(text: string): Hit[] {
  const found = hits(rules, text);
  const rank = ['self_harm', 'violence', 'mass'];
  return found.sort((a, b) => rank.indexOf(a.label) - rank.indexOf(b.label));
}

/** The text tries to give orders to a model. */
export function injections(text: string): Hit[] {
  return hits(orders, text);
}
