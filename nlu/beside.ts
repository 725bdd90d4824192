import { THRESHOLDS } from './gating.js';
import type { Chances, Model } from './heads.js';
import { consult } from './judge.js';
import type { Mind } from './mind.js';
import { around } from './rule.js';
import { type Signals, signals } from './signals.js';

const HEAD = /[\s,。!?;:、]/u;

/** From the head of the clause in which a clear rule sees danger to the end of its sentence; null where that is all. */
export function clauseOf({ text, alarm }: Pick<Signals, 'text' | 'alarm'>): string | null {
  const hit = alarm.number && alarm.hits.find((one) => one.sure && one.label === alarm.number);
  if (!hit) return null;
  let from = hit.from;
  while (from > 0 && !HEAD.test(text[from - 1]!)) from--;
  const rest = around(text.slice(from), 0, hit.to - hit.from);
  return rest.length < text.length ? rest : null;
}

const danger = (part: Chances): number => part.emergency?.emergency ?? 0;

/**
 * Danger told beside another matter (「停水了，邻居家着火了」): the vector of the whole is mostly the other matter's, and
 * the heads would veto what a clear rule sees. Then the clause is heard alone, and the surer of the two counts.
 */
export async function heardBeside(
  seen: Signals,
  whole: Chances,
  model: Model,
  embed: Mind['embed'],
): Promise<Chances> {
  const clause = danger(whole) < THRESHOLDS.emergency ? clauseOf(seen) : null;
  if (clause === null) return whole;
  const alone = consult(model, signals(clause), await embed(clause));
  const { emergency, number } = alone;
  return danger(alone) > danger(whole)
    ? { ...whole, ...(emergency && { emergency }), ...(number && { number }) }
    : whole;
}
