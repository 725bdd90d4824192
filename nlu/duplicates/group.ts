import type { DuplicateRule, Group, Matter, Similar } from './contract.js';

/** People are counted by what they have in common: one telephone in two conversations is one person. */
function people(lists: readonly (readonly string[])[]): number {
  const groups: Set<string>[] = [];
  let unknown = 0;
  for (const senders of lists) {
    if (senders.length === 0) {
      unknown++;
      continue;
    }
    const met = groups.filter((group) => senders.some((sender) => group.has(sender)));
    const joined = new Set([...senders, ...met.flatMap((group) => [...group])]);
    for (const group of met) groups.splice(groups.indexOf(group), 1);
    groups.push(joined);
  }
  return groups.length + unknown;
}

/**
 * Several people, one place, one matter, within the policy's days. Null for fewer people than are worth telling. A
 * likeness without a place in common makes no group: a league's cold flats are not one matter.
 */
export function groupOf(
  mine: Pick<Matter, 'id' | 'at' | 'senders'> & { critical: boolean },
  similar: readonly Similar[],
  { group: rule }: DuplicateRule,
): Group | null {
  const near = similar.filter(
    ({ at, likeness, samePlace }) =>
      samePlace && likeness >= rule.likeness && Math.abs(at - mine.at) <= rule.days * DAY,
  );
  const count = people([mine.senders, ...near.map(({ senders }) => senders)]);
  if (count < rule.people) return null;
  const all = [{ id: mine.id, at: mine.at }, ...near].sort((a, b) => b.at - a.at);
  return {
    people: count,
    ids: all.map(({ id }) => id),
    since: all.at(-1)!.at,
    level: mine.critical || count >= rule.leader ? 'leader' : count >= rule.alert ? 'alert' : 'hint',
  };
}

const DAY = 86_400_000;
