/** Candidates are found without a walk over all open matters, in bounded memory; and several people make a group. */
import { createChains } from '../../nlu/duplicates/chains.js';
import type { DuplicateRule, Matter, Similar } from '../../nlu/duplicates/contract.js';
import { groupOf } from '../../nlu/duplicates/group.js';
import { readPairs } from '../../nlu/duplicates/pairs.js';
import { createRegister, type Register } from '../../nlu/duplicates/register.js';

const DAY = 86_400_000;
const matter = (id: string, text: string, over: Partial<Matter> = {}): Matter => ({
  ...{ id, text, vector: null, region: '150105', place: '', category: '05', at: 0, senders: [] },
  ...over,
});
const COLD = '赛罕区锦绣嘉园3号楼暖气不热，家里才14度，老人孩子都感冒了';
const ALL = { since: 0, least: 0, most: 10 };
const ids = (register: Register, asked: Matter, more = {}) =>
  register.similar(asked, { ...ALL, ...more }).map(({ id }) => id);

/** Strangers: texts of the pairs with a number, so that none is another. */
const texts = [...new Set(readPairs().flatMap(({ a, b }) => [a, b]))];
function fill(register: Register, count: number): void {
  for (let i = 0; i < count; i++)
    register.put(matter(`x${i}`, `${texts[i % texts.length]!}（第${i}件）`, { region: '152500' }));
}

describe('the register', () => {
  test('finds the likest first, never itself, and nothing from before the window', () => {
    const register = createRegister();
    register.put(matter('a', COLD, { at: 5 * DAY }));
    register.put(matter('b', '锦绣嘉园小区暖气温度太低，家里14度', { at: 6 * DAY }));
    register.put(matter('c', '锦绣嘉园小区暖气温度太低，家里14度', { at: 1 * DAY }));
    const asked = matter('a', COLD, { at: 7 * DAY });
    expect(ids(register, asked)).toEqual(['b', 'c']);
    expect(ids(register, asked, { since: 2 * DAY })).toEqual(['b']);
    expect(ids(register, asked, { least: 1 })).toEqual([]);
    expect(ids(register, asked, { most: 1 })).toEqual(['b']);
  });

  test('a matter put again is compared by its new words; a dropped one is gone', () => {
    const register = createRegister();
    register.put(matter('a', COLD));
    register.put(matter('a', '会盟大街路灯不亮'));
    expect(register.size()).toBe(1);
    const found = register.similar(matter('b', COLD), ALL);
    expect(found.filter(({ likeness }) => likeness > 0.5)).toEqual([]);
    expect(ids(register, matter('b', '会盟大街路灯坏了'))).toEqual(['a']);
    register.drop('a');
    expect(ids(register, matter('b', '会盟大街路灯坏了'))).toEqual([]);
    expect(register.size()).toBe(0);
  });

  test('what is known of no place is met from everywhere, and meets everything', () => {
    const register = createRegister();
    register.put(matter('nowhere', COLD, { region: null }));
    register.put(matter('here', COLD));
    register.put(matter('there', COLD, { region: '150402' }));
    expect(ids(register, matter('q', COLD)).sort()).toEqual(['here', 'nowhere']);
    expect(ids(register, matter('q', COLD, { region: null })).sort()).toEqual(['here', 'nowhere', 'there']);
    expect(ids(register, matter('q', COLD, { region: '150100' })).sort()).toEqual(['here', 'nowhere']);
  });

  test("the sender's own orders are always compared, without a word in common", () => {
    const register = createRegister();
    register.put(matter('mine', COLD, { senders: ['phone'] }));
    fill(register, 500);
    const asked = matter('q', '怎么样了', { region: '150402', senders: ['thread', 'phone'] });
    expect(register.similar(asked, ALL).find(({ id }) => id === 'mine')).toMatchObject({ sameSender: true });
    expect(ids(register, { ...asked, senders: [] })).not.toContain('mine');
  });

  test('holds no more than it may: the oldest go, the newest are found', () => {
    const register = createRegister({ most: 1000 });
    register.put(matter('first', COLD, { senders: ['phone'] }));
    fill(register, 3000);
    register.put(matter('last', COLD));
    expect(register.size()).toBe(1000);
    expect(ids(register, matter('q', COLD, { senders: ['phone'] }))).toEqual(
      expect.arrayContaining(['last']),
    );
    expect(ids(register, matter('q', COLD, { senders: ['phone'] }))).not.toContain('first');
  });

  test('a crowd that all says one thing hides neither each other nor the rest', () => {
    const register = createRegister();
    for (let i = 0; i < 2000; i++) register.put(matter(`crowd${i}`, '暖气不热，请解决', { at: i }));
    register.put(matter('named', COLD, { at: 3000 }));
    expect(ids(register, matter('q', '锦绣嘉园的暖气不热'))[0]).toBe('named');
  });

  test('of the labelled pairs that share a place or a sender, the other one is among the candidates', () => {
    const register = createRegister();
    const same = readPairs().filter((pair) => pair.same);
    const region = '150100';
    for (const text of new Set(texts)) register.put(matter(text, text, { region }));
    for (const { id, a } of same) register.put(matter(`${id}a`, a, { region, senders: [id] }));
    const found = same.filter(({ id, b, a, sender }) => {
      const asked = matter(`${id}b`, b, { region, senders: sender === 'same' ? [id] : [] });
      const near = register.similar(asked, { ...ALL, most: 100 });
      return near.some((one) => one.id === `${id}a` || one.id === a);
    });
    expect(found.length / same.length).toBeGreaterThan(0.97);
  });
});

