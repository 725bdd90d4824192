/** 智能问答 joined: the API, the pages, and what of it is for search engines. */
import type { Ground } from '../ground.js';
import type { Commit, Committed } from '../intake/journal.js';
import type { Entry } from '../site/site-map.js';
import { createQa } from './ask.js';
import { qaHandlers } from './handlers.js';
import { qaPages } from './pages.js';
import { itemPath } from './parts.js';
import { createTopics } from './topics.js';
import { createUseful } from './useful.js';

export function qaRoom(ground: Ground, commit: (commit: Commit) => Promise<Committed>) {
  const { policy, votes, now } = ground;
  const qa = createQa(ground);
  const open = () => ground.knowledge.open(now());
  const topics = createTopics({ open, votes, policy, holds: qa.holds, now });
  const useful = createUseful({
    seen: (id) => ground.passage(id) !== null,
    commit,
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
      ...qaPages({ qa, topics, useful, regions: policy.regions, publicUrl: ground.config.publicUrl, now }),
    },
  };
}
