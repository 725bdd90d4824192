/** A step taken at the desk: judged, traced, committed under the claim of the item's next version. */
import { staff } from '../../desk/moves.js';
import { Problem } from '../../errors.js';
import type { SignedIn } from '../../http/handler.js';
import type { Commit, Committed } from '../../intake/journal.js';
import type { Audit } from '../../people/audit.js';
import type { KnowledgeItem } from '../item.js';
import type { Entry } from './entry.js';
import type { JudgeItem } from './judge.js';
import { type Ask, step } from './step.js';
import { FLOW } from './words.js';

export interface TakeParts {
  commit: (commit: Commit) => Promise<Committed>;
  audit: Audit;
  now: () => Date;
}

export type Take = ReturnType<typeof taker>;

export function taker({ commit, audit, now }: TakeParts, judge: JudgeItem) {
  return async (
    entry: Entry,
    version: number,
    who: SignedIn,
    ip: string,
    ask: Pick<Ask, 'action' | 'reason' | 'item' | 'owner'>,
  ): Promise<Entry> => {
    if (entry.version !== version) throw new Problem('STALE');
    const sound = (item: KnowledgeItem) => judge(item).every(({ severity }) => severity !== 'block');
    const stepped = step(entry, { ...ask, who, now: now(), sound });
    const target = `${entry.id}@${version + 1} ${ask.action}`;
    if ('refused' in stepped) {
      await audit({ who, ip, action: 'knowledge.step', target, reason: ask.reason, result: 'refused' });
      throw new Problem(
        stepped.refused === 'sound' ? 'INVALID' : 'NOT_ALLOWED',
        FLOW.refused[stepped.refused],
      );
    }
    await audit({ who, ip, action: 'knowledge.step', target, reason: ask.reason });
    const done = await commit({
      cause: `knowledge:${entry.id}@${version + 1}:${who.account}`,
      actor: staff(who, ip),
      claims: [`knowledge:${entry.id}@${version + 1}`],
      changes: [{ do: 'knowledge', ...stepped }],
      before: { version, work: entry.work, live: entry.live },
    });
    if (done === 'conflict') throw new Problem('STALE');
    return stepped.entry;
  };
}
