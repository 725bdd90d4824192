/** What editors look after: the map, the gaps, the pairs, and a search that shows them everything. */
import { Problem } from '../../errors.js';
import { type Handlers, signedIn } from '../../http/handler.js';
import type { Audit } from '../../people/audit.js';
import type { Policy } from '../../policy/types.js';
import type { KnowledgeDeskStore } from '../../store/knowledge-desk.js';
import { languageFrom } from '../language.js';
import type { LivingKnowledge } from '../living.js';
import type { FindOptions } from '../search.js';
import { clustersOf } from './gaps.js';
import { coverageOf } from './map.js';
import { type Pair, pairKey, pairsOf, printOf } from './pairs.js';

export interface CareParts {
  knowledge: LivingKnowledge;
  kbDesk: KnowledgeDeskStore;
  policy: Policy;
  audit: Audit;
  vectorOf: (text: string) => Promise<Float32Array | null>;
  now: () => Date;
}

export type CareRoute =
  | 'kbRebuild'
  | 'kbMap'
  | 'kbGaps'
  | 'kbSettleGaps'
  | 'kbPairs'
  | 'kbSettlePair'
  | 'kbSearch';

/** In the audit trail: taken back. */
const BACK = { reason: 'undo' };

const GAPS = 1_000;
const CLUSTERS = 100;
const PAIRS = 200;
/** Finding all pairs takes seconds: what was found stands a while. */
const STALE_MS = 5 * 60_000;

export function careRoutes(parts: CareParts): Handlers<CareRoute> {
  const { knowledge, kbDesk, policy, audit, vectorOf, now } = parts;
  let pairs: { at: number; found: Promise<Pair[]> } | null = null;
  function found(): Promise<Pair[]> {
    const at = now().getTime();
    if (!pairs || at - pairs.at > STALE_MS) pairs = { at, found: pairsOf(knowledge, now()) };
    return pairs.found;
  }

  return {
    kbMap: async () => coverageOf(knowledge.open(now()), policy),
    async kbGaps() {
      const clusters = clustersOf(await kbDesk.openGaps(GAPS)).slice(0, CLUSTERS);
      return clusters.map(({ last, nearest, ...rest }) => {
        const title = nearest === null ? undefined : knowledge.get(nearest)?.title;
        return {
          ...rest,
          nearest: nearest !== null && title !== undefined ? { id: nearest, title } : null,
          last: last.toISOString(),
        };
      });
    },
    async kbRebuild(asked) {
      const who = signedIn(asked);
      await audit({ who, ip: asked.ip, action: 'knowledge.rebuild', target: String(knowledge.size) });
      knowledge.renew();
      return { items: knowledge.size };
    },
    async kbSettleGaps(asked) {
      const who = signedIn(asked as never);
      const { ids, open = false } = asked.body;
      const target = ids.join(' ').slice(0, 200);
      await audit({ who, ip: asked.ip, action: 'knowledge.gaps', target, ...(open ? BACK : {}) });
      await kbDesk.settleGaps(ids, !open);
      return undefined;
    },
    async kbPairs() {
      const settled = new Map((await kbDesk.settledPairs()).map(({ _id, print }) => [_id, print]));
      const open = (await found()).filter(
        (pair) => settled.get(pairKey(pair.a.id, pair.b.id)) !== printOf(pair),
      );
      return open.slice(0, PAIRS);
    },
    async kbSettlePair(asked) {
      const who = signedIn(asked as never);
      const { a, b, open = false } = asked.body;
      const _id = pairKey(a, b);
      const pair = (await found()).find((one) => pairKey(one.a.id, one.b.id) === _id);
      if (!pair) throw new Problem('NOT_FOUND');
      await audit({ who, ip: asked.ip, action: 'knowledge.pairs', target: _id, ...(open ? BACK : {}) });
      if (open) await kbDesk.openPair(_id);
      else await kbDesk.settlePair({ _id, print: printOf(pair), by: who.account, at: now() });
      return undefined;
    },
    async kbSearch(asked) {
      const text = asked.query.q?.trim() ?? '';
      if (text === '') return [];
      const { region, category, audience, language = '' } = asked.query;
      // 口径 for agents is theirs; a unit's people read what is for units.
      const readers: FindOptions['readers'] =
        signedIn(asked).scope === null ? ['PUBLIC', 'AGENT', 'DEPT'] : ['PUBLIC', 'DEPT'];
      if (audience && audience !== 'citizen' && audience !== 'enterprise') throw new Problem('BAD_REQUEST');
      const { hits } = knowledge.find(text, {
        ...{
          region: region || null,
          category: category || null,
          readers,
          language: languageFrom(language),
          now: now(),
          vector: await vectorOf(text),
        },
        ...(audience === 'citizen' || audience === 'enterprise' ? { audience } : {}),
      });
      const byId = new Map([...knowledge.all()].map((item) => [item.id, item]));
      return hits.flatMap(({ passage, score }) => {
        const item = byId.get(passage.id);
        if (!item) return [];
        const internal = readers.includes('AGENT') ? (item.internal ?? '') : '';
        return [{ ...passage, score, internal, channels: item.channels, audience: item.audience }];
      });
    },
  };
}
