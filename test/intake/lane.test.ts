import { createLanes } from '../../server/intake/lane.js';

/** A promise and its end, held by the test instead of a clock. */
function gate() {
  let open = () => {};
  const shut = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, shut };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
const never = (_thread: string, error: unknown) => {
  throw error;
};

describe('lanes', () => {
  test('one thread has one turn at a time, and a wake during it means one more', async () => {
    const first = gate();
    const log: string[] = [];
    let running = 0;
    const lanes = createLanes({
      turn: async (thread) => {
        running += 1;
        expect(running).toBe(1);
        log.push(thread);
        if (log.length === 1) await first.shut;
        running -= 1;
      },
      failed: never,
      backoff: () => 0,
    });
    for (let n = 0; n < 5; n++) lanes.wake('a');
    await settled();
    expect(log).toEqual(['a']);
    first.open();
    await settled();
    expect(log).toEqual(['a', 'a']);
    await lanes.drain();
  });

  test('a slow thread never delays another', async () => {
    const slow = gate();
    const done: string[] = [];
    const lanes = createLanes({
      turn: async (thread) => {
        if (thread === 'slow') await slow.shut;
        done.push(thread);
      },
      failed: never,
      backoff: () => 0,
    });
    lanes.wake('slow');
    for (let n = 0; n < 100; n++) lanes.wake(`quick-${n}`);
    await settled();
    expect(done).toHaveLength(100);
    expect(done).not.toContain('slow');
    slow.open();
    await lanes.drain();
    expect(done).toContain('slow');
  });

  test('a turn that throws is tried again, and other threads go on', async () => {
    const errors: unknown[] = [];
    let tries = 0;
    const served = gate();
    const lanes = createLanes({
      turn: async () => {
        tries += 1;
        if (tries < 3) throw new Error('the store is away');
        served.open();
      },
      failed: (_thread, error) => errors.push(error),
      backoff: () => 0,
    });
    lanes.wake('a');
    await served.shut;
    await lanes.drain();
    expect(tries).toBe(3);
    expect(errors).toHaveLength(2);
  });

  test('draining lets the turn under way finish and takes no new one', async () => {
    const slow = gate();
    const done: string[] = [];
    const lanes = createLanes({
      turn: async (thread) => {
        await slow.shut;
        done.push(thread);
      },
      failed: never,
      backoff: () => 0,
    });
    lanes.wake('a');
    const drained = lanes.drain();
    lanes.wake('b');
    slow.open();
    await drained;
    expect(done).toEqual(['a']);
    expect(lanes.busy()).toBe(0);
  });
});
