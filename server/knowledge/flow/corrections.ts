/** Routes of 纠错单, and the one that opens by itself when enough citizens were not helped. */
import { staff } from '../../desk/moves.js';
import { Problem } from '../../errors.js';
import { type Handlers, type SignedIn, signedIn } from '../../http/handler.js';
import type { Commit } from '../../intake/journal.js';
import { dayOf, plusDays } from '../../tickets/deadlines/calendar.js';
import type { Actor } from '../../tickets/ticket.js';
import { type Correction, openCorrection, settle } from './correction.js';
import { CORRECTION_STATES } from './correction-kinds.js';
import type { FlowParts } from './desk.js';
import type { Entry } from './entry.js';
import type { TakeParts } from './take.js';
import { correctionView } from './view.js';
import { CORRECT, fill } from './words.js';

export type CorrectionRoute = 'kbCorrections' | 'kbCorrect' | 'kbSettle';
export type CorrectionParts = Pick<FlowParts, 'entries' | 'kbDesk' | 'votes' | 'policy'> &
  TakeParts & { mask: (text: string) => string };

const LISTED = 200;
const HOT_DAYS = 7;
const CITIZENS: Actor = { kind: 'citizen', id: 'citizens', role: 'CITIZEN' };

export interface Corrections {
  handlers: Handlers<CorrectionRoute>;
  /** A citizen said so of an item; enough of them open a 纠错单. */
  notUseful(item: string): Promise<void>;
}

export function corrections(parts: CorrectionParts): Corrections {
  const { entries, kbDesk, votes, policy, commit, audit, mask, now } = parts;

  const write = (row: Correction, actor: Actor, before: Record<string, unknown>): Promise<string> =>
    commit({
      cause: `correction:${row._id}@${row.version}`,
      actor,
      claims: [],
      changes: [{ do: 'correction', row }],
      before,
    } satisfies Commit);

  async function open(
    entry: Entry,
    told: Pick<Correction, '_id' | 'kind' | 'text' | 'from' | 'by'>,
    actor: Actor,
  ) {
    const used = (await kbDesk.used(plusDays(dayOf(now()), -HOT_DAYS), entry.id)).get(entry.id);
    const row = openCorrection(
      {
        ...told,
        item: entry.id,
        title: (entry.live ?? entry.work?.item ?? entry.down?.item)?.title ?? '',
        edition: entry.edition,
        owner: entry.owner,
      },
      { now: now(), uses: (used?.answered ?? 0) + (used?.read ?? 0), rules: policy },
    );
    await write(row, actor, {});
    return row;
  }

  const mine = ({ scope }: SignedIn) => (scope === null ? {} : { owners: [...scope] });

  const handlers: Corrections['handlers'] = {
    async kbCorrections(asked) {
      const state = asked.query.state || 'open';
      if (!CORRECTION_STATES.some((one) => one === state)) throw new Problem('BAD_REQUEST');
      const rows = await kbDesk.corrections({ ...mine(signedIn(asked)), state }, LISTED);
      return rows.map((row) => correctionView(row, now()));
    },

    async kbCorrect(asked) {
      const who = signedIn(asked as never);
      const entry = await entries.get(asked.params.item ?? '');
      // Whoever may read an item may say that it is wrong, whose ever it is.
      if (!entry) throw new Problem('NOT_FOUND');
      const _id = `${entry.id}:${who.account}:${asked.body.id}`;
      const there = await kbDesk.correction(_id);
      if (there) return correctionView(there, now());
      const { kind, text } = asked.body;
      await audit({ who, ip: asked.ip, action: 'knowledge.correct', target: entry.id, reason: kind });
      const told = { _id, kind, text: mask(text), from: 'staff' as const, by: who.account };
      return correctionView(await open(entry, told, staff(who, asked.ip)), now());
    },

    async kbSettle(asked) {
      const who = signedIn(asked as never);
      const row = await kbDesk.correction(asked.params.correction ?? '');
      if (!row || (who.scope !== null && (row.owner === null || !who.scope.has(row.owner))))
        throw new Problem('NOT_FOUND');
      const { version, state, answer } = asked.body;
      if (row.version !== version) throw new Problem('STALE');
      const entry = await entries.get(row.item);
      const item = { edition: entry?.edition ?? 0, served: entry?.live != null };
      const settled = settle(row, { state, answer: mask(answer), by: who.account, now: now(), item });
      if ('refused' in settled) throw new Problem('NOT_ALLOWED', CORRECT.refused[settled.refused]);
      await audit({ who, ip: asked.ip, action: 'knowledge.settle', target: row._id, reason: state });
      const done = await write(settled.correction, staff(who, asked.ip), { version, state: row.state });
      if (done !== 'done') throw new Problem('STALE');
      return correctionView(settled.correction, now());
    },
  };

  return {
    handlers,
    /** The same number of complaints of one edition opens one and no more: the cause names the edition. */
    async notUseful(id) {
      const entry = await entries.get(id);
      const count = (await votes.counts()).find((one) => one.id === id);
      if (!entry || !count || count.not < policy.knobs.knowledge.correction.notUseful) return;
      const told = {
        _id: `${id}:citizens:${entry.edition}`,
        kind: 'useless' as const,
        text: fill(CORRECT.notUseful, { n: count.not, all: count.not + count.useful }),
        from: 'citizen' as const,
        by: '',
      };
      if (await kbDesk.correction(told._id)) return;
      await open(entry, told, CITIZENS);
    },
  };
}
