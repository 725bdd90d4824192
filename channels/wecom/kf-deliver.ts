/**
 * kf/send_msg with an id of our own: a refusal that comes later names it, and Wechaty's `say` has no room for it.
 */
import type { Api } from './api.js';
import { partsOf } from './kf-inbound.js';
import type { Deliver } from './wire.js';

export interface KfDelivery {
  deliver: Deliver;
  /** What `work` delivers to this thread bears the id; one at a time for each thread. */
  as<Result>(thread: string, id: string, work: () => Promise<Result>): Promise<Result>;
}

export function kfDeliver(api: Api): KfDelivery {
  const ids = new Map<string, string>();
  return {
    async deliver(thread, content) {
      const { account: open_kfid, citizen: touser } = partsOf(thread);
      const msgid = ids.get(thread);
      const called = await api.post('kf/send_msg', {
        touser,
        open_kfid,
        ...(msgid ? { msgid } : {}),
        ...content,
      });
      return called.ok ? null : called.fault;
    },
    async as(thread, id, work) {
      ids.set(thread, id);
      try {
        return await work();
      } finally {
        ids.delete(thread);
      }
    },
  };
}
