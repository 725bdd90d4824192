/** Citizens with the account: whether they follow it, what may be sent to them until when, and what reached them. */
import type { Clock } from './clock.js';
import type { Account, Reached } from './terms.js';
import type { Fault } from './tokens.js';

interface Allowance {
  until: number;
  left: number;
}
interface Citizen {
  follows: boolean;
  allowances: Allowance[];
  reached: Reached[];
}

const MINUTE = 60_000;
const DAYS_2 = 48 * 60 * MINUTE;

export function createCitizens(account: Account, clock: Clock) {
  const all = new Map<string, Citizen>();
  const watchers = new Set<() => void>();
  const of = (openid: string): Citizen => {
    const there = all.get(openid);
    if (there) return there;
    const made = { follows: true, allowances: [], reached: [] };
    all.set(openid, made);
    return made;
  };

  return {
    /** What a push means for what may be sent back. */
    did(openid: string, what: 'words' | 'tap' | 'follow' | 'leave'): void {
      const citizen = of(openid);
      if (what === 'leave') citizen.follows = false;
      if (what === 'follow') citizen.follows = true;
      if (what === 'words') citizen.allowances = [{ until: clock.now() + DAYS_2, left: account.quota }];
      if (what === 'tap' || what === 'follow')
        citizen.allowances.push({ until: clock.now() + MINUTE, left: 3 });
    },
    stranger: (openid: unknown): Fault | null =>
      typeof openid !== 'string' || !all.has(openid)
        ? { errcode: 40003, errmsg: 'invalid openid' }
        : of(openid).follows
          ? null
          : { errcode: 43004, errmsg: 'require subscribe' },
    /** Uses one of what is allowed. */
    spend(openid: string): Fault | null {
      const open = of(openid).allowances.filter(({ until }) => until > clock.now());
      if (open.length === 0)
        return { errcode: 45015, errmsg: 'response out of time limit or subscription is canceled' };
      const one = open.find(({ left }) => left > 0);
      if (!one) return { errcode: 45047, errmsg: 'out of response count limit' };
      one.left -= 1;
      return null;
    },
    arrived(openid: string, reached: Reached): void {
      of(openid).reached.push(reached);
      for (const look of [...watchers]) look();
    },
    reached: (openid: string): Reached[] => all.get(openid)?.reached ?? [],
    /** Once more than `count` have reached them; after `ms` whatever there is. */
    more: (openid: string, count: number, ms: number): Promise<Reached[]> =>
      new Promise((resolve) => {
        const timer = setTimeout(end, ms);
        function end() {
          clearTimeout(timer);
          watchers.delete(look);
          resolve(of(openid).reached.slice(count));
        }
        function look() {
          if (of(openid).reached.length > count) end();
        }
        watchers.add(look);
        look();
      }),
  };
}
export type Citizens = ReturnType<typeof createCitizens>;
