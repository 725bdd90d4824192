/**
 * Pulls what was said: the notice says only that there is something. The cursor lies in the notes and moves
 * after everything of a page is stored, so a crash at any place pulls the page again and nothing is lost; what
 * comes twice has the effect of once. A notice that is lost is caught up by the slow round.
 * Source: developer.work.weixin.qq.com/document/path/94670 (读取消息)
 */
import type { House } from '../kind.js';
import { createLanes } from '../wechat/lanes.js';
import type { ApiFault } from '../wechat/token.js';
import type { Api } from './api.js';
import { type KfMessage, readKf } from './kf-inbound.js';

export interface SyncParts {
  house: House;
  api: Api;
  /** Resolves when it is stored. Called for one page at a time, in order for each citizen. */
  take(message: KfMessage): Promise<void>;
  stopped(): boolean;
}

/** Null = all that there was has been stored. */
export type Pulled = ApiFault | null;

export interface Sync {
  /** A pull that begins after this call; many callers share one. `hint` is the notice's token, good for ten minutes. */
  pull(account: string, hint?: string): Promise<Pulled>;
  idle(): Promise<void>;
}

const LIMIT = 300;
/** Answers that name no progress before we leave it for the next round. */
const MOST_EMPTY = 5;
const BAD_HINT = 95007;
/** What a dead cursor is answered with is not documented: a fault of parameters where only the cursor can be. */
const BAD_PARAMETER: ReadonlySet<number> = new Set([40035, 40058]);

const cursorKey = (account: string): string => `cursor:${account}`;

export function createSync({ house, api, take, stopped }: SyncParts): Sync {
  const lanes = createLanes();
  /** A pull asked for and not begun, by account. */
  const queued = new Map<string, { hint: string | undefined; end: Promise<Pulled> }>();

  /** Citizens side by side, each in order; nothing is half stored when it resolves or throws. */
  async function store(list: readonly unknown[]): Promise<void> {
    const queues = new Map<string, KfMessage[]>();
    for (const given of list) {
      const message = readKf(given);
      if (!message) {
        house.log('warn', 'message not understood', {
          type: String((given as KfMessage | null)?.kind ?? ''),
        });
        continue;
      }
      queues.set(message.citizen, [...(queues.get(message.citizen) ?? []), message]);
    }
    const ends = await Promise.allSettled(
      [...queues.values()].map(async (queue) => {
        for (const message of queue) await take(message);
      }),
    );
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
  }

  async function page(account: string, cursor: string | null, hint: string | undefined) {
    const ask = (token: string | undefined) =>
      api.post('kf/sync_msg', {
        ...(cursor === null ? {} : { cursor }),
        ...(token === undefined ? {} : { token }),
        limit: LIMIT,
        voice_format: 0,
        open_kfid: account,
      });
    const called = await ask(hint);
    return 'fault' in called && called.fault.code === BAD_HINT && hint !== undefined
      ? ask(undefined)
      : called;
  }

  async function run(account: string, hint: string | undefined): Promise<Pulled> {
    let empty = 0;
    while (!stopped()) {
      const cursor = await house.notes.get<string>(cursorKey(account));
      const called = await page(account, cursor, hint);
      if (!called.ok) {
        if (cursor === null || !BAD_PARAMETER.has(called.fault.code)) return called.fault;
        // From the beginning of the three days the platform keeps: what is known is known.
        house.log('warn', 'cursor refused, pulling anew', { account, code: called.fault.code });
        await house.notes.set(cursorKey(account), null);
        continue;
      }
      const { msg_list: list, next_cursor: next, has_more: more } = called.body;
      const given = Array.isArray(list) ? list : [];
      await store(given);
      if (typeof next === 'string' && next !== '' && next !== cursor)
        await house.notes.set(cursorKey(account), next);
      if (Number(more) !== 1) return null;
      // Fewer than asked for, even none, does not mean the end; for ever none does.
      empty = given.length === 0 ? empty + 1 : 0;
      if (empty >= MOST_EMPTY) return null;
    }
    return null;
  }

  async function safely(account: string, hint: string | undefined): Promise<Pulled> {
    try {
      return await run(account, hint);
    } catch (error) {
      house.log('error', 'pull failed', { account, error: String(error) });
      return { code: 0, message: String(error) };
    }
  }

  return {
    pull(account, hint) {
      const there = queued.get(account);
      if (there) {
        there.hint = hint ?? there.hint;
        return there.end;
      }
      // What is under way may already have read past the place where the news lies: behind it, not with it.
      const mine = { hint, end: Promise.resolve<Pulled>(null) };
      queued.set(account, mine);
      mine.end = lanes.run(account, () => {
        queued.delete(account);
        return safely(account, mine.hint);
      });
      return mine.end;
    },
    idle: () => lanes.idle(),
  };
}
