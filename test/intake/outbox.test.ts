/** One door out: each line once, in order within its thread, tried again, given up to a person. */
import type { Channel, OutboundMessage, Sent } from '../../channels/channel.js';
import type { MessageDoc } from '../../server/intake/journal.js';
import { createOutbox } from '../../server/intake/outbox.js';

const AT = new Date('2026-01-05T02:00:00Z');

function line(id: string, thread = 'away:t'): MessageDoc {
  const seq = Number(id.replace(/\D/g, '')) || 1;
  return { _id: id, id, thread, channel: 'away', seq, from: 'bot', text: id, at: AT, state: 'pending' };
}

function house(
  send: (message: OutboundMessage) => Promise<Sent>,
  rows: MessageDoc[],
  more: Partial<Channel> = {},
) {
  const kept = new Map(rows.map((row) => [row._id, { ...row }]));
  const log: string[] = [];
  const errors: unknown[] = [];
  const channel: Channel = {
    name: 'away',
    title: '',
    start: async () => {},
    stop: async () => {},
    send,
    ...more,
  };
  const outbox = createOutbox({
    lines: {
      get: async (id) => kept.get(id) ?? null,
      async sent(id) {
        kept.get(id)!.state = 'sent';
        log.push(`sent ${id}`);
      },
      async failed(id) {
        kept.get(id)!.state = 'failed';
        log.push(`failed ${id}`);
      },
      async again(id, attempts) {
        kept.get(id)!.attempts = attempts;
      },
      pending: async () => [...kept.values()].filter((row) => row.state === 'pending'),
    },
    channels: new Map([['away', channel]]),
    now: () => AT,
    at: () => {},
    backoff: (attempts) => (attempts > 3 ? null : 0),
    gaveUp: async (row) => {
      log.push(`person ${row.id}`);
    },
    failed: (_thread, error) => errors.push(error),
  });
  return { outbox, kept, log, errors };
}

const until = async (so: () => boolean) => {
  while (!so()) await new Promise((resolve) => setTimeout(resolve, 1));
};

test('a line told twice of, by a helper or at the next start, is sent once', async () => {
  const sent: string[] = [];
  const { outbox, kept, log } = house(
    async ({ line: { id } }) => {
      sent.push(id);
      return { ok: true };
    },
    [line('1')],
  );
  outbox.post('away:t', kept.get('1')!);
  outbox.post('away:t', kept.get('1')!);
  await outbox.recover();
  await until(() => log.includes('sent 1'));
  outbox.post('away:t', kept.get('1')!);
  await outbox.drain();
  expect(sent).toEqual(['1']);
});

test('lines of one thread leave one after the other: one that must wait is never overtaken', async () => {
  const sent: string[] = [];
  let refusals = 2;
  const { outbox, kept, log } = house(
    async ({ line: { id } }) => {
      if (id === '1' && refusals-- > 0) return { ok: false, retry: true, reason: 'away' };
      sent.push(id);
      return { ok: true };
    },
    [line('1'), line('2'), line('3')],
  );
  for (const row of kept.values()) outbox.post('away:t', row);
  await until(() => log.includes('sent 3'));
  expect(sent).toEqual(['1', '2', '3']);
});

test('a thread whose platform is away delays no other', async () => {
  const sent: string[] = [];
  let free = (_sent: Sent) => {};
  const { outbox, kept, log } = house(
    ({ line: { id } }) => {
      if (id === '1') return new Promise<Sent>((resolve) => (free = resolve));
      sent.push(id);
      return Promise.resolve({ ok: true });
    },
    [line('1'), line('2', 'away:other')],
  );
  for (const row of kept.values()) outbox.post(row.thread, row);
  await until(() => log.includes('sent 2'));
  expect(sent).toEqual(['2']);
  free({ ok: true });
  await until(() => log.includes('sent 1'));
});

