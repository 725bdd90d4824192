/** Events: stored, stored once, refused with a word, in their order. */
import { randomUUID } from 'node:crypto';
import type { Answer } from '../client.js';
import { SAYS } from '../words.js';
import { all, eventOf, fresh, OK, type Rule, refused } from './scene.js';

export const EVENTS: Rule[] = [
  {
    name: 'good',
    async run(scene) {
      const answer = await scene.client.post(eventOf(scene, `${scene.run}-a`, `${scene.run}-talk`));
      const { seq, seen } = answer.body ?? {};
      return all([answer, answer.status === 202 && Number.isInteger(seq) && seen === false]);
    },
  },
  {
    name: 'again',
    async run(scene) {
      const event = fresh(scene);
      const first = await scene.client.post(event);
      const again = await scene.client.post(event);
      const same = scene.calls || first.body?.seq === again.body?.seq;
      return all(
        [first, first.status === 202],
        [again, again.status === 202 && again.body?.seen === true && same],
      );
    },
  },
  {
    name: 'idUsed',
    async run(scene) {
      const id = `${scene.run}-${randomUUID()}`;
      const first = await scene.client.post(eventOf(scene, id, `${scene.run}-x`));
      const other = await scene.client.post(eventOf(scene, id, `${scene.run}-x`, '换了内容'));
      return all([first, first.status === 202], refused(other, 409, 'ID_USED'));
    },
  },
  {
    name: 'json',
    async run({ client }) {
      const broken = await client.raw('{"type":"message"');
      const bytes = await client.raw(Buffer.from('7b2274797065223a22ff227d', 'hex'));
      return all(refused(broken, 422, 'BAD_JSON'), refused(bytes, 422, 'BAD_JSON'));
    },
  },
  {
    name: 'shape',
    async run(scene) {
      const { id: _id, ...lacks } = fresh(scene);
      const bodies = [lacks, fresh(scene, { surprise: 1 }), fresh(scene, { id: 7 })];
      const answers = await Promise.all(bodies.map((body) => scene.client.post(body)));
      return all(...answers.map((answer) => refused(answer, 422, 'INVALID')));
    },
  },
  {
    name: 'type',
    async run({ client }) {
      const answers = await Promise.all([{ type: 'nothing' }, [], null].map((body) => client.post(body)));
      return all(...answers.map((answer) => refused(answer, 422, 'TYPE')));
    },
  },
  {
    name: 'big',
    async run(scene) {
      const answer = await scene.client.post(fresh(scene, { text: '大'.repeat(100_000) }));
      return all([answer, answer.status === 413]);
    },
  },
  {
    name: 'order',
    async run(scene) {
      if (scene.calls) return { skipped: SAYS.noMessages };
      const seqs: number[] = [];
      for (let n = 0; n < 5; n++) {
        const answer = await scene.client.post(
          eventOf(scene, `${scene.run}-o${n}`, `${scene.run}-order`, `第 ${n + 1} 条`),
        );
        if (answer.status !== 202) return all([answer, false]);
        seqs.push(Number(answer.body?.seq));
      }
      const rising = seqs.every((seq, at) => at === 0 || seq > (seqs[at - 1] ?? 0));
      return rising ? OK : { passed: false, got: seqs.join(' ') };
    },
  },
  {
    name: 'transcript',
    async run(scene) {
      if (!scene.calls) return { skipped: SAYS.noCalls };
      const call = `${scene.run}-call`;
      const part = (...seqs: number[]) =>
        scene.client.post({
          type: 'call.transcript',
          id: `${scene.run}-${randomUUID()}`,
          call,
          agent: '101',
          utterances: seqs.map((seq) => ({ seq, from: 'citizen', text: `第 ${seq} 句` })),
        });
      const ahead = await part(3);
      const repeated = await part(3, 1);
      const whole = await part(2);
      const lacks = ({ body }: Answer) => JSON.stringify(body?.missing ?? []);
      return all(
        [ahead, ahead.status === 202 && lacks(ahead) === '[1,2]'],
        [repeated, repeated.status === 202 && lacks(repeated) === '[2]'],
        [whole, whole.status === 202 && lacks(whole) === '[]'],
      );
    },
  },
];
