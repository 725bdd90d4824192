/** Calls: parts in any order and again, in the conversation once and in order. */
import fc from 'fast-check';
import type { InboundMessage, Received } from '../../channels/channel.js';
import { type Calls, createCalls } from '../../channels/gateway/calls.js';
import { type Partner, readPartners } from '../../channels/gateway/partners.js';
import { said } from '../../channels/gateway/wire.js';
import type { House } from '../../channels/kind.js';
import { row } from '../support/gateway/partners.js';
import { memoryNotes } from '../support/memory-notes.js';

interface World {
  calls: Calls;
  partner: Partner;
  /** What the conversation holds, each id once. */
  lines: InboundMessage[];
  texts(): string[];
  clock: { now: Date };
  /** The next keeping fails, as when the house stops. */
  break(): void;
  /** The same notes, all memory lost. */
  again(): Calls;
}

function world(more: Parameters<typeof row>[1] = { verifiesPhone: true }): World {
  const clock = { now: new Date('2026-11-24T02:00:00Z') };
  const now = () => clock.now;
  const lines: InboundMessage[] = [];
  let broken = false;
  const house = { notes: memoryNotes(now), now } as unknown as House;
  const { partners } = readPartners(JSON.stringify([row('phone', more)]));
  const partner = partners[0]!;
  async function receive(message: InboundMessage): Promise<Received> {
    if (broken) {
      broken = false;
      throw new Error('stopping');
    }
    const at = lines.findIndex(({ id }) => id === message.id);
    if (at >= 0) return { kept: true, seen: true, seq: at + 1 };
    lines.push(message);
    return { kept: true, seen: false, seq: lines.length };
  }
  const again = () => createCalls(house, new Map([[partner.id, partner]]), receive);
  return {
    calls: again(),
    partner,
    lines,
    texts: () => lines.map(({ text }) => text),
    clock,
    break: () => {
      broken = true;
    },
    again,
  };
}

type Event = Parameters<Calls['take']>[1];
let ids = 0;
const event = (body: object): Event => said.parse({ id: `e${++ids}`, call: 'c1', ...body }) as Event;
const started = (more: object = {}) =>
  event({ type: 'call.started', agent: '101', caller: '13800000001', ...more });
const part = (...seqs: number[]) =>
  event({
    type: 'call.transcript',
    agent: '101',
    utterances: seqs.map((seq) => ({ seq, from: seq % 2 ? 'citizen' : 'agent', text: `第${seq}句` })),
  });
const ended = (last?: number) =>
  event({ type: 'call.ended', agent: '101', seconds: 65, recording: 'rec-1', ...(last ? { last } : {}) });

test('whatever the order and however often, the conversation is one and in order', async () => {
  const deliveries = fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.array(fc.nat(11), { maxLength: 20 }))
    .chain(([count, again]) => {
      const seqs = Array.from({ length: count }, (_, at) => at + 1);
      const repeats = again.map((one) => (one % count) + 1);
      return fc.tuple(
        fc.constant(count),
        fc.shuffledSubarray([...seqs, ...repeats], { minLength: count + repeats.length }),
        fc.boolean(),
      );
    });
  await fc.assert(
    fc.asyncProperty(deliveries, async ([count, seqs, sideBySide]) => {
      const { calls, partner, texts } = world();
      const take = (seq: number) => calls.take(partner, part(seq));
      if (sideBySide) await Promise.all(seqs.map(take));
      else for (const seq of seqs) await take(seq);
      await calls.take(partner, ended(count));
      const spoken = texts().filter((text) => text.startsWith('第'));
      expect(spoken).toEqual(Array.from({ length: count }, (_, at) => `第${at + 1}句`));
      expect(texts().at(-1)).toBe('通话结束，时长 65 秒，录音 rec-1');
    }),
    { numRuns: 60 },
  );
});

test('two processes that release one call at once keep each part once and in order', async () => {
  const { calls, partner, texts, again } = world();
  const other = again();
  const all = Array.from({ length: 20 }, (_, at) => 20 - at);
  await Promise.all(all.map((seq) => (seq % 3 ? calls : other).take(partner, part(seq))));
  expect(texts().filter((text) => text.startsWith('第'))).toEqual(
    all.toReversed().map((seq) => `第${seq}句`),
  );
});

