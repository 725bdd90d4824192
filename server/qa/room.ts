/** 智能问答 joined: the API, the pages, and what of it is for search engines. */
import type { Ground } from '../ground.js';
import type { Commit, Committed } from '../intake/journal.js';
import { createMeant } from '../knowledge/meant.js';
import { createSpelling } from '../knowledge/spelling.js';
import type { Entry } from '../site/site-map.js';
import { createQa } from './ask.js';
import { qaHandlers } from './handlers.js';
import { qaPages } from './pages.js';
import { itemPath } from './parts.js';
import { createTopics } from './topics.js';
import { createUseful } from './useful.js';

export function qaRoom(
  ground: Ground,
  commit: (commit: Commit) => Promise<Committed>,
  notUseful: (item: string) => Promise<void>,
  failed: (error: unknown) => void,
) {
  const { policy, votes, now } = ground;
  const spelling = createSpelling(ground.knowledge.vocabulary);
  const meant = createMeant(ground.knowledge, spelling);
  const qa = createQa({
    ...ground,
    async meant(text, region, filters) {
      await spelling.refresh();
      return meant(text, { ...filters, region, now: now() });
    },
    unanswered: (one) => void ground.keep.gaps.note(one).catch(failed),
  });
  const open = () => ground.knowledge.open(now());
  const topics = createTopics({ open, votes, policy, holds: qa.holds, now });
  const useful = createUseful({
    seen: (id) => ground.passage(id) !== null,
    commit,
    notUseful,
    audit: ground.people.audit,
    key: ground.secrets.key('qa'),
  });
  const entries = (): Entry[] => [
    { path: '/qa' },
    ...open().map(({ id, updated }) => ({ path: itemPath(id, ''), changed: updated })),
  ];
  return {
    qa,
    entries,
    handlers: {
      ...qaHandlers({ qa, useful, votes }),
      ...qaPages({
        qa,
        topics,
        useful,
        regions: policy.regions,
        categories: policy.categories,
        read: (id) => ground.keep.uses.count(id, 'read'),
        publicUrl: ground.config.publicUrl,
        now,
      }),
    },
  };
}
