/** Alive, and ready: each part's state and what runs in a lesser form. */

import type { Channel } from '../channels/channel.js';
import type { Nlu } from '../nlu/understanding.js';
import { WORDS } from './boot-words.js';
import { Answer, type Handlers } from './http/handler.js';
import type { Database } from './store/connect.js';

export interface HealthParts {
  database: Database;
  nlu: Nlu;
  policy: { hash: string };
  knowledge: { size: number; read: boolean; building: boolean };
  model: { name: string; state(): 'ok' | 'resting' } | null;
  busy: () => number;
  channels: readonly Pick<Channel, 'name' | 'trouble'>[];
  full: () => boolean;
  stopping: () => boolean;
}

const STORE_MS = 2000;

interface StoreState {
  ok: boolean;
  kind: Database['kind'];
  /** What is wrong with it. */
  words?: string;
}

/** Does it answer, and may anything be written? A disk is seen by the embedded store alone. */
async function storeState({ connection, kind }: Database): Promise<StoreState> {
  const silent: StoreState = { ok: false, kind };
  const late = new Promise<StoreState>((resolve) => setTimeout(resolve, STORE_MS, silent).unref());
  const answer = connection.db?.command({ [kind === 'embedded' ? 'serverStatus' : 'ping']: 1 }).then(
    ({ storageEngine }): StoreState =>
      storageEngine?.refusal ? { ...silent, words: WORDS.unwritableNow } : { ok: true, kind },
    () => silent,
  );
  return Promise.race([answer ?? Promise.resolve(silent), late]);
}

/** Name to what is wrong with it; a channel in trouble degrades the house, it does not take it down. */
const troubles = (channels: HealthParts['channels']): Record<string, { ok: boolean; words?: string }> =>
  Object.fromEntries(
    channels.map((channel) => {
      const words = channel.trouble?.() ?? null;
      return [channel.name, words === null ? { ok: true } : { ok: false, words }];
    }),
  );

export function health(parts: HealthParts): Handlers<'healthz' | 'readyz'> {
  return {
    healthz: async () => ({ ok: true }),
    async readyz() {
      const store = await storeState(parts.database);
      const degraded = [
        ...parts.nlu.degraded(),
        ...(parts.knowledge.read ? [] : ['knowledge']),
        ...(parts.model?.state() === 'resting' ? ['model'] : []),
        ...parts.channels.filter((channel) => channel.trouble?.()).map(({ name }) => `channel:${name}`),
      ];
      const ready = store.ok && !parts.full() && !parts.stopping();
      const body = {
        ready,
        degraded,
        parts: {
          store,
          nlu: { ok: parts.nlu.degraded().length === 0 },
          knowledge: {
            ok: parts.knowledge.read && parts.knowledge.size > 0,
            items: parts.knowledge.size,
            building: parts.knowledge.building,
          },
          model: parts.model
            ? { ok: parts.model.state() === 'ok', name: parts.model.name }
            : { ok: true, off: true },
          policy: { ok: true, hash: parts.policy.hash },
          channels: troubles(parts.channels),
          lanes: { ok: !parts.full(), busy: parts.busy() },
        },
      };
      return new Answer({ status: ready ? 200 : 503, body });
    },
  };
}
