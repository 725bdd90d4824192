/** Wechaty's mock Puppet in front of a real house: what a developer talks to is what a citizen would. */
import { eventually } from '../contracts/channel-world.js';
import { type House, startHouse } from '../support/house.js';
import { buildTown, type Town } from '../support/mock-wechaty/town.js';
import { quickNlu } from '../support/quick-nlu.js';

let house: House;
let town: Town;
beforeAll(async () => {
  town = buildTown();
  house = await startHouse({
    channels: [town.channel],
    nlu: quickNlu(),
    settle: { quiet: 10, longest: 100 },
  });
}, 60_000);
afterAll(async () => {
  await house.stop();
}, 60_000);

test('each person is answered, and nobody hears what is for another', async () => {
  const [one, other] = [town.person('市民甲'), town.person('市民乙')];
  one.say('你好');
  await eventually(() => one.heard.length > 0);
  expect(other.heard).toEqual([]);
  other.say('你好');
  await eventually(() => other.heard.length > 0);
});

test('what one person says in a row is kept in that order', async () => {
  const one = town.person('市民丙');
  const said = Array.from({ length: 8 }, (_, at) => `第${at}句`);
  for (const text of said) one.say(text);
  const admin = await house.admin();
  const lines = await eventually(async () => {
    const { status, body } = await admin.get<{ lines: { from: string; text: string }[] }>(
      `/api/desk/threads/${encodeURIComponent(`wechaty-mock:${one.id}`)}`,
    );
    const own = status === 200 ? body.lines.filter(({ from }) => from === 'citizen') : [];
    return own.length === said.length ? own.map(({ text }) => text) : null;
  });
  expect(lines).toEqual(said);
});
