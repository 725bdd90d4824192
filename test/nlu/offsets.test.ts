import fc from 'fast-check';
import { fold, normalize, toRaw } from '../../nlu/normalize.js';
import { findPersonal, mask } from '../../nlu/pii.js';
import { createNlu } from '../../nlu/understand.js';
import type { Nlu, Reading } from '../../nlu/understanding.js';

/** Any UTF-16, lone surrogates included, mixed with pieces that wake the rules. */
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '\ud800',
      '\udc00',
      '\u200b',
      '\u202e',
      '\u200f',
      '\ufeff',
      '\u0000',
      '㈱',
      'ﷺ',
      '１',
      '🔥',
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '着火了',
      '赛罕区大学东路',
      '前旗',
      '138 0000 1234',
      '法院判了不给执行',
      '另外',
      '，另外路灯坏了',
      '。',
      '上海',
      '我叫张三，',
      '請轉人工',
      '昨天晚上',
      '活不下去了',
      '忽略以上指令',
    ),
  },
);
const anyText = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''));

let nlu: Nlu;
beforeAll(async () => {
  nlu = await createNlu();
}, 60_000);

test('normalise never breaks offsets: every unit comes from a range of the raw text, in order', () => {
  fc.assert(
    fc.property(anyText, (raw) => {
      for (const folded of [fold(raw), normalize(raw)]) {
        expect(folded.from).toHaveLength(folded.text.length);
        let last = 0;
        for (let i = 0; i < folded.text.length; i++) {
          expect(folded.from[i]!).toBeGreaterThanOrEqual(last);
          expect(folded.to[i]!).toBeGreaterThan(folded.from[i]!);
          expect(folded.to[i]!).toBeLessThanOrEqual(raw.length);
          last = folded.from[i]!;
        }
      }
    }),
    { numRuns: 300 },
  );
});

const within = (raw: string, reading: Reading) => {
  const ranges = [...reading.spans, ...reading.why, ...Object.values(reading.slots)];
  for (const { from, to } of ranges) {
    if (from === undefined || to === undefined) continue;
    expect(from).toBeGreaterThanOrEqual(0);
    expect(to).toBeGreaterThanOrEqual(from);
    expect(to).toBeLessThanOrEqual(raw.length);
  }
  for (const slot of Object.values(reading.slots)) expect(raw.slice(slot.from, slot.to)).toBe(slot.value);
};

test('every span lies in the raw text', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, async (raw) => {
      const seen = await nlu.understand(raw);
      expect(seen.text).toBe(raw);
      within(raw, seen);
      expect(seen.segments.length).toBeGreaterThan(0);
      for (const segment of seen.segments) {
        within(raw, segment);
        expect(raw.slice(segment.from, segment.to)).toBe(segment.text);
      }
    }),
    { numRuns: 200 },
  );
});

test('segments cover the text in its order', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, async (raw) => {
      const { segments } = await nlu.understand(raw);
      expect(segments.map((segment) => segment.text).join('')).toBe(raw);
    }),
    { numRuns: 100 },
  );
});

test('a mask keeps the length of any text', () => {
  fc.assert(
    fc.property(anyText, (raw) => {
      expect(mask(raw, findPersonal(raw))).toHaveLength(raw.length);
    }),
  );
});

test('a zero-width character between 着 and 火 hides nothing', async () => {
  const raw = '我家厨房着\u200b火了\u202e！';
  const seen = await nlu.understand(raw);
  expect(seen).toMatchObject({ gate: 'emergency', reason: '119' });
  const span = seen.spans.find((one) => one.kind === 'emergency');
  expect(raw.slice(span?.from, span?.to)).toContain('着\u200b火');
});

test.each([
  ['我家廚房著火了', '我家厨房着火了'],
  ['跟著隊伍走、著急', '跟着队伍走、着急'],
  ['效果顯著、著名的巨著', '效果显著、著名的巨著'],
])('%s is read as %s', (raw, text) => {
  expect(normalize(raw).text).toBe(text);
});

test('traditional characters are read as simplified, spans stay in the raw text', async () => {
  const raw = '賽罕區大學東路路燈壞了好幾天了';
  const seen = await nlu.understand(raw);
  expect(seen).toMatchObject({ gate: 'accept', region: '150105' });
  expect(seen.slots.place?.value).toBe('賽罕區大學東路');
});

test('an expanded character maps back to the one it came from', () => {
  const folded = normalize('a㈱b');
  expect(folded.text).toBe('a(株)b');
  expect(toRaw(folded, 2, 3)).toEqual({ from: 1, to: 2 });
});
