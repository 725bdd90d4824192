import fc from 'fast-check';
import type { Line } from '../../server/http/contract-chat.js';
import { answerable, emergencyOf, type Log, last, merge } from '../../widget/chat/log.js';

const at = '2025-11-25T03:00:00.000Z';
const line = (seq: number, more: Partial<Line> = {}): Line => ({
  id: `m${seq}`,
  seq,
  from: 'bot',
  text: `第${seq}句`,
  at,
  ...more,
});
const seqs = (log: Log) => log.map((one) => one.seq);

test('lines stand in order of seq and once each, however often and in whatever order they come', () => {
  const lines = Array.from({ length: 12 }, (_, i) => line(i + 1));
  fc.assert(
    fc.property(fc.array(fc.subarray(lines), { maxLength: 20 }), (batches) => {
      let log: Log = [];
      for (const batch of batches) {
        const merged = merge(log, batch, false);
        log = merged.log;
        // No hole is ever shown.
        expect(seqs(log)).toEqual(seqs(log).map((_, i) => i + 1));
        if (merged.gap) log = merge(log, lines.slice(last(log)), true).log;
      }
      expect(new Set(log.map((one) => one.id)).size).toBe(log.length);
      expect(seqs(merge(log, lines, true).log)).toEqual(seqs(lines));
    }),
  );
});

test('a line beyond a hole is not shown; the gap is told', () => {
  const { log, gap } = merge([line(1)], [line(3)], false);
  expect([seqs(log), gap]).toEqual([[1], true]);
});

test('a hole in the full answer of the server is no reason to ask for ever', () => {
  const { log, gap } = merge([line(1)], [line(3), line(4)], true);
  expect([seqs(log), gap]).toEqual([[1, 3, 4], false]);
});

test('nothing new leaves the very same log, so that nothing is drawn again', () => {
  const log = [line(1), line(2)];
  expect(merge(log, [line(2), line(1)], true).log).toBe(log);
});

test('a line told again as a stub takes the place of what was written', () => {
  const { log } = merge([line(1), line(2)], [line(1, { text: '（内容已隐去）' })], false);
  expect(log.map((one) => one.text)).toEqual(['（内容已隐去）', '第2句']);
});

test('choices are active in the newest turn alone', () => {
  const log = [line(1), line(2, { from: 'citizen' }), line(3), line(4)];
  expect([...answerable(log)].sort()).toEqual(['m3', 'm4']);
  expect(answerable([...log, line(5, { from: 'citizen' })]).size).toBe(0);
  expect([...answerable([...log, line(5, { from: 'agent' })])]).toEqual([]);
});

describe('the emergency on top', () => {
  const fire = line(2, { decision: 'emergency', doors: [{ name: '火警', number: '119' }] });
  const now = Date.parse(at) + 60_000;
  test('stays while the conversation goes on', () => {
    expect(emergencyOf([line(1), fire, line(3)], '', now)).toBe(fire);
  });
  test('goes when folded away, and after an hour', () => {
    expect(emergencyOf([fire], fire.id, now)).toBeNull();
    expect(emergencyOf([fire], '', now + 3_600_000)).toBeNull();
  });
  test('a second emergency comes though the first was folded away', () => {
    const again = line(5, { decision: 'emergency', doors: [{ name: '急救', number: '120' }] });
    expect(emergencyOf([fire, again], fire.id, now)).toBe(again);
  });
});
