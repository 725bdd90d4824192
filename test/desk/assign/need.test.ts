/** Which language a citizen needs: told by the script, or asked for in Chinese; a word of it alone is no wish. */
import type { Nlu } from '../../../nlu/understanding.js';
import { createNeeds } from '../../../server/desk/assign/need.js';
import { fresh } from '../../../server/intake/receive.js';

const at = new Date('2026-03-02T02:00:00Z');
const broken = { understand: () => Promise.reject(new Error('down')) } as unknown as Nlu;
const line = { thread: 'web:t', channel: 'web', from: 'citizen' as const, state: 'kept' as const, at };

/** Of a citizen who said these things, where nothing is understood. */
const needsOf = (texts: readonly string[]) =>
  createNeeds({
    threads: { ofPerson: async () => [], byPhoneHash: async () => [] },
    lines: {
      latest: async () => texts.map((text, seq) => ({ ...line, _id: `m${seq}`, id: `m${seq}`, seq, text })),
    },
    nlu: broken,
    previousDays: 7,
    now: () => at,
  });

test.each([
  [['ᠪᠢ ᠲᠤᠰᠠᠯᠠᠮᠵᠢ ᠬᠡᠷᠡᠭᠲᠡᠢ'], 'mn'],
  [['Надад тусламж хэрэгтэй байна'], 'mn'],
  [['请找一位会说蒙古语的'], 'mn'],
  [['有没有蒙语坐席'], 'mn'],
  [['能用蒙语吗', '好的'], 'mn'],
  [['I need help with my residence permit please'], 'en'],
  [['蒙古语授课的学校怎么报名'], null],
  [['家里停暖了'], null],
  [[], null],
])('%j asks for %p', async (texts, language) => {
  expect((await needsOf(texts)(fresh({ channel: 'web', thread: 't' }, at))).language).toBe(language);
});

test('what cannot be understood is offered all the same', async () => {
  const needOf = needsOf(['ᠪᠢ ᠲᠤᠰᠠᠯᠠᠮᠵᠢ']);
  const doc = fresh({ channel: 'web', thread: 't' }, at);
  expect(await needOf(doc)).toEqual({
    ...{ language: 'mn', category: null, hotline: null, line: null, previous: null },
  });
  const ann = { ...doc, lastAgent: 'ann', claimedAt: at };
  expect((await needOf(ann)).previous).toBe('ann');
  const long = new Date(at.getTime() - 8 * 86_400_000);
  expect((await needOf({ ...ann, claimedAt: long })).previous).toBeNull();
});
