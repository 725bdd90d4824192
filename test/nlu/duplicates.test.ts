/** Is it the same matter: at the same place, and about the same thing? */
import fc from 'fast-check';
import type { Matter } from '../../nlu/duplicates/contract.js';
import { averagePrecision, pointAt } from '../../nlu/duplicates/curves.js';
import { JUDGEMENT, likenessOf } from '../../nlu/duplicates/likeness.js';
import { namesIn, numbersIn } from '../../nlu/duplicates/names.js';
import { mattersOf, readAll, readPairs, strangers } from '../../nlu/duplicates/pairs.js';
import { signsOf } from '../../nlu/duplicates/signs.js';
import { cosine, traitsOf } from '../../nlu/duplicates/traits.js';
import { readMessage } from '../../nlu/message.js';
import { RULES_ALONE } from '../../nlu/mind.js';

const DAY = 86_400_000;
const matter = (text: string, over: Partial<Matter> = {}): Matter => ({
  id: text,
  text,
  vector: null,
  region: '150105',
  place: '',
  category: '05',
  at: 0,
  senders: [],
  ...over,
});
const like = (a: Matter, b: Matter): number => likenessOf(traitsOf(a), traitsOf(b)).likeness;

const COLD = '赛罕区锦绣嘉园3号楼暖气不热，家里才14度，老人孩子都感冒了';
const COLD_TOO = '锦绣嘉园小区暖气不热，家里才13度，楼上楼下都这样';
const ELSEWHERE = '赛罕区丽景花苑3号楼暖气不热，家里才14度，老人孩子都感冒了';

