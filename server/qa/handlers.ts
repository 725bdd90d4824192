/** 智能问答 for scripts and for other sites' servers, and what citizens thought of it for the desk. */
import { Problem } from '../errors.js';
import type { Handlers } from '../http/handler.js';
import type { Filters } from '../knowledge/search.js';
import type { VoteStore } from '../store/votes.js';
import type { Qa } from './ask.js';
import type { Useful } from './useful.js';

/** A word that is no audience of ours filters nothing away. */
export const filtersOf = ({ audience, category }: Record<string, string>): Filters => ({
  ...(audience === 'citizen' || audience === 'enterprise' ? { audience } : {}),
  category: category || null,
});

export interface QaHandlerParts {
  qa: Qa;
  useful: Useful;
  votes: Pick<VoteStore, 'counts'>;
}

export function qaHandlers({
  qa,
  useful,
  votes,
}: QaHandlerParts): Handlers<'qaAsk' | 'qaSuggest' | 'qaItem' | 'qaUseful' | 'qaCounts'> {
  return {
    async qaAsk({ query }) {
      const text = query.q?.trim() ?? '';
      if (text === '') throw new Problem('INVALID');
      return qa.ask(text, query.region || null, filtersOf(query));
    },
    qaSuggest: async ({ query }) => qa.suggest(query.q ?? '', query.region || null),
    async qaItem({ params, query }) {
      const item = qa.item(params.id ?? '', query.region || null);
      if (!item) throw new Problem('NOT_FOUND');
      return item;
    },
    qaUseful: async ({ body, ip }) => ({ first: await useful({ ...body, ip }) }),
    qaCounts: async () =>
      (await votes.counts()).map((count) => ({ ...count, title: qa.item(count.id, null)?.title ?? null })),
  };
}