test('a line given up reaches a person before it is marked failed, and the next one goes on', async () => {
  const { outbox, kept, log } = house(
    async ({ line: { id } }) =>
      id === '1' ? { ok: false, retry: false, reason: 'unknown address' } : { ok: true },
    [line('1'), line('2')],
  );
  for (const row of kept.values()) outbox.post('away:t', row);
  await until(() => log.includes('sent 2'));
  expect(log).toEqual(['person 1', 'failed 1', 'sent 2']);
});

test('tries end: a platform that stays away is given up after as many as the backoff allows', async () => {
  let tries = 0;
  const { outbox, kept, log } = house(async () => {
    tries += 1;
    throw new Error('connection refused');
  }, [line('1')]);
  outbox.post('away:t', kept.get('1')!);
  await until(() => log.includes('failed 1'));
  expect(tries).toBe(4);
  expect(kept.get('1')?.attempts).toBe(3);
});

test('a channel that is not there is a person at once', async () => {
  const { outbox, log, kept } = house(async () => ({ ok: true }), [line('1', 'gone:t')]);
  outbox.post('gone:t', kept.get('1')!);
  await until(() => log.includes('failed 1'));
  expect(log).toEqual(['person 1', 'failed 1']);
});

test('a stopping process sends nothing more, and what is under way ends', async () => {
  const sent: string[] = [];
  let free = (_sent: Sent) => {};
  const { outbox, kept } = house(
    ({ line: { id } }) => {
      sent.push(id);
      return new Promise<Sent>((resolve) => (free = resolve));
    },
    [line('1'), line('2')],
  );
  for (const row of kept.values()) outbox.post('away:t', row);
  await until(() => sent.length === 1);
  const drained = outbox.drain();
  outbox.post('away:late', line('3', 'away:late'));
  free({ ok: true });
  await drained;
  expect(sent).toEqual(['1']);
  expect([...kept.values()].map((row) => row.state)).toEqual(['sent', 'pending']);
});

test('what a platform tells later of a line: not delivered rings once, delivered after all is sent', async () => {
  const { outbox, kept, log } = house(async () => ({ ok: true }), [line('1'), line('2', 'other:t')]);
  kept.get('2')!.channel = 'other';
  outbox.post('away:t', kept.get('1')!);
  await until(() => log.includes('sent 1'));
  const refused: Sent = { ok: false, retry: false, reason: 'refused by the citizen' };
  await outbox.late('away', '1', refused);
  await outbox.late('away', '1', refused);
  await outbox.late('away', '2', refused);
  await outbox.late('away', 'nobody knows it', refused);
  expect(log).toEqual(['sent 1', 'person 1', 'failed 1']);
  await outbox.late('away', '1', { ok: true });
  expect(kept.get('1')!.state).toBe('sent');
});

test('where lines are bundled, what bot and house say at one moment leaves as one, and stands or falls as one', async () => {
  const sent: string[][] = [];
  let refusals = 1;
  const rows = [
    ...['1', '2'].map((id) => line(id)),
    { ...line('3'), from: 'agent' as const },
    { ...line('4'), from: 'system' as const },
  ];
  const { outbox, kept, log } = house(
    async ({ line: { id }, also = [] }) => {
      sent.push([id, ...also.map((one) => one.id)]);
      return refusals-- > 0 ? { ok: false, retry: true, reason: 'away' } : { ok: true };
    },
    rows,
    { bundles: true },
  );
  for (const row of kept.values()) outbox.post('away:t', row);
  await until(() => log.includes('sent 4'));
  expect(sent).toEqual([['1', '2'], ['1', '2'], ['3'], ['4']]);
  expect(log).toEqual(['sent 1', 'sent 2', 'sent 3', 'sent 4']);
  expect(kept.get('2')!.attempts).toBe(1);
});

test('a bundle that can never arrive rings once, and each of its lines is failed', async () => {
  const { outbox, kept, log } = house(
    async () => ({ ok: false, retry: false, reason: 'gone' }),
    [line('1'), line('2')],
    { bundles: true },
  );
  for (const row of kept.values()) outbox.post('away:t', row);
  await until(() => log.includes('failed 2'));
  expect(log).toEqual(['person 1', 'failed 1', 'failed 2']);
});
