/** The knowledge base joined: its way, its corrections, and what of it is open. */
import { findPersonal } from '../../nlu/pii.js';
import type { Ground } from '../ground.js';
import type { Handlers } from '../http/handler.js';
import type { Core } from '../intake/core.js';
import { type CareRoute, careRoutes } from './care/routes.js';
import { type CorrectionRoute, corrections } from './flow/corrections.js';
import { type FlowRoute, flowRoutes } from './flow/desk.js';
import { judgeOf } from './flow/judge.js';
import { taker } from './flow/take.js';
import { importRoutes } from './import/routes.js';
import { openRoutes } from './open/routes.js';

export type KnowledgeRoute =
  | FlowRoute
  | CorrectionRoute
  | CareRoute
  | 'kbImport'
  | 'kbExport'
  | 'kbOpen'
  | 'kbFeed';

export interface KnowledgeRoom {
  handlers: Handlers<KnowledgeRoute>;
  /** A citizen was not helped by it. */
  notUseful(item: string): Promise<void>;
}

export function knowledgeRoom(ground: Ground, commit: Core['commit']): KnowledgeRoom {
  const { people } = ground;
  const parts = { ...ground, ...ground.keep, commit, audit: people.audit, personal: findPersonal };
  const judge = judgeOf(parts);
  const take = taker(parts, judge);
  const flagged = corrections({ ...parts, mask: people.masks.text });
  return {
    handlers: {
      ...flowRoutes({ ...parts, judge, take }),
      ...flagged.handlers,
      ...importRoutes({ ...parts, judge }),
      ...careRoutes({ ...parts, vectorOf: ground.vectorOf }),
      ...openRoutes({ ...parts, publicUrl: ground.config.publicUrl }),
    },
    notUseful: flagged.notUseful,
  };
}
