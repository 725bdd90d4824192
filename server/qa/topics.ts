/** What people ask most, by category: useful items first. Counts may be a minute old. */
import type { Passage } from '../../bot/decision.js';
import type { QaLink } from '../http/contract-qa.js';
import type { Policy } from '../policy/types.js';
import type { VoteStore } from '../store/votes.js';
import { linkOf } from './ask.js';

export interface Topic {
  category: string;
  name: string;
  rows: QaLink[];
}

export interface TopicParts {
  /** All that the public may be told now. */
  open: () => Passage[];
  votes: Pick<VoteStore, 'counts'>;
  policy: Pick<Policy, 'categories'>;
  holds: (one: Passage, region: string | null) => boolean;
  now: () => Date;
}

const STALE_MS = 60_000;

export type Topics = (region: string | null) => Promise<Topic[]>;

export function createTopics({ open, votes, policy, holds, now }: TopicParts): Topics {
  let counted: { at: number; weights: Map<string, number> } | null = null;

  async function weights(): Promise<Map<string, number>> {
    const at = now().getTime();
    if (!counted || at - counted.at > STALE_MS) {
      const rows = await votes.counts();
      counted = { at, weights: new Map(rows.map(({ id, useful, not }) => [id, useful - not])) };
    }
    return counted.weights;
  }

  return async (region) => {
    const weight = await weights();
    const rows = open()
      .filter((item) => holds(item, region))
      .sort((a, b) => (weight.get(b.id) ?? 0) - (weight.get(a.id) ?? 0) || (a.id < b.id ? -1 : 1));
    return policy.categories.map(({ code, name }) => ({
      category: code,
      name,
      rows: rows.filter((item) => item.category === code).map(linkOf),
    }));
  };
}
