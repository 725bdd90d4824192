/** The checks of a text with this house around it. */
import type { Policy } from '../../policy/types.js';
import type { KnowledgeItem } from '../item.js';
import type { Knowledge } from '../search.js';
import { type Around, faultsOf, type ItemFault } from './faults.js';

export interface JudgeParts {
  knowledge: Pick<Knowledge, 'all'>;
  policy: Policy;
  personal: Around['personal'];
  now: () => Date;
}

export type JudgeItem = (item: KnowledgeItem) => ItemFault[];

export function judgeOf({ knowledge, policy, personal, now }: JudgeParts): JudgeItem {
  return (item: KnowledgeItem): ItemFault[] =>
    faultsOf(item, {
      ...policy,
      personal,
      now: now(),
      same(text, id) {
        for (const one of knowledge.all())
          if (one.id !== id && one.title === text && one.region === item.region) return one;
        return null;
      },
    });
}
