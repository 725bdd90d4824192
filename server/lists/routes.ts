/** Work lists at the desk: what each role has to do, and the filters people keep. */
import { randomUUID } from 'node:crypto';
import { Problem } from '../errors.js';
import { Answer, type Handlers, signedIn } from '../http/handler.js';
import type { Audit } from '../people/audit.js';
import type { FilterDoc, FilterStore } from '../store/list-filters.js';
import { COUNTED } from '../store/ticket-lists.js';
import type { Count } from './counts.js';
import { facetsFor, queuesOf } from './queues.js';
import { say, WORDS } from './words.js';

export interface ListRouteParts {
  filters: FilterStore;
  count: Count;
  audit: Audit;
  now: () => Date;
  /** Are all orders sorted into lists? */
  sorted: () => boolean;
}

const MOST = 50;

export function listRoutes({
  filters,
  count,
  audit,
  now,
  sorted,
}: ListRouteParts): Handlers<'lists' | 'saveFilter' | 'dropFilter'> {
  const shown = ({ _id, name, by, role, query }: FilterDoc, account: string) => ({
    id: _id,
    name,
    by,
    role,
    query,
    own: by === account,
  });
  return {
    async lists(asked) {
      const who = signedIn(asked);
      const place = who.scope === null ? null : who.unit;
      const saved = await filters.of(who.account, who.roles);
      const lists = queuesOf(who.roles).map(async (queue) => {
        const facets = facetsFor(queue, who.account);
        const n = await count(place, facets);
        const { id, name, order, empty } = queue;
        return { id, name, facets, order, empty, count: n, many: n >= COUNTED };
      });
      return {
        lists: await Promise.all(lists),
        filters: saved.map((doc) => shown(doc, who.account)),
        ready: sorted(),
      };
    },
    async saveFilter(asked) {
      const who = signedIn(asked as never);
      const { name, role, query } = asked.body;
      if (role !== null && !who.roles.includes(role)) throw new Problem('INVALID', WORDS.noRole);
      const there = await filters.of(who.account, who.roles);
      if (there.filter(({ by }) => by === who.account).length >= MOST)
        throw new Problem('INVALID', say(WORDS.tooMany, { n: MOST }));
      const kept = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
      const doc: FilterDoc = {
        _id: randomUUID(),
        name,
        by: who.account,
        role,
        query: Object.fromEntries(kept),
        at: now(),
      };
      await filters.put(doc);
      await audit({ who, ip: asked.ip, action: 'list.filter', target: doc._id, reason: role ?? '' });
      return shown(doc, who.account);
    },
    async dropFilter(asked) {
      const who = signedIn(asked);
      const doc = await filters.get(asked.params.filter ?? '');
      const seen = doc && (doc.role === null ? doc.by === who.account : who.roles.includes(doc.role));
      if (!doc || !seen) throw new Problem('NOT_FOUND');
      if (doc.by !== who.account) throw new Problem('FORBIDDEN', say(WORDS.notYours, { by: doc.by }));
      await filters.remove(doc._id);
      await audit({ who, ip: asked.ip, action: 'list.filter', target: doc._id, reason: 'remove' });
      return new Answer({ status: 204 });
    },
  };
}
