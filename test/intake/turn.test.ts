/** One turn of one thread; invariant 4: every failure path ends at a person. */

import type { Decided } from '../../bot/decision.js';
import type { Segment, Understanding } from '../../nlu/understanding.js';
import { Problem } from '../../server/errors.js';
import type { Committed, MessageDoc } from '../../server/intake/journal.js';
import { fresh } from '../../server/intake/receive.js';
import type { Holder, ThreadDoc } from '../../server/intake/thread.js';
import { createTurn, type TurnParts } from '../../server/intake/turn.js';
import { createWordings } from '../../server/intake/wording.js';
import { message, segment } from '../bot/build.js';

const AT = new Date('2026-01-05T02:00:00Z');
const UNDERSTOOD = { segments: [], text: '' } as unknown as Understanding;

const citizenLine = (seq: number, text: string): MessageDoc => ({
  _id: `web:t:${seq}`,
  id: `t:${seq}`,
  thread: 'web:t',
  channel: 'web',
  seq,
  from: 'citizen',
  text,
  at: AT,
  state: 'kept',
});

interface Round {
  decided: Decided;
  upTo: number;
}

function house(holder: Holder, texts: string[], over: Partial<TurnParts> = {}) {
  const thread: ThreadDoc = { ...fresh({ channel: 'web', thread: 't' }, AT), holder };
  const kept = texts.map((text, index) => citizenLine(index + 1, text));
  const read: string[] = [];
  const rounds: Round[] = [];
  let heard = 0;
  const parts = {
    threads: { get: async () => thread },
    lines: { kept: async () => kept.filter((line) => line.state === 'kept') },
    nlu: {
      understand: async (text: string) => {
        read.push(text);
        return UNDERSTOOD;
      },
      degraded: () => [],
      close: async () => {},
    },
    find: () => ({ band: 'none', hits: [] }),
    passage: () => null,
    decide: (): Decided => ({ decisions: [{ do: 'say', phrase: 'hello' }], memory: thread.memory }),
    policy: { knobs: { turns: { cap: 100 } } },
    hear: async () => null,
    carry: async (decided: Decided, { upTo }: { upTo: number }) => ({
      async commit(): Promise<Committed> {
        rounds.push({ decided, upTo });
        for (const line of kept) if (line.seq <= upTo) line.state = 'done';
        return 'done';
      },
    }),
    at: () => {},
    failed: () => {},
    newId: () => 'd',
    settling: {
      settle: async () => {},
      reading() {
        heard = kept.length;
      },
      more: () => kept.length > heard,
    },
    room: {
      run: (_thread: string, run: () => Promise<unknown>) => run(),
      aside: (wait: () => Promise<unknown>) => wait(),
    },
    full: () => false,
    wordings: createWordings({
      model: null,
      within: 8000,
      secret: async () => false,
      passage: () => null,
      show: () => {},
    }),
    ...over,
  } as unknown as TurnParts;
  return { turn: createTurn(parts), parts, kept, read, rounds, thread };
}

const deeds = (rounds: Round[]) => rounds.map(({ decided }) => decided.decisions.map((one) => one.do));

test('a throw while words are found or the order is numbered hands over too, not only one while judging', async () => {
  const { turn, rounds, parts } = house('bot', ['路灯坏了']);
  const carry = parts.carry;
  parts.carry = async (decided, context) =>
    context.turn === null
      ? carry(decided, context)
      : { commit: () => Promise.reject(new Error('no such phrase')) };
  await turn('web:t');
  expect(deeds(rounds)).toEqual([['handOver']]);
});

test('knowledge that cannot be had hands over; the number to dial is told all the same', async () => {
  const asked: string[] = [];
  const find = async (text: string): Promise<never> => {
    asked.push(text);
    throw new Problem('PREPARING');
  };
  const serve = async (...segments: Segment[]) => {
    const read = message(segments.map(({ text }) => text).join('，'), segments);
    const { turn, rounds } = house('bot', [read.text], {
      find,
      nlu: { understand: async () => read, degraded: () => [], close: async () => {} },
      unanswered: () => {},
    });
    await turn('web:t');
    return deeds(rounds);
  };
  const question = segment('居民医保怎么交', { type: 'consult' });
  expect(await serve(question)).toEqual([['handOver']]);
  expect(await serve(segment('我家着火了', { gate: 'emergency' }), question)).toEqual([['say']]);
  // Nothing is looked up for the danger itself.
  expect(asked).toEqual([question.text, question.text]);
});

