/** Counts beside the lists: what was done here is seen, what happens all the time is still counted. */
import { jest } from '@jest/globals';
import { createCounts } from '../../server/lists/counts.js';
import { createRecount } from '../../widget/console/recount.js';

describe('at the server', () => {
  function house() {
    const state = { stored: 5, at: 0, asked: 0 };
    const counts = createCounts(
      {
        count: async () => {
          state.asked += 1;
          return state.stored;
        },
      },
      () => state.at,
    );
    return { state, counts, toDispatch: () => counts.count(null, ['state:ACCEPTED']) };
  }

  test('a hundred desks at one moment are one question, and a count lasts three seconds', async () => {
    const { state, toDispatch } = house();
    await Promise.all(Array.from({ length: 100 }, toDispatch));
    expect(state.asked).toBe(1);
    state.stored = 4;
    state.at = 2999;
    expect(await toDispatch()).toBe(5);
    state.at = 3000;
    expect(await toDispatch()).toBe(4);
    expect(state.asked).toBe(2);
  });

  test('whoever sends five orders and looks at once finds none left', async () => {
    const { state, counts, toDispatch } = house();
    expect(await toDispatch()).toBe(5);
    state.at = 900;
    state.stored = 0;
    counts.changed();
    expect(await toDispatch()).toBe(0);
    expect(await toDispatch()).toBe(0);
    expect(state.asked).toBe(2);
  });

  test('among changes that come one upon another it is counted five times a second at most', async () => {
    const { state, counts, toDispatch } = house();
    for (state.at = 0; state.at < 1000; state.at += 1) {
      counts.changed();
      await toDispatch();
    }
    expect(state.asked).toBe(5);
  });

  test('a count that failed is not remembered', async () => {
    let broken = true;
    const counts = createCounts(
      { count: async () => (broken ? Promise.reject(new Error('gone')) : 3) },
      () => 0,
    );
    await expect(counts.count(null, ['open'])).rejects.toThrow('gone');
    broken = false;
    expect(await counts.count(null, ['open'])).toBe(3);
  });
});

describe('at the desk', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  function desk() {
    const questions: { answer: (n: number) => void; fail: (error: Error) => void }[] = [];
    const told: number[] = [];
    const faults: unknown[] = [];
    const recount = createRecount<number>({
      ask: () => new Promise((answer, fail) => questions.push({ answer, fail })),
      told: (n) => told.push(n),
      failed: (fault) => faults.push(fault),
      settle: 3000,
    });
    return { questions, told, faults, recount };
  }

  test('what was done here is asked at once, and once more when it has settled', async () => {
    const { questions, told, recount } = desk();
    recount.now();
    expect(questions).toHaveLength(1);
    questions[0]?.answer(5);
    await jest.advanceTimersByTimeAsync(3000);
    expect(questions).toHaveLength(2);
    questions[1]?.answer(0);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(questions).toHaveLength(2);
    expect(told).toEqual([5, 0]);
  });

  test('in a house where something happens every second it is asked every three', async () => {
    const { questions, recount } = desk();
    for (let second = 0; second < 30; second++) {
      recount.heard();
      await jest.advanceTimersByTimeAsync(1000);
    }
    expect(questions).toHaveLength(10);
    // What was heard last is asked for a whole moment later.
    await jest.advanceTimersByTimeAsync(3000);
    expect(questions).toHaveLength(11);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(questions).toHaveLength(11);
  });

  test('what is done here does not take away the question that was due', async () => {
    const { questions, recount } = desk();
    recount.heard();
    await jest.advanceTimersByTimeAsync(2900);
    recount.now();
    expect(questions).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(100);
    expect(questions).toHaveLength(2);
    await jest.advanceTimersByTimeAsync(3000);
    expect(questions).toHaveLength(3);
  });

  test('an answer that is overtaken is not shown, nor is a failure, nor anything after the page has gone', async () => {
    const { questions, told, faults, recount } = desk();
    recount.now();
    recount.now();
    recount.now();
    questions[1]?.answer(0);
    await jest.advanceTimersByTimeAsync(0);
    questions[0]?.fail(new Error('late'));
    await jest.advanceTimersByTimeAsync(0);
    expect([told, faults]).toEqual([[0], []]);
    recount.stop();
    questions[2]?.answer(7);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual([0]);
    expect(questions).toHaveLength(3);
  });
});