describe('likeness', () => {
  test('two people of one estate say less of the same than a template with another address, and are one matter', () => {
    const [cold, too, other] = [matter(COLD), matter(COLD_TOO), matter(ELSEWHERE)];
    expect(signsOf(traitsOf(cold), traitsOf(other)).words).toBeGreaterThan(
      signsOf(traitsOf(cold), traitsOf(too)).words,
    );
    expect(like(cold, too)).toBeGreaterThan(like(cold, other));
  });

  test('the same street with another thing the matter is another matter', () => {
    const lamp = matter('诺尔镇会盟大街路灯坏了一排，从医院到法院全黑');
    expect(like(lamp, matter('会盟大街路灯不亮有半个月了，医院到法院这段全黑'))).toBeGreaterThan(
      like(lamp, matter('诺尔镇会盟大街医院门口摆摊的太多，救护车进不去')),
    );
  });

  test('two bus lines are two matters, two houses of one estate are not told apart by their numbers', () => {
    const bus = (line: string) => traitsOf(matter(`团结大街公交${line}末班车太早，晚上八点半就没车了`));
    expect(signsOf(bus('12路'), bus('十二路'))).toMatchObject({ sameNumber: 1, otherNumber: 0 });
    expect(signsOf(bus('12路'), bus('15路'))).toMatchObject({ sameNumber: 0, otherNumber: 1 });
    const house = (door: string) => traitsOf(matter(`锦绣嘉园${door}号楼暖气不热`));
    expect(signsOf(house('3'), house('五'))).toMatchObject({ otherNumber: 0 });
  });

  test('who refers back is believed of his own orders alone', () => {
    const again = matter('上次反映的暖气的事怎么还没人管', { at: 3 * DAY, senders: ['phone'], region: null });
    const mine = traitsOf(matter(COLD, { senders: ['phone', 'thread'] }));
    const other = traitsOf(matter(COLD, { senders: ['somebody'] }));
    expect(signsOf(mine, traitsOf(again))).toMatchObject({ sameSender: 1, refersBack: 1, ownPlace: 1 });
    expect(signsOf(other, traitsOf(again))).toMatchObject({ sameSender: 0, refersBack: 0, ownPlace: 0 });
  });

  test('two banners are two places, a league holds its banners, a street in common outweighs a misread region', () => {
    const at = (region: string | null, text = '供水老是发黄') => traitsOf(matter(text, { region }));
    expect(signsOf(at('150105'), at('150102'))).toMatchObject({ sameRegion: 0, otherRegion: 1 });
    expect(signsOf(at('150105'), at('150100'))).toMatchObject({ sameRegion: 0.5, otherRegion: 0 });
    expect(signsOf(at('150105'), at(null))).toMatchObject({ sameRegion: 0, otherRegion: 0 });
    const road = (region: string) => at(region, '霍林河大街少一个井盖');
    expect(signsOf(road('150502'), road('150581'))).toMatchObject({ otherRegion: 0, sameName: 0.5 });
  });

  test('telephone numbers are no part of the words', () => {
    const [a, b] = [matter(`${COLD}，13800001111`), matter(`${COLD}，13911112222`)].map(traitsOf);
    expect(signsOf(a!, b!).words).toBe(1);
    expect(JSON.stringify([...a!.grams])).toBe(JSON.stringify([...traitsOf(matter(`${COLD}，`)).grams]));
  });

  test('a vector of another encoder, or none, is not compared: the words judge by weights of their own', () => {
    const ones = new Float32Array(384).fill(1);
    const two = Float32Array.from({ length: 384 }, (_, i) => (i % 2 ? 1 : 0.9));
    const [a, b] = [matter(COLD, { vector: ones }), matter(COLD_TOO, { vector: two })].map(traitsOf);
    expect(cosine(a!.vector, b!.vector)).toBeCloseTo(0.9987, 3);
    expect(cosine(a!.vector, new Int8Array(12))).toBeNull();
    expect(signsOf(a!, traitsOf(matter(COLD_TOO))).vector).toBeUndefined();
    expect(likenessOf(a!, b!).likeness).not.toBe(like(matter(COLD), matter(COLD_TOO)));
    expect(traitsOf(matter(COLD, { vector: new Float32Array(384) })).vector).toBeNull();
  });

  test('no sign speaks for the other side', () => {
    for (const weights of [JUDGEMENT.words, JUDGEMENT.both])
      for (const [sign, weight] of Object.entries(weights.signs))
        expect(/^other|^apart/.test(sign) ? weight <= 0 : weight >= 0).toBe(true);
    expect(JUDGEMENT.words.signs.vector).toBeUndefined();
    expect(JUDGEMENT.both.signs.vector).toBeGreaterThan(0);
  });

  test('any two texts have a likeness from 0 to 1, whichever of them comes first', () => {
    const said = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(COLD, ELSEWHERE, '', '12路', '\ud83d'),
    );
    fc.assert(
      fc.property(said, said, fc.nat(40), (a, b, days) => {
        const senders = ['phone'];
        const [one, other] = [matter(a, { senders }), matter(b, { senders, at: days * DAY })];
        const likeness = like(one, other);
        expect(likeness).toBeGreaterThanOrEqual(0);
        expect(likeness).toBeLessThanOrEqual(1);
        expect(like(other, one)).toBeCloseTo(likeness, 12);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['100,000 characters', '暖气不热。'.repeat(20_000)],
    ['one character a million times', '热'.repeat(1_000_000)],
    ['lone surrogates and joiners', '暖\u200d气\ud800不\u202e热'],
  ])('%s', (_, text) => {
    expect(like(matter(text), matter(COLD))).toBeLessThanOrEqual(1);
    expect(traitsOf(matter(text)).grams.length).toBeLessThan(1300);
  });
});

describe('names and numbers', () => {
  test.each([
    ['回民区通道南街清泉小区下水堵了', ['通道', '清泉']],
    ['明仁大街和霍林河大街交叉口井盖没了', ['明仁', '霍林河']],
    ['恩和路幼儿园伙食费涨了', ['恩和']],
    ['我家门口小区里的马路,走路都难', []],
  ])('%s', (text, stems) => {
    expect(namesIn(text).names.map(({ stem }) => stem)).toEqual(stems);
  });

  test('what is said besides names is left', () => {
    expect(namesIn('新城区哲里木路我家楼下下水堵了').rest.replace(/\s/g, '')).toBe('我家楼下下水堵了');
  });

  test('spoken numbers are numbers', () => {
    expect(numbersIn('二十三号楼十二路五年级')).toEqual(['号楼23', '路12', '年级5']);
  });
});

describe('the labelled pairs', () => {
  const written = readPairs();

  test('are many, of every kind, and judged by a person alone', () => {
    expect(written.length).toBeGreaterThanOrEqual(240);
    expect(new Set(written.map(({ id }) => id)).size).toBe(written.length);
    for (const kind of [
      ...['reworded', 'neighbour', 'elsewhere', 'other-matter', 'near', 'follow-up', 'campaign', 'template'],
    ])
      expect(written.filter((pair) => pair.kind === kind).length).toBeGreaterThan(10);
    for (const sender of ['same', 'other'])
      for (const same of [true, false])
        expect(written.filter((pair) => pair.sender === sender && pair.same === same).length).toBeGreaterThan(
          60,
        );
  });

  test('words, names and senders tell them apart without encoder and heads, and find no kin among strangers', async () => {
    const read = await readAll(written, {
      understand: (text) => readMessage(text, {}, RULES_ALONE),
      embed: async () => null,
    });
    const pairs = [...written, ...strangers(written, read)];
    const scored = pairs.map((pair) => {
      const [a, b] = mattersOf(pair, read);
      return { pair, same: pair.same, score: like(a, b) };
    });
    const hard = scored.filter(({ pair }) => pair.kind !== 'stranger');
    expect(averagePrecision(hard)).toBeGreaterThan(0.72);
    expect(pointAt(hard, 0.5).precision).toBeGreaterThan(0.7);
    expect(pointAt(hard, 0.5).recall).toBeGreaterThan(0.5);
    const wrong = scored.filter(({ pair, score }) => pair.kind === 'stranger' && score >= 0.5);
    expect(wrong.length / (scored.length - hard.length)).toBeLessThan(0.01);
  });
});
