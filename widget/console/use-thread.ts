/** One open conversation: its page, its lines kept whole over lost connections, its card kept fresh. */
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import type { Delivery, Line } from '../../server/http/contract-chat.js';
import type { ThreadCard, ThreadPage } from '../../server/http/contract-desk.js';
import { call } from './api.js';
import { type Asked, useAsked } from './asked.js';
import { mergeLines, wholeUpTo } from './lines.js';
import { unwatchThread, useConnection, useLive, watchThread } from './live.js';

export interface OpenThread extends Asked<ThreadPage> {
  lines: Line[];
  addLines: (more: Line[]) => void;
  putCard: (card: ThreadCard) => void;
}

const without = (marks: Record<string, Delivery>, lines: Line[]): Record<string, Delivery> =>
  Object.fromEntries(Object.entries(marks).filter(([id]) => !lines.some((line) => line.id === id)));

export function useThread(thread: string): OpenThread {
  const asked = useAsked(thread, (signal) => call('thread', { params: { thread }, signal }));
  const [late, setLate] = useState<Line[]>([]);
  const connection = useConnection();
  const first = asked.value?.lines;
  // A mark may overtake the answer that brings its line: it waits here, and holds until the line is read anew.
  const [marks, setMarks] = useState<Record<string, Delivery>>({});
  const lines = useMemo(
    () =>
      mergeLines(first ?? [], late).map((line) => {
        const delivery = marks[line.id];
        return delivery ? { ...line, delivery } : line;
      }),
    [first, late, marks],
  );
  const { put, reload } = asked;
  const addLines = (more: Line[]) => setLate((old) => mergeLines(old, more));
  const putCard = (card: ThreadCard) =>
    put((old) => (old && old.card.version <= card.version ? { ...old, card } : old));

  const catchUp = useEffectEvent(async (alive: () => boolean) => {
    // What was still on its way may have arrived while nobody listened.
    const moving = lines.find(
      ({ delivery }) => delivery?.state === 'sending' || delivery?.state === 'retrying',
    );
    let after = Math.min(wholeUpTo(lines), (moving?.seq ?? Number.POSITIVE_INFINITY) - 1);
    let spoken = false;
    // The desk answers in batches; an empty one says that nothing is missing any more.
    for (;;) {
      const missed = await watchThread(thread, after).catch(() => null);
      // No connection after all: the next one asks again.
      if (!missed || !alive()) return;
      setMarks((old) => without(old, missed));
      addLines(missed);
      spoken ||= missed.some(({ from }) => from === 'citizen');
      const last = missed.at(-1)?.seq ?? after;
      if (last <= after) break;
      after = last;
    }
    if (spoken) reload();
  });
  const loaded = Boolean(first);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new connection has to watch again
  useEffect(() => {
    if (!loaded || connection !== 'online') return;
    let alive = true;
    void catchUp(() => alive);
    return () => {
      alive = false;
    };
  }, [thread, loaded, connection]);
  useEffect(() => () => unwatchThread(thread), [thread]);

  // Every line asks for the new form and suggestions at once. One asking at a time: in a burst each would end the one
  // before it, and nothing came until the citizen was silent.
  const [dirty, setDirty] = useState(false);
  const { loading } = asked;
  useEffect(() => {
    if (!dirty || loading) return;
    setDirty(false);
    reload();
  }, [dirty, loading, reload]);

  useLive('line', (of, line) => {
    if (of !== thread) return;
    const gap = line.seq > wholeUpTo(lines) + 1;
    addLines([line]);
    if (gap) void catchUp(() => true);
    if (line.from === 'citizen' || line.order) setDirty(true);
  });
  useLive('delivery', (of, id, delivery) => {
    if (of !== thread) return;
    setMarks((old) => ({ ...old, [id]: delivery }));
  });
  useLive('thread', (card) => {
    if (card.id === thread) putCard(card);
  });
  return { ...asked, lines, addLines, putCard };
}
