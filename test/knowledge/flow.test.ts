/** 采编 → 部门审核 → 平台审核 → 发布 → 修订、下架: the list of steps itself, and every step against its guards. */
import fc from 'fast-check';
import { type Entry, newEntry, standingOf } from '../../server/knowledge/flow/entry.js';
import { type Ask, against, step } from '../../server/knowledge/flow/step.js';
import { ACTIONS, type Action, PERMISSIONS, TRANSITIONS } from '../../server/knowledge/flow/transitions.js';
import { FLOW } from '../../server/knowledge/flow/words.js';
import { type KnowledgeItem, knowledgeItem } from '../../server/knowledge/item.js';

const now = new Date('2026-11-30T02:00:00Z');
const item: KnowledgeItem = knowledgeItem.parse({
  ...{
    id: 'q1',
    title: '采暖费怎么交',
    answer: '在供热企业的营业厅或蒙速办上交。',
    category: '05',
    unit: '供热办',
  },
  ...{
    region: '150100',
    basis: ['《供热管理条例》'],
    channels: ['PUBLIC'],
    effectiveFrom: '2026-01-01',
    reviewDays: 180,
  },
});
const person = (account: string, ...permissions: string[]) => ({
  account,
  scope: null,
  permissions: new Set(permissions),
});
const writer = person('writer', 'knowledge.edit');
const department = person('department', 'knowledge.review');
const platform = person('platform', 'knowledge.publish');
const every = (account: string) => person(account, ...PERMISSIONS);

function go(entry: Entry, action: Action, who: Ask['who'], more: Partial<Ask> = {}): Entry {
  const done = step(entry, { action, who, now, reason: '写错了要改', sound: () => true, ...more });
  if ('refused' in done) throw new Error(done.refused);
  return done.entry;
}
const refused = (entry: Entry, action: Action, who: Ask['who'], more: Partial<Ask> = {}) =>
  against(entry, { action, who, now, reason: '写错了要改', sound: () => true, ...more });

const fresh = newEntry('q1', '150100', now);
const drafted = go(fresh, 'save', writer, { item });
const sent = go(drafted, 'submit', writer);
const passed = go(sent, 'pass', department);
const live = go(passed, 'publish', platform);

test('the way of an item: each stage by another person, and every one of them in the log', () => {
  expect([drafted, sent, passed, live].map(standingOf)).toEqual([
    'draft',
    'department',
    'platform',
    'published',
  ]);
  expect(live.live).toMatchObject({ title: item.title, updated: '2026-11-30', reviewBy: '2027-05-29' });
  expect(live.log.map(({ by, action }) => [by, action])).toEqual([
    ['writer', 'save'],
    ['writer', 'submit'],
    ['department', 'pass'],
    ['platform', 'publish'],
  ]);
});

test('four eyes: whoever wrote it reviews nothing of it, whatever the roles', () => {
  const mine = go(go(fresh, 'save', every('me'), { item }), 'submit', every('me'));
  for (const action of ['pass', 'sendBack'] as const)
    expect(refused(mine, action, every('me'))).toBe('notWriter');
  const by = go(mine, 'pass', every('other'));
  expect(refused(by, 'publish', every('me'))).toBe('notWriter');
  expect(refused(by, 'publish', every('other'))).toBe('notReviewer');
  expect(refused(by, 'publish', every('third'))).toBeNull();
  // A second hand on the draft is a writer too.
  const two = go(
    go(go(fresh, 'save', writer, { item }), 'save', every('helper'), { item }),
    'submit',
    writer,
  );
  expect(refused(two, 'pass', every('helper'))).toBe('notWriter');
});

test('an item that is served goes on being served while its next edition is written, and after that is given up', () => {
  const next = go(live, 'save', writer, { item: { ...item, answer: '改过的答复，写得更清楚。' } });
  expect([standingOf(next), next.live?.answer]).toEqual(['draft', item.answer]);
  const gone = go(next, 'discard', writer);
  expect([standingOf(gone), gone.live?.answer]).toEqual(['published', item.answer]);
  expect(refused(next, 'discard', every('stranger'))).toBe('writer');
});