test('who said it, and that a person is on the line', async () => {
  const { calls, partner, lines } = world();
  await calls.take(partner, started());
  await calls.take(partner, part(1, 2));
  expect(lines.map(({ overheard, text, thread, sender }) => ({ overheard, text, thread, sender }))).toEqual([
    {
      overheard: { from: 'system', seat: '101' },
      text: '来电 13800000001，坐席 101 接听',
      thread: 'phone:c1',
      sender: { phone: '13800000001' },
    },
    { overheard: { from: 'citizen' }, text: '第1句', thread: 'phone:c1', sender: { phone: '13800000001' } },
    {
      overheard: { from: 'agent', seat: '101' },
      text: '第2句',
      thread: 'phone:c1',
      sender: { phone: '13800000001' },
    },
  ]);
});

test('a number the partner does not vouch for is nobody’s identity', async () => {
  const { calls, partner, lines } = world({});
  await calls.take(partner, started());
  expect(lines[0]?.sender).toBeUndefined();
});

test('a robot’s caller speaks to us until a seat picks up', async () => {
  const { calls, partner, lines } = world();
  const robot = (seq: number) =>
    event({ type: 'call.transcript', utterances: [{ seq, from: 'citizen', text: `第${seq}句` }] });
  await calls.take(partner, event({ type: 'call.started', caller: '13800000001' }));
  await calls.take(partner, robot(1));
  await calls.take(partner, part(2));
  await calls.take(partner, robot(3));
  expect(lines.map(({ overheard, text }) => [text, overheard?.from, overheard?.seat])).toEqual([
    ['来电 13800000001', 'system', undefined],
    ['第1句', undefined, undefined],
    ['坐席 101 接听', 'system', '101'],
    ['第2句', 'agent', '101'],
    ['第3句', 'citizen', undefined],
  ]);
});

test('parts before the call, and an end before its parts', async () => {
  const { calls, partner, texts } = world();
  expect(await calls.take(partner, ended(2))).toMatchObject({ missing: [1, 2] });
  expect(await calls.take(partner, part(2))).toMatchObject({ missing: [1] });
  expect(texts().filter((text) => text.startsWith('第') || text.startsWith('通话'))).toEqual([]);
  expect(await calls.take(partner, part(1))).toMatchObject({ missing: [] });
  expect(texts()).toEqual(['坐席 101 接听', '第1句', '第2句', '通话结束，时长 65 秒，录音 rec-1']);
});

test('what waits for a part that never comes waits a minute, and a late part is not lost', async () => {
  const { calls, partner, texts, clock } = world();
  await calls.take(partner, part(1));
  await calls.take(partner, part(3, 4));
  await calls.take(partner, ended(5));
  clock.now = new Date(clock.now.getTime() + 59_000);
  await calls.overdue();
  expect(texts()).toEqual(['坐席 101 接听', '第1句']);
  clock.now = new Date(clock.now.getTime() + 2_000);
  await calls.overdue();
  expect(texts().slice(1)).toEqual(['第1句', '第3句', '第4句', '通话结束，时长 65 秒，录音 rec-1']);
  await calls.take(partner, part(2));
  await calls.take(partner, part(2));
  expect(texts().slice(-2)).toEqual(['通话结束，时长 65 秒，录音 rec-1', '第2句']);
});

test('a part that contradicts itself is refused with all that came with it', async () => {
  const { calls, partner, texts } = world();
  await calls.take(partner, part(1));
  const other = event({
    type: 'call.transcript',
    utterances: [
      { seq: 2, from: 'citizen', text: '新的' },
      { seq: 1, from: 'citizen', text: '另一句' },
    ],
  });
  await expect(calls.take(partner, other)).rejects.toMatchObject({ code: 'ID_USED' });
  expect(texts()).toEqual(['坐席 101 接听', '第1句']);
});

test('a house that stops in between loses nothing: the same call again, after a restart', async () => {
  const one = world();
  await one.calls.take(one.partner, started());
  one.break();
  const event = part(1, 2);
  await expect(one.calls.take(one.partner, event)).rejects.toThrow('stopping');
  expect(one.texts()).toHaveLength(1);
  const calls = one.again();
  await calls.take(one.partner, event);
  expect(one.texts()).toEqual(['来电 13800000001，坐席 101 接听', '第1句', '第2句']);
});
