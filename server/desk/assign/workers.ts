/** Who is at the desk now, and how much each of them has: what a ranking is made over. */
import type { AssignRules } from '../../policy/types.js';
import type { AccountDoc, AccountStore } from '../../store/accounts.js';
import type { ThreadStore } from '../../store/threads.js';
import type { Worker } from './rank.js';

export interface Present {
  account: string;
  permissions: ReadonlySet<string>;
  /** Has stepped away. */
  away: boolean;
}

export interface WorkersParts {
  accounts: Pick<AccountStore, 'find'>;
  threads: Pick<ThreadStore, 'heldBy' | 'lastClaim'>;
  rules: AssignRules;
  present: () => readonly Present[];
}

/** First-line roles take whatever comes; who is nothing but an expert is asked for the own lines. */
export const onlyExpert = ({ roles }: Pick<AccountDoc, 'roles'>): boolean =>
  roles.includes('EXPERT') && !roles.includes('AGENT');

export interface AtDesk extends Worker {
  seat: string;
}

export function createWorkers({ accounts, threads, rules, present }: WorkersParts) {
  async function workerOf(account: string): Promise<AtDesk | null> {
    const doc = await accounts.find(account);
    if (!doc || doc.disabled) return null;
    const [held, last] = await Promise.all([threads.heldBy(account), threads.lastClaim(account)]);
    return {
      account,
      seat: doc.seat,
      away: Boolean(doc.away),
      skills: doc.work?.skills ?? [],
      languages: doc.work?.languages ?? [],
      most: doc.work?.threads ?? rules.threadsAtOnce,
      held,
      asked: false,
      only: onlyExpert(doc),
      last,
      passed: false,
    };
  }
  /** Those who may take conversations. */
  return async (): Promise<AtDesk[]> => {
    const here = present().filter(({ permissions }) => permissions.has('thread.claim'));
    const found = await Promise.all(here.map(({ account }) => workerOf(account)));
    return found.flatMap((one) => one ?? []);
  };
}