test('taken down and put back: the reviewed text comes back, an expired one does not', () => {
  const down = go(live, 'takeDown', platform);
  expect([standingOf(down), down.live, down.down?.reason]).toEqual(['down', null, '写错了要改']);
  expect(go(down, 'putBack', platform).live?.answer).toBe(item.answer);
  expect(refused(down, 'putBack', department)).toBe('permission');
  const old = { ...down, down: { ...down.down!, item: { ...item, effectiveTo: '2026-11-29' } } };
  expect(refused(old, 'putBack', platform)).toBe('fresh');
  // In the middle of a revision too: what is wrong must not be told a minute longer.
  expect(standingOf(go(go(live, 'save', writer, { item }), 'takeDown', platform))).toBe('draft');
});

test('a unit reviews what is its own, and nobody else’s', () => {
  const bound = (unit: string) => ({ ...department, scope: new Set([unit]) });
  expect(refused(sent, 'pass', bound('150100'))).toBeNull();
  expect(refused(sent, 'pass', bound('150200'))).toBe('inScope');
  expect(refused({ ...sent, owner: null }, 'pass', bound('150100'))).toBe('inScope');
  // Nor can an editor give an item to a unit that is not theirs, or take one.
  const editor = { ...writer, scope: new Set(['150200']) };
  expect(refused(live, 'save', editor, { item, owner: '150200' })).toBe('inScope');
  expect(refused(fresh, 'save', editor, { item, owner: '150100' })).toBe('inScope');
  expect(refused(fresh, 'save', editor, { item, owner: '150200' })).toBeNull();
});

test('what must be mended goes no further; what is sent back says why', () => {
  expect(refused(drafted, 'submit', writer, { sound: () => false })).toBe('sound');
  expect(refused(passed, 'publish', platform, { sound: () => false })).toBe('sound');
  expect(refused(sent, 'sendBack', department, { reason: ' 不 ' })).toBe('reason');
  const back = go(sent, 'sendBack', department);
  expect(back.work).toMatchObject({ stage: 'draft', returned: '写错了要改' });
  expect(go(go(back, 'save', writer, { item }), 'submit', writer).work?.returned).toBe('');
});

test('the list: every stage can be reached and left, every action is refused in words', () => {
  const from = new Set(TRANSITIONS.flatMap((row) => (row.of === 'work' ? [...row.from] : [])));
  const to = new Set(TRANSITIONS.flatMap((row) => (row.of === 'work' ? [row.to] : [])));
  for (const stage of ['draft', 'department', 'platform']) {
    expect(from).toContain(stage);
    expect(to).toContain(stage);
  }
  expect(new Set(ACTIONS).size).toBe(TRANSITIONS.length);
  for (const { guards } of TRANSITIONS)
    for (const guard of guards) if (guard in FLOW.refused) expect(FLOW.refused[guard]).not.toBe('');
});

test('any order of steps by anybody: never published by less than three people, never served twice over', () => {
  const people = ['a', 'b', 'c', 'd'].map(every);
  const move = fc.record({ action: fc.constantFrom(...ACTIONS), who: fc.nat(3), ok: fc.boolean() });
  fc.assert(
    fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
      let entry = fresh;
      for (const { action, who, ok } of moves) {
        const done = step(entry, {
          action,
          who: people[who]!,
          now,
          reason: '写错了要改',
          item,
          sound: () => ok,
        });
        if ('refused' in done) continue;
        const { edition } = done;
        if (edition) {
          const hands = [...edition.writers, edition.department, edition.platform];
          expect(new Set(hands).size).toBe(hands.length);
          expect(edition.edition).toBe(entry.edition + 1);
          expect(ok).toBe(true);
        }
        expect(done.entry.version).toBe(entry.version + 1);
        expect(done.entry.live !== null && done.entry.down !== null).toBe(false);
        entry = done.entry;
      }
    }),
    { numRuns: 500 },
  );
});
