/** Which number to dial: what the rules saw is told beside what was judged, so that nobody is sent to one alone. */
import { emergencies } from '../../bot/emergency.js';
import { createNlu } from '../../nlu/understand.js';
import type { Nlu } from '../../nlu/understanding.js';

let nlu: Nlu;
beforeAll(async () => {
  nlu = await createNlu();
}, 60_000);
afterAll(() => nlu.close());

test.each([
  ['大学东路与学苑街路口，人在流血，快来救人', ['122', '120']],
  ['人在流血，快来救人', ['120']],
  ['新城区海拉尔东街路口有人被车撞了流血', ['122', '120']],
  ['红山区某小区停水修水管，邻居家着火了，火很大', ['119']],
  ['停水修水管，邻居家着火了，火很大，你们快点', ['119']],
  // Danger beside another matter is not talked down by it.
  ['停水三天，还有楼上着火了', ['119']],
  ['红山区停水，邻居家着火了', ['119']],
  ['物业修水管，旁边车着火了', ['119']],
])('%s: %j', async (text, wanted) => {
  const numbers = emergencies(await nlu.understand(text)).flatMap((one) => one.numbers);
  for (const number of wanted) expect(numbers).toContain(number);
});

test('what is over or only asked about rings nowhere', async () => {
  for (const text of [
    '去年邻居家着火了，物业到现在没赔',
    '着火了应该打哪个电话',
    '今天热死我了，要着火了哈哈',
    '停水三天了，打电话没人理，气得我嗓子都要着火了',
  ])
    expect(emergencies(await nlu.understand(text))).toEqual([]);
});
