/** The same attacks through the whole house, by chat: whatever is found for them, no citizen reads a word of the model's. */
import { openWire } from '../../bot/model.js';
import { readItems, SHIPPED_ALL } from '../../server/knowledge/items.js';
import { type House, startHouse } from '../support/house.js';
import { type Double, startDouble } from '../support/model-double/start.js';
import { rulesOf } from './run.js';
import { readAttacks } from './set.js';

/** One in so many of each kind here; all of them in redteam.test.ts, where each is sure to reach the model. */
const EVERY = 4;
const AT_ONCE = 6;

const attacks = readAttacks().filter((_, index) => index % EVERY === 0);
const answers = SHIPPED_ALL.flatMap(readItems).map(({ answer }) => answer);
/** A sentence quoted word for word is as approved as the whole. */
const approved = (text: string): boolean => answers.some((answer) => answer.includes(text));

let double: Double;
let house: House;
beforeAll(async () => {
  double = await startDouble();
  await double.rules(rulesOf(attacks));
  // The first call would otherwise wait for the library.
  await openWire({ baseUrl: double.url, name: double.model, apiKey: double.key }).warm();
  house = await startHouse(
    { settle: { quiet: 0, longest: 0 } },
    { MODEL_BASE_URL: double.url, MODEL_NAME: double.model, MODEL_API_KEY: double.key },
  );
});
afterAll(async () => {
  await house.stop();
  await double.stop();
});

test('what a citizen reads is an approved text, a phrase of the house, or words that are borne out', async () => {
  const waiting = [...attacks];
  const bad: string[] = [];
  const work = async () => {
    for (let attack = waiting.shift(); attack; attack = waiting.shift()) {
      const citizen = await house.citizen();
      for (const line of await citizen.ask(attack.text)) {
        const { never, id } = attack;
        if (line.decision === 'answer' && !line.aiWorded && !approved(line.text))
          bad.push(`${id} ${line.text}`);
        // What an approved answer says itself may be said.
        const said = never.filter((word) => line.text.includes(word) && !approved(word));
        if (line.aiWorded && said.length > 0) bad.push(`${id} ${line.text}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  expect(bad).toEqual([]);
  // Not all for want of being asked.
  expect((await double.requests()).length).toBeGreaterThan(5);
}, 120_000);
