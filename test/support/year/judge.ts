/** Is everything counted once, and do the rates agree with what was said? Differences in words; none = []. */

import { cellOf } from '../../../server/insight/cells.js';
import { add, type Counts } from '../../../server/insight/counts.js';
import { type MeasureRules, valuesOf } from '../../../server/insight/measures.js';
import { type Heard, ratesOf } from './rates.js';
import type { Year } from './year.js';

export function judgeYear({ counted, moved, heard, orders }: Year, rules: MeasureRules): string[] {
  const faults: string[] = [];
  for (const cell of new Set([...counted.keys(), ...moved.keys()])) {
    const left = add(moved.get(cell) ?? {}, counted.get(cell) ?? {}, -1);
    if (Object.keys(left).length > 0)
      faults.push(`${cell}: moved and counted differ by ${JSON.stringify(left)}`);
  }
  const sums = new Map<string, Counts>();
  const gather = (name: string, counts: Counts): void =>
    void sums.set(name, add(sums.get(name) ?? {}, counts));
  for (const [id, counts] of counted) {
    const { kind, code, period } = cellOf(id);
    if (kind === 'all') gather('all', counts);
    if (kind === 'unit/month') gather(`unit ${code}`, counts);
    if (kind === 'all/month') gather(period, counts);
  }
  const groups = new Map<string, Heard[]>([['all', [...heard]]]);
  const put = (name: string, one: Heard): void => {
    const there = groups.get(name);
    if (there) there.push(one);
    else groups.set(name, [one]);
  };
  for (const one of heard) for (const name of [`unit ${one.unit}`, one.month]) put(name, one);
  for (const [name, of] of groups) {
    const counts = sums.get(name) ?? {};
    const told = valuesOf(counts, { ...rules, smallest: 1 });
    const slow = ratesOf(of);
    if ((counts.valid ?? 0) !== slow.valid)
      faults.push(`${name}: ${counts.valid ?? 0} valid, ${slow.valid} heard`);
    for (const id of ['response', 'solved', 'satisfied', 'composite'] as const)
      if (slow.valid > 0 && Math.abs((told[id]?.value ?? -1) - slow[id]) > 1e-9)
        faults.push(`${name}: ${id} ${told[id]?.value}, by the slow way ${slow[id]}`);
  }
  const { orders: told = 0, refused = 0 } = sums.get('all') ?? {};
  if (told + refused !== orders)
    faults.push(`${orders} filed, ${told + refused} counted as orders or refusals`);
  return faults;
}
