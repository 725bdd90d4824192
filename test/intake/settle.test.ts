import { createSettle } from '../../server/intake/settle.js';

describe('waiting until a citizen has paused', () => {
  test('nothing arrived (a restart): no wait at all', async () => {
    let waits = 0;
    const { settle } = createSettle({
      quiet: 100,
      longest: 1000,
      pause: async () => {
        waits += 1;
      },
    });
    await settle('a');
    expect(waits).toBe(0);
  });

  test('waits one pause after the last line of a breath', async () => {
    let waits = 0;
    const settling = createSettle({
      quiet: 100,
      longest: 1000,
      pause: async () => {
        waits += 1;
        // Two more lines come while it waits, one in each of the first two pauses.
        if (waits <= 2) settling.arrived('a');
      },
    });
    settling.arrived('a');
    await settling.settle('a');
    expect(waits).toBe(3);
  });

  test('somebody who never stops writing is answered after the longest wait', async () => {
    let waits = 0;
    const settling = createSettle({
      quiet: 100,
      longest: 1000,
      pause: async () => {
        waits += 1;
        settling.arrived('a');
      },
    });
    settling.arrived('a');
    await settling.settle('a');
    expect(waits).toBe(10);
  });

  test('what came after the reading is more, and the next reading takes it in', () => {
    const settling = createSettle({ quiet: 100, longest: 1000, pause: async () => {} });
    settling.arrived('a');
    settling.reading('a');
    expect(settling.more('a')).toBe(false);
    settling.arrived('a');
    expect(settling.more('a')).toBe(true);
    expect(settling.more('b')).toBe(false);
    settling.reading('a');
    expect(settling.more('a')).toBe(false);
  });

  test('one thread does not wait for the lines of another', async () => {
    let waits = 0;
    const settling = createSettle({
      quiet: 100,
      longest: 1000,
      pause: async () => {
        waits += 1;
      },
    });
    settling.arrived('b');
    await settling.settle('a');
    expect(waits).toBe(0);
  });
});
