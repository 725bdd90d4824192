/** Alive, and ready: each part's state and what runs in a lesser form. */

import type { Channel } from '../channels/channel.js';
import type { Nlu } from '../nlu/understanding.js';
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

async function pings({ connection }: Database): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, STORE_MS, false).unref());
  const answer = connection.db?.command({ ping: 1 }).then(
    () => true,
    () => false,
  );
  return Promise.race([answer ?? Promise.resolve(false), late]);
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
      const store = await pings(parts.database);
      const degraded = [
        ...parts.nlu.degraded(),
        ...(parts.knowledge.read ? [] : ['knowledge']),
        ...(parts.model?.state() === 'resting' ? ['model'] : []),
        ...parts.channels.filter((channel) => channel.trouble?.()).map(({ name }) => `channel:${name}`),
      ];
      const ready = store && !parts.full() && !parts.stopping();
      const body = {
        ready,
        degraded,
        parts: {
          store: { ok: store, kind: parts.database.kind },
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