test.each(['agent', 'queue'] as const)(
  'a failure while "%s" has the thread leaves it there: nobody is taken away and nothing is said',
  async (holder) => {
    const { turn, rounds } = house(holder, ['在吗'], {
      nlu: {
        understand: async () => {
          throw new Error('the model is gone');
        },
        degraded: () => [],
        close: async () => {},
      },
    });
    await turn('web:t');
    expect(deeds(rounds)).toEqual([['stayQuiet']]);
  },
);

test('a breath longer than is read at once is served in parts: an emergency behind a long story is read whole', async () => {
  const story = '路'.repeat(3900);
  const { turn, read, rounds } = house('bot', [story, '我家厨房着火了', story, '好']);
  await turn('web:t');
  expect(read).toEqual([`${story}\n我家厨房着火了`, `${story}\n好`]);
  expect(rounds.map(({ upTo }) => upTo)).toEqual([2, 4]);
});

test('one message at its longest is still one turn', async () => {
  const { turn, rounds } = house('bot', ['路'.repeat(4000)]);
  await turn('web:t');
  expect(rounds).toHaveLength(1);
});

test('a citizen who never stops writing is answered all the same', async () => {
  const { turn, rounds, kept, parts } = house('bot', ['第一句']);
  const understand = parts.nlu.understand;
  let left = 40;
  parts.nlu.understand = async (text) => {
    if (left-- > 0) kept.push(citizenLine(kept.length + 1, '又一句'));
    return understand(text);
  };
  await turn('web:t');
  expect(rounds.length).toBeGreaterThan(0);
  expect(kept[0]?.state).toBe('done');
  // The lane was woken by every line that came later.
  for (let wakes = 0; wakes < 40 && kept.some((line) => line.state !== 'done'); wakes++) await turn('web:t');
  expect(kept.every((line) => line.state === 'done')).toBe(true);
});

test('what arrives while the answer is being written is left to the lane, which was woken', async () => {
  const { turn, read, kept, parts } = house('bot', ['路灯坏了']);
  const carry = parts.carry;
  parts.carry = async (decided, context) => {
    const carried = await carry(decided, context);
    kept.push(citizenLine(2, '在哪里查'));
    return carried;
  };
  await turn('web:t');
  expect(read).toEqual(['路灯坏了']);
  await turn('web:t');
  expect(read).toEqual(['路灯坏了', '在哪里查']);
});

test('what arrives while the first line is read belongs to the same breath', async () => {
  const { turn, rounds, read, kept, parts } = house('bot', ['路灯']);
  const understand = parts.nlu.understand;
  parts.nlu.understand = async (text) => {
    if (kept.length === 1) kept.push(citizenLine(2, '坏了'));
    return understand(text);
  };
  await turn('web:t');
  expect(read).toEqual(['路灯', '路灯\n坏了']);
  expect(rounds.map(({ upTo }) => upTo)).toEqual([2]);
});

test('a thread that others move at every try is left to the lane to try later', async () => {
  const { turn, parts } = house('bot', ['路灯坏了']);
  parts.carry = async () => ({ commit: async () => 'conflict' });
  await expect(turn('web:t')).rejects.toThrow('did not come to rest');
});

test('where not even handing over can be stored the lane is told, and the lines stay kept', async () => {
  const { turn, parts, kept } = house('bot', ['路灯坏了']);
  parts.carry = async () => ({ commit: () => Promise.reject(new Error('the store is away')) });
  await expect(turn('web:t')).rejects.toThrow('the store is away');
  expect(kept[0]?.state).toBe('kept');
});
