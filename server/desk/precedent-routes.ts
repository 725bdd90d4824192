/** 派单先例: searched, and withdrawn with a reason; a withdrawn one stays on record and is used no more. */
import { Problem } from '../errors.js';
import type { PrecedentRow } from '../http/contract-precedents.js';
import { type Handlers, signedIn } from '../http/handler.js';
import type { Commit, Committed } from '../intake/journal.js';
import type { Audit } from '../people/audit.js';
import type { Policy } from '../policy/types.js';
import type { PrecedentStore } from '../store/precedents.js';
import type { Precedent } from '../tickets/dispatch/precedent.js';
import { withoutRegion } from '../tickets/place.js';
import { staff } from './moves.js';
import { PRECEDENT_WORDS } from './precedent-words.js';

export interface PrecedentParts {
  precedents: PrecedentStore;
  commit: (commit: Commit) => Promise<Committed>;
  policy: Pick<Policy, 'units' | 'categories' | 'hotlines' | 'regionName' | 'regionPath'>;
  audit: Audit;
  now: () => Date;
}

const LISTED = 200;

export function precedentRoutes(parts: PrecedentParts): Handlers<'precedents' | 'withdrawPrecedent'> {
  const { precedents, policy, now } = parts;

  function view({
    _id,
    at,
    withdrawn,
    unit,
    region,
    category,
    hotline,
    place,
    ...one
  }: Precedent): PrecedentRow {
    return {
      ...{ ...one, id: _id, unit, at: at.toISOString() },
      unitName: policy.units.find(({ code }) => code === unit)?.name ?? unit,
      regionName: policy.regionName(region),
      place: withoutRegion(place, policy.regionPath(region)),
      categoryName: policy.categories.find(({ code }) => code === category)?.name ?? category,
      hotlineName: policy.hotlines.find(({ number }) => number === hotline)?.name ?? null,
      withdrawn: withdrawn && { ...withdrawn, at: withdrawn.at.toISOString() },
    };
  }

  return {
    async precedents({ query }) {
      const rows = await precedents.search((query.q ?? '').slice(0, 60), LISTED + 1);
      return { rows: rows.slice(0, LISTED).map(view), many: rows.length > LISTED };
    },

    async withdrawPrecedent(asked) {
      const who = signedIn(asked as never);
      const { version, reason } = asked.body;
      const one = await precedents.get(asked.params.precedent ?? '');
      if (!one) throw new Problem('NOT_FOUND');
      if (one.withdrawn) throw new Problem('NOT_ALLOWED', PRECEDENT_WORDS.withdrawn);
      if (one.version !== version) throw new Problem('STALE');
      const next = {
        ...one,
        version: version + 1,
        withdrawn: { by: who.account, at: now(), reason },
      };
      const claim = `precedent:${one._id}@${next.version}`;
      await parts.audit({ who, ip: asked.ip, action: 'precedent.withdraw', target: one._id, reason });
      const answer = await parts.commit({
        cause: `withdraw:${claim}:${who.account}`,
        actor: staff(who, asked.ip),
        claims: [claim],
        changes: [{ do: 'precedent', precedent: next }],
        before: { withdrawn: null },
      });
      if (answer === 'conflict') throw new Problem('STALE');
      return view((await precedents.get(one._id)) ?? next);
    },
  };
}