describe('chains', () => {
  test('a walk gives the newest first, of its own key alone', () => {
    const chains = createChains(16);
    for (let i = 0; i < 10; i++) chains.add(i % 2 === 0 ? 7 : 7 + 16, i);
    const met: number[] = [];
    chains.walk(7, 3, met);
    expect(met).toEqual([8, 6, 4]);
  });

  test('what was overwritten is never met, however long it goes on', () => {
    const chains = createChains(16);
    for (let i = 0; i < 1000; i++) {
      chains.add(i % 3, i);
      for (const key of [0, 1, 2]) {
        const met: number[] = [];
        chains.walk(key, 100, met);
        const expected = Array.from({ length: Math.min(16, i + 1) }, (_, back) => i - back);
        expect(met).toEqual(expected.filter((serial) => serial % 3 === key));
      }
    }
  });
});

describe('a group', () => {
  const rule: DuplicateRule = {
    days: 30,
    likeness: 0.5,
    offer: 0.5,
    group: { days: 7, likeness: 0.6, people: 2, alert: 5, leader: 20 },
  };
  const mine = { id: 'a', at: 10 * DAY, senders: ['me'], critical: false };
  const other = (id: string, over: Partial<Similar> = {}): Similar => ({
    ...{ id, at: 9 * DAY, senders: [id], sameSender: false, likeness: 0.9, samePlace: true, why: [] },
    ...over,
  });
  const crowd = (count: number) => Array.from({ length: count }, (_, i) => other(`p${i}`));

  test('is told from the people the policy says, and grows to an alert and to the leader', () => {
    expect(groupOf(mine, [], rule)).toBeNull();
    expect(groupOf(mine, crowd(1), rule)).toMatchObject({ people: 2, level: 'hint', ids: ['a', 'p0'] });
    expect(groupOf(mine, crowd(4), rule)).toMatchObject({ people: 5, level: 'alert' });
    expect(groupOf(mine, crowd(19), rule)).toMatchObject({ people: 20, level: 'leader' });
    expect(groupOf({ ...mine, critical: true }, crowd(1), rule)).toMatchObject({ level: 'leader' });
  });

  test('counts people, not orders: one telephone in two conversations is one', () => {
    const twice = [other('p', { senders: ['tel', 'web:1'] }), other('q', { senders: ['tel', 'web:2'] })];
    expect(groupOf(mine, twice, rule)).toMatchObject({ people: 2, ids: ['a', 'p', 'q'] });
    const joined = [...twice, other('r', { senders: ['web:2'] }), other('s', { senders: ['web:1', 'me'] })];
    expect(groupOf(mine, joined, rule)).toBeNull();
    expect(groupOf(mine, [other('p', { senders: [] }), other('q', { senders: [] })], rule)).toMatchObject({
      people: 3,
    });
  });

  test('is none without a place in common, without likeness, or with days between', () => {
    expect(groupOf(mine, [other('p', { samePlace: false })], rule)).toBeNull();
    expect(groupOf(mine, [other('p', { likeness: 0.59 })], rule)).toBeNull();
    expect(groupOf(mine, [other('p', { at: 2.9 * DAY })], rule)).toBeNull();
    expect(groupOf(mine, [other('p', { at: 3 * DAY })], rule)).toMatchObject({ since: 3 * DAY });
  });
});
