/** What comes to whom: set by an administrator; stepping away by everybody for themselves. */
import { Problem } from '../../errors.js';
import { type Handlers, signedIn } from '../../http/handler.js';
import type { Audit } from '../../people/audit.js';
import type { Policy } from '../../policy/types.js';
import type { AccountDoc, AccountStore } from '../../store/accounts.js';
import type { ThreadStore } from '../../store/threads.js';
import { fillIn } from './offers.js';
import { WORDS } from './words.js';

export interface DutyParts {
  accounts: Pick<AccountStore, 'find' | 'setWork'>;
  threads: Pick<ThreadStore, 'heldBy'>;
  policy: Pick<Policy, 'knobs' | 'categories' | 'hotlines'>;
  audit: Audit;
  /** Shown at the desk, and the queue looks anew. */
  rests: (account: string, away: boolean) => void;
  now: () => Date;
}

const MOST = { threads: 50, orders: 500 } as const;

export function dutyRoutes(parts: DutyParts): Handlers<'setWork' | 'duty' | 'setAway'> {
  const { accounts, policy, audit, now } = parts;

  function judge(asked: {
    skills: string[];
    languages: string[];
    threads: number | null;
    orders: number | null;
  }) {
    const skills = new Set([
      ...policy.categories.map((row) => row.code),
      ...policy.hotlines.map((row) => row.number),
    ]);
    const languages = new Set(policy.knobs.assign.languages.map((row) => row.code));
    const skill = asked.skills.find((code) => !skills.has(code));
    if (skill !== undefined)
      throw new Problem('INVALID', undefined, fillIn(WORDS.fault.noSkill, { code: skill }));
    const language = asked.languages.find((code) => !languages.has(code));
    if (language !== undefined)
      throw new Problem('INVALID', undefined, fillIn(WORDS.fault.noLanguage, { code: language }));
    for (const name of ['threads', 'orders'] as const) {
      const most = asked[name];
      if (most !== null && !(most >= 1 && most <= MOST[name]))
        throw new Problem('INVALID', undefined, WORDS.fault.capacity);
    }
  }

  async function found(account: string): Promise<AccountDoc> {
    const doc = await accounts.find(account);
    if (!doc) throw new Problem('NOT_FOUND');
    return doc;
  }

  /** Since when; who is away already stays so since then. */
  const since = (doc: AccountDoc, away: boolean): Date | null => (away ? (doc.away ?? now()) : null);

  async function dutyOf(account: string) {
    const doc = await found(account);
    const { skills = [], languages = [], threads = null } = doc.work ?? {};
    return {
      ...{ away: Boolean(doc.away), skills, languages },
      threads: {
        held: await parts.threads.heldBy(account),
        most: threads ?? policy.knobs.assign.threadsAtOnce,
      },
    };
  }

  return {
    async setWork(asked) {
      const account = asked.params.account ?? '';
      const { skills, languages, threads, orders, away } = asked.body;
      const doc = await found(account);
      judge(asked.body);
      await audit({ who: signedIn(asked as never), ip: asked.ip, action: 'account.work', target: account });
      const work = {
        ...{ skills: [...new Set(skills)], languages: [...new Set(languages)] },
        ...{ threads, orders },
      };
      const set = { work, away: since(doc, away) };
      await accounts.setWork(account, set, now());
      parts.rests(account, away);
      return { ...work, away };
    },
    duty: (asked) => dutyOf(signedIn(asked).account),
    async setAway(asked) {
      const who = signedIn(asked as never);
      const { away } = asked.body;
      const doc = await found(who.account);
      const reason = away ? 'away' : 'back';
      await audit({ who, ip: asked.ip, action: 'account.away', target: who.account, reason });
      await accounts.setWork(who.account, { away: since(doc, away) }, now());
      parts.rests(who.account, away);
      return dutyOf(who.account);
    },
  };
}
