import { compileRules, type Hit, hits, type RuleRow, readJson } from './rule.js';

const rules = compileRules(readJson<{ rules: RuleRow[] }>('urgency').rules);

/** Hazards named in the text, critical first. Graded by the kind of hazard, never by the tone. */
export function hazards(text: string): Hit[] {
  return hits(rules, text).sort((a, b) => (a.label === b.label ? 0 : a.label === 'critical' ? -1 : 1));
}
