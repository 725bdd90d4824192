/** Orders between houses: handed over once, told how they stand, and what is said of them kept. */
import { SAYS } from '../words.js';
import { mineIn, PATIENCE } from './pull.js';
import { all, gotOf, OK, type Rule, type Scene } from './scene.js';

const handed = ({ run }: Scene) => ({
  type: 'transfer.in',
  id: `${run}-in`,
  thread: `${run}-order`,
  title: SAYS.order.title,
  text: SAYS.order.text,
});

export const BOOK_RULES: Rule[] = [
  {
    name: 'transferIn',
    async run(scene) {
      if (!scene.books) return { skipped: SAYS.noBooks };
      const { client } = scene;
      const first = await client.post(handed(scene));
      const again = await client.post(handed(scene));
      return all(
        [first, first.status === 202 && first.body?.seen === false],
        [again, again.status === 202 && again.body?.seen === true],
      );
    },
  },
  {
    name: 'orderStatus',
    async run(scene) {
      if (!scene.books) return { skipped: SAYS.noBooks };
      if (!scene.pulls) return { skipped: SAYS.noPull };
      const { client } = scene;
      const { thread } = handed(scene);
      for (let tries = 0; tries < PATIENCE; tries++) {
        const { answer, events } = await mineIn(client, thread);
        if (events === null) return { passed: false, got: gotOf(answer) };
        const told = events.filter((event) => event.type === 'order.status');
        if (told.length > 1) return { passed: false, got: gotOf(answer) };
        if (told.length === 1) return OK;
        await scene.pause(500);
      }
      return { passed: false, got: SAYS.noStatus };
    },
  },
  {
    name: 'transferStatus',
    async run(scene) {
      if (!scene.books) return { skipped: SAYS.noBooks };
      const { client, run } = scene;
      const status = (id: string, more: object = {}) =>
        client.post({ type: 'transfer.status', id, thread: `${run}-order`, state: 'accepted', ...more });
      const first = await status(`${run}-st`);
      const again = await status(`${run}-st`);
      const wrong = await status(`${run}-st2`, { state: 'lost' });
      return all(
        [first, first.status === 202],
        [again, again.status === 202 && again.body?.seen === true && again.body?.seq === first.body?.seq],
        [wrong, wrong.status === 422],
      );
    },
  },
];
