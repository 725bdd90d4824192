/** Signatures: who is not let in. */
import { randomUUID } from 'node:crypto';
import { HEADERS, VERSIONS } from '../../signature.js';
import { SAYS } from '../words.js';
import { all, fresh, type Rule, refused } from './scene.js';

export const SEAL: Rule[] = [
  {
    name: 'wrongSecret',
    run: async (scene) =>
      all(refused(await scene.client.post(fresh(scene), { secret: 'x'.repeat(32) }), 401, 'SIGNATURE')),
  },
  {
    name: 'changed',
    run: async (scene) =>
      all(
        refused(
          await scene.client.post(fresh(scene), { signed: JSON.stringify(fresh(scene)) }),
          401,
          'SIGNATURE',
        ),
      ),
  },
  {
    name: 'stranger',
    run: async (scene) =>
      all(refused(await scene.client.post(fresh(scene), { partner: 'nobody-here' }), 401, 'SIGNATURE')),
  },
  {
    name: 'headers',
    async run(scene) {
      const answers = await Promise.all(
        Object.values(HEADERS).map((name) => scene.client.post(fresh(scene), { without: [name] })),
      );
      return all(...answers.map((answer) => refused(answer, 401, 'HEADERS')));
    },
  },
  {
    name: 'old',
    async run(scene) {
      const answers = await Promise.all([-400, 400].map((off) => scene.client.post(fresh(scene), { off })));
      return all(...answers.map((answer) => refused(answer, 401, 'TIMESTAMP')));
    },
  },
  {
    name: 'replay',
    async run(scene) {
      const nonce = randomUUID();
      const first = await scene.client.post(fresh(scene), { nonce });
      const again = await scene.client.post(fresh(scene), { nonce });
      return all([first, first.status === 202], refused(again, 409, 'REPLAY'));
    },
  },
  {
    name: 'sm3',
    async run(scene) {
      if (!VERSIONS.includes('v2')) return { skipped: SAYS.noSm3 };
      const answer = await scene.client.post(fresh(scene), { version: 'v2' });
      return all([answer, answer.status === 202]);
    },
  },
];
