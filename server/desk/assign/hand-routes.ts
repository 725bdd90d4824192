/** An offer let go, and a conversation sent on: each claims the thread's next version, as a claim does. */
import { Problem } from '../../errors.js';
import type { Colleagues } from '../../http/contract-assign.js';
import { type Handlers, type SignedIn, signedIn } from '../../http/handler.js';
import type { ThreadDoc } from '../../intake/thread.js';
import type { Audit } from '../../people/audit.js';
import type { Masks } from '../../people/privacy.js';
import type { Policy } from '../../policy/types.js';
import type { LineStore } from '../../store/lines.js';
import { forward, heldBy, type MoveParts, staff, threadOrFail } from '../moves.js';
import { threadCard } from '../show.js';
import { namesOf, nobody, whyWords } from './offers.js';
import { type Need, rank } from './rank.js';
import { WORDS } from './words.js';
import type { AtDesk } from './workers.js';

export interface HandParts extends MoveParts {
  policy: Policy;
  lines: Pick<LineStore, 'lastSeq'>;
  masks: Pick<Masks, 'desk'>;
  audit: Audit;
  workers: () => Promise<AtDesk[]>;
  needOf: (doc: ThreadDoc) => Promise<Need>;
}

export const expertLines = ({ hotlines }: Pick<Policy, 'hotlines'>) =>
  hotlines.filter(({ expert }) => expert);

const viewOf = ({ account, seat, away, held, most }: AtDesk) => ({ account, seat, away, held, most });

export function handRoutes(parts: HandParts): Handlers<'passThread' | 'transferThread' | 'colleagues'> {
  const { threads, policy, now } = parts;
  const rules = policy.knobs.assign;
  const name = namesOf(policy);
  const cardOf = async (doc: ThreadDoc) =>
    threadCard(doc, await parts.lines.lastSeq(doc._id), parts.masks.desk);

  /** The first who may be asked: a colleague named, at the desk, not away. */
  async function offerTo(account: string, me: SignedIn): Promise<NonNullable<ThreadDoc['match']>> {
    const found = (await parts.workers()).find((one) => one.account === account && !one.away);
    if (!found || account === me.account) throw new Problem('INVALID', undefined, WORDS.fault.noColleague);
    const until = new Date(now().getTime() + rules.offerSeconds * 1000);
    return { to: account, seat: found.seat, until, why: [], passed: [] };
  }

  return {
    async passThread(asked) {
      const account = signedIn(asked as never);
      const doc = await threadOrFail(threads, asked.params.thread ?? '');
      const { match } = doc;
      if (doc.holder !== 'queue' || match?.to !== account.account)
        throw new Problem('NOT_ALLOWED', WORDS.fault.notOffered);
      const { claim, change } = forward(doc, {
        match: { ...nobody, why: [], passed: [...match.passed, { account: account.account, at: now() }] },
      });
      const answer = await parts.commit({
        cause: `pass:${claim}:${account.account}`,
        actor: staff(account, asked.ip),
        claims: [claim],
        changes: [change],
        before: { match },
      });
      if (answer === 'conflict') throw new Problem('STALE');
      await parts.audit({ who: account, ip: asked.ip, action: 'thread.pass', target: doc._id });
      return cardOf(await threadOrFail(threads, doc._id));
    },

    async transferThread(asked) {
      const account = signedIn(asked as never);
      const { version, line, to, note } = asked.body;
      const doc = await threadOrFail(threads, asked.params.thread ?? '');
      if (!heldBy(doc, account)) throw new Problem('NOT_ALLOWED');
      if (doc.version !== version) throw new Problem('STALE');
      const chosen = expertLines(policy).find(({ number }) => number === line);
      if (line !== null && !chosen) throw new Problem('INVALID', undefined, WORDS.fault.noLine);
      const at = now();
      const passed = [{ account: account.account, at }];
      const match =
        to === null ? { ...nobody, why: [], passed } : { ...(await offerTo(to, account)), passed };
      const { claim, change } = forward(doc, {
        ...{ holder: 'queue', agent: null, owed: null, waitingFor: 'transferred', waitingSince: at },
        ...{ serveBy: doc.clock?.due ?? doc.owed ?? at, reassured: false, match, updatedAt: at },
        transfer: { line, by: account.seat, note, at },
      });
      const cause = `transfer:${claim}:${account.account}`;
      const text = chosen
        ? parts.phrase('seat.toLine', { line: chosen.name })
        : parts.phrase('seat.transferred');
      const said = { id: `${cause}.0`, from: 'system' as const, seat: account.seat, text, at };
      const answer = await parts.commit({
        cause,
        actor: staff(account, asked.ip),
        claims: [claim],
        changes: [{ do: 'say', thread: doc._id, line: { ...said, passing: true } }, change],
        before: { holder: doc.holder, agent: doc.agent },
      });
      if (answer === 'conflict') throw new Problem('STALE');
      const reason = line ?? to ?? '';
      await parts.audit({ who: account, ip: asked.ip, action: 'thread.transfer', target: doc._id, reason });
      return cardOf(await threadOrFail(threads, doc._id));
    },

    async colleagues(asked): Promise<Colleagues> {
      const me = signedIn(asked);
      const doc = await threadOrFail(threads, asked.params.thread ?? '');
      const need = { ...(await parts.needOf(doc)), line: null };
      const others = (await parts.workers()).filter(({ account }) => account !== me.account);
      const { best } = rank(need, others);
      const why = new Map(best.map((one) => [one.account, whyWords(one.why, name)]));
      const place = new Map(best.map((one, at) => [one.account, at]));
      const last = others.length;
      return {
        lines: expertLines(policy).map((row) => ({
          ...{ number: row.number, name: row.name },
          fits: need.hotline === row.number || (need.hotline === null && need.category === row.category),
          people: others.filter(({ skills }) => skills.includes(row.number)).map(viewOf),
        })),
        people: others
          .map((one) => ({ ...viewOf(one), why: why.get(one.account) ?? [] }))
          .sort((a, b) => (place.get(a.account) ?? last) - (place.get(b.account) ?? last)),
      };
    },
  };
}
