/** The lines in trouble of one view: their rows, what is picked, and what is done with them. */
import { App } from 'antd';
import { useRef, useState } from 'react';
import type { OutboxRow } from '../../server/http/contract-outbox.js';
import { call, saidBy } from './api.js';
import { useLive, useReconnect } from './live.js';
import { useRows } from './rows.js';
import { fill, W } from './words.js';

export const VIEWS = ['failed', 'retrying', 'settled'] as const;
export type View = (typeof VIEWS)[number];
const PAGE = 50;

export function useOutbox(view: View, channel: string) {
  const { message } = App.useApp();
  const [counts, setCounts] = useState<{ failed: number; retrying: number } | null>(null);
  const [picked, setPicked] = useState<string[]>([]);
  const [changed, setChanged] = useState(false);
  const [busy, setBusy] = useState(false);
  const own = useRef(false);
  const list = useRows<OutboxRow>(
    `${view} ${channel}`,
    (row) => row.id,
    async (after) => {
      const page = await call('outbox', { query: { state: view, channel, after, limit: PAGE } });
      setCounts(page.counts);
      if (after === null) setChanged(false);
      return page;
    },
  );
  // The list does not move under the pointer: what others do is announced.
  const heard = () => {
    if (own.current || list.rows.length === 0) list.reload();
    else setChanged(true);
  };
  useLive('undelivered', heard);
  useReconnect(list.reload);

  async function act(name: 'resend' | 'settle', lines: string[], note?: string): Promise<boolean> {
    setBusy(true);
    own.current = true;
    try {
      const done =
        name === 'resend'
          ? await call('resend', { body: { lines } })
          : await call('settle', { body: { lines, note: note ?? '' } });
      const left = done.filter((one) => !one.done);
      const values = { done: done.length - left.length, left: left.length, said: left[0]?.said ?? '' };
      if (left.length) void message.warning(fill(W.undelivered.partly, values));
      else void message.success(fill(W.undelivered.done, values));
      setPicked([]);
      list.reload();
      return true;
    } catch (error) {
      void message.error(saidBy(error));
      return false;
    } finally {
      setBusy(false);
      // What the own act sets in motion arrives a moment later.
      setTimeout(() => {
        own.current = false;
      }, 3000);
    }
  }
  return { list, counts, picked, setPicked, changed, busy, act };
}
