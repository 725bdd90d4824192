/** The routes of writing and reviewing. */
import { Problem } from '../../errors.js';
import type { KbEntry } from '../../http/contract-knowledge.js';
import { type Handlers, type SignedIn, signedIn } from '../../http/handler.js';
import type { Policy } from '../../policy/types.js';
import type { KnowledgeDeskStore } from '../../store/knowledge-desk.js';
import type { EntryStore } from '../../store/knowledge-entries.js';
import type { VoteStore } from '../../store/votes.js';
import { dayOf, plusDays } from '../../tickets/deadlines/calendar.js';
import { clockOf } from '../item.js';
import { languageFrom } from '../language.js';
import type { Knowledge } from '../search.js';
import { type Entry, newEntry, type Standing } from './entry.js';
import { readItem } from './faults.js';
import type { JudgeItem } from './judge.js';
import { against } from './step.js';
import type { Take } from './take.js';
import { ACTIONS } from './transitions.js';
import { cardOf, entryView } from './view.js';

export interface FlowParts {
  entries: EntryStore;
  kbDesk: KnowledgeDeskStore;
  votes: Pick<VoteStore, 'counts'>;
  knowledge: Pick<Knowledge, 'all' | 'find'>;
  policy: Policy;
  judge: JudgeItem;
  take: Take;
  now: () => Date;
}

export type FlowRoute = 'kbList' | 'kbDue' | 'kbJudge' | 'kbItem' | 'kbSave' | 'kbStep';

const STANDINGS: readonly string[] = [
  'draft',
  'department',
  'platform',
  'published',
  'down',
] satisfies Standing[];
const PAGE = 50;
const FOUND = 60;
const USED_DAYS = 30;
const TOLD_FAULTS = 6;

export function flowRoutes(parts: FlowParts): Handlers<FlowRoute> {
  const { entries, kbDesk, votes, knowledge, policy, judge, take, now } = parts;
  const owners = ({ scope }: SignedIn) => (scope === null ? {} : { owners: [...scope] });
  const seen = ({ scope }: SignedIn, { owner }: Entry): boolean =>
    scope === null || (owner !== null && scope.has(owner));

  async function view(entry: Entry, who: SignedIn): Promise<KbEntry> {
    const from = plusDays(dayOf(now()), -USED_DAYS);
    const [editions, used, counts] = await Promise.all([
      entries.editions(entry.id),
      kbDesk.used(from, entry.id),
      votes.counts(),
    ]);
    const ask = { who, now: now(), reason: '……原因', sound: () => true };
    const said = counts.find(({ id }) => id === entry.id);
    return entryView(entry, {
      now: now(),
      acts: ACTIONS.filter((action) => against(entry, { ...ask, action }) === null),
      editions,
      faults: judge,
      used: used.get(entry.id) ?? { answered: 0, offered: 0, read: 0 },
      useful: { useful: said?.useful ?? 0, not: said?.not ?? 0 },
    });
  }

  async function entryFor(id: string, who: SignedIn): Promise<Entry> {
    const entry = await entries.get(id);
    // What is another unit's is as good as not there.
    if (!entry || !seen(who, entry)) throw new Problem('NOT_FOUND');
    return entry;
  }

  return {
    async kbList(asked) {
      const who = signedIn(asked);
      const { state = '', category, region, unit, language = '', due, q = '', after, limit } = asked.query;
      if (state !== '' && !STANDINGS.includes(state)) throw new Problem('BAD_REQUEST');
      const written = languageFrom(language);
      const words = q.trim();
      // What is served is found by what it means to say; what is not, by its title.
      const found =
        words === ''
          ? []
          : knowledge.find(words, { now: now(), readers: ['PUBLIC', 'AGENT', 'DEPT'], language: written })
              .hits;
      const filter = {
        ...owners(who),
        ...(unit ? { owner: unit } : {}),
        standing: (state || undefined) as Standing | undefined,
        category: category || undefined,
        region: region || undefined,
        language: written ?? undefined,
        ...(due === 'review' ? { reviewBy: plusDays(dayOf(now()), policy.knobs.knowledge.reviewAhead) } : {}),
        ...(due === 'late' ? { reviewBy: dayOf(now()) } : {}),
        ...(due === 'expired' ? { expiredAt: clockOf(now()) } : {}),
      };
      if (unit && who.scope !== null && !who.scope.has(unit)) return { rows: [], next: null, total: 0 };
      if (words === '') {
        const { rows, next } = await entries.list(filter, after || null, Number(limit || PAGE));
        return { rows: rows.map((row) => cardOf(row, now())), next, total: await entries.count(filter) };
      }
      const [near, named] = await Promise.all([
        entries.list({ ...filter, ids: [...found.map(({ passage }) => passage.id), words] }, null, FOUND),
        entries.list({ ...filter, words }, null, FOUND),
      ]);
      const rank = new Map(found.map(({ passage }, at) => [passage.id, at]));
      const rows = [...new Map([...named.rows, ...near.rows].map((row) => [row.id, row])).values()].sort(
        (a, b) => (rank.get(a.id) ?? FOUND) - (rank.get(b.id) ?? FOUND),
      );
      return { rows: rows.map((row) => cardOf(row, now())), next: null, total: rows.length };
    },

    async kbDue(asked) {
      const who = signedIn(asked);
      const mine = owners(who);
      const day = dayOf(now());
      const ahead = plusDays(day, policy.knobs.knowledge.reviewAhead);
      const queue = async (permission: string, standing: Standing) =>
        who.permissions.has(permission) ? entries.count({ ...mine, standing }) : 0;
      const [department, platform, looks, late, expired, corrections, overdue] = await Promise.all([
        queue('knowledge.review', 'department'),
        queue('knowledge.publish', 'platform'),
        entries.count({ ...mine, reviewBy: ahead }),
        entries.count({ ...mine, reviewBy: day }),
        entries.count({ ...mine, expiredAt: clockOf(now()) }),
        kbDesk.countCorrections(mine),
        kbDesk.countCorrections({ ...mine, overdueAt: now() }),
      ]);
      return { review: department + platform, looks, late, expired, corrections, overdue };
    },

    async kbJudge({ body }) {
      const { item, faults } = readItem(body.item);
      return { faults: item ? judge(item) : faults };
    },

    async kbItem(asked) {
      const who = signedIn(asked);
      return view(await entryFor(asked.params.item ?? '', who), who);
    },

    async kbSave(asked) {
      const who = signedIn(asked as never);
      const id = asked.params.item ?? '';
      const { item, faults } = readItem({ ...asked.body.item, id });
      if (!item)
        throw new Problem(
          'INVALID',
          undefined,
          faults
            .slice(0, TOLD_FAULTS)
            .map(({ says }) => says)
            .join('；'),
        );
      const entry = (await entries.get(id)) ?? newEntry(id, asked.body.owner, now());
      const { owner } = asked.body;
      if (owner !== null && !policy.units.some(({ code }) => code === owner)) throw new Problem('INVALID');
      await take(entry, asked.body.version, who, asked.ip, { action: 'save', reason: '', item, owner });
      return view(await entryFor(id, who), who);
    },

    async kbStep(asked) {
      const who = signedIn(asked as never);
      const { version, action, reason } = asked.body;
      const id = asked.params.item ?? '';
      const entry = await entryFor(id, who);
      if (action === 'save') throw new Problem('BAD_REQUEST');
      await take(entry, version, who, asked.ip, { action, reason });
      return view(await entryFor(id, who), who);
    },
  };
}
