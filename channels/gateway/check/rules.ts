/** Every rule of the gateway as something a partner can try. A rule gives back what it got where that is not what it expects. */
import { randomUUID } from 'node:crypto';
import { HEADERS, VERSIONS } from '../signature.js';
import { outboxPage } from '../wire.js';
import { type Answer, type Client, codeOf } from './client.js';
import { SAYS } from './words.js';

export interface Scene {
  client: Client;
  /** Names of this run: one never meets another. */
  run: string;
  /** Of the probing answer: what this partner may send. */
  calls: boolean;
  /** Null = events are posted to it. */
  pulls: boolean;
  /** Milliseconds pass. */
  pause(ms: number): Promise<void>;
}

export type Verdict = { passed: true } | { passed: false; got: string } | { skipped: string };
export interface Rule {
  name: keyof typeof SAYS.rules;
  run(scene: Scene): Promise<Verdict>;
}

const OK: Verdict = { passed: true };
export const gotOf = (answer: Answer): string =>
  `${answer.status} ${answer.body ? JSON.stringify(answer.body).slice(0, 300) : `${answer.bytes.length} B`}`;

/** The first answer that is not as wanted. */
function all(...pairs: [Answer, boolean][]): Verdict {
  const bad = pairs.find(([, right]) => !right);
  return bad ? { passed: false, got: gotOf(bad[0]) } : OK;
}
const refused = (answer: Answer, status: number, code: string): [Answer, boolean] => [
  answer,
  answer.status === status && codeOf(answer) === code,
];

/** Something this partner may say, whatever it is. */
export function eventOf(
  { calls }: Pick<Scene, 'calls'>,
  id: string,
  thread: string,
  text: string = SAYS.text,
) {
  return calls
    ? { type: 'call.transcript', id, call: thread, utterances: [{ seq: 1, from: 'citizen', text }] }
    : { type: 'message', id, thread, text };
}

const fresh = (scene: Scene, more: object = {}) => ({
  ...eventOf(scene, `${scene.run}-${randomUUID()}`, `${scene.run}-${randomUUID()}`),
  ...more,
});

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const OTHER_PNG = Buffer.concat([PNG, Buffer.from([0])]);
const PROGRAM = Buffer.from('7f454c46020101000000000000000000', 'hex');

const fileName = (scene: Scene, what: string) => ({
  id: `${scene.run}-${what}`,
  thread: `${scene.run}-files`,
  name: '现场照片.png',
});

const PATIENCE = 60;

/** The first page with events of this run, read past what others left; `events` null = no such page. */
async function mineIn(client: Client, run: string) {
  for (let after = '0'; ; ) {
    const answer = await client.get('/outbox', { after, limit: '200' });
    const page = outboxPage.safeParse(answer.body);
    if (!page.success) return { answer, after, events: null };
    const events = page.data.events.filter(({ thread }) => thread.startsWith(run));
    if (events.length > 0 || !page.data.more) return { answer, after, events };
    after = page.data.next;
  }
}

export const RULES: Rule[] = [
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
  {
    name: 'file',
    async run(scene) {
      const { client } = scene;
      const query = fileName(scene, 'one');
      const up = await client.upload(query, PNG);
      const id = String(up.body?.id ?? '');
      if (up.status !== 201) return all([up, false]);
      const down = await client.get('/files', { thread: query.thread, id });
      const pairs: [Answer, boolean][] = [[down, down.status === 200 && down.bytes.equals(PNG)]];
      if (!scene.calls) {
        const event = { ...eventOf(scene, `${scene.run}-f`, query.thread), files: [id] };
        const used = await client.post(event);
        pairs.push([used, used.status === 202]);
      }
      return all(...pairs);
    },
  },
  {
    name: 'fileAgain',
    async run(scene) {
      const query = fileName(scene, 'twice');
      const first = await scene.client.upload(query, PNG);
      const again = await scene.client.upload(query, PNG);
      const other = await scene.client.upload(query, OTHER_PNG);
      return all(
        [first, first.status === 201],
        [again, again.status === 200 && again.body?.id === first.body?.id],
        refused(other, 409, 'ID_USED'),
      );
    },
  },
  {
    name: 'fileTheft',
    async run(scene) {
      if (scene.calls) return { skipped: SAYS.noMessages };
      const up = await scene.client.upload(fileName(scene, 'mine'), PNG);
      const event = { ...fresh(scene), files: [up.body?.id] };
      return all([up, up.status === 201], refused(await scene.client.post(event), 422, 'FILE'));
    },
  },
  {
    name: 'fileKind',
    run: async (scene) =>
      all(refused(await scene.client.upload(fileName(scene, 'program'), PROGRAM), 422, 'FILE_REFUSED')),
  },
  {
    name: 'pull',
    async run(scene) {
      if (!scene.pulls) return { skipped: SAYS.noPull };
      const { client, run } = scene;
      let last: Answer | null = null;
      for (let tries = 0; tries < PATIENCE; tries++) {
        const { answer, after, events } = await mineIn(client, run);
        last = answer;
        if (events === null) return all([answer, false]);
        if (events.length > 0) {
          const again = await client.get('/outbox', { after, limit: '200' });
          const same = JSON.stringify(again.body?.events) === JSON.stringify(answer.body?.events);
          return all([again, again.status === 200 && same]);
        }
        await scene.pause(500);
      }
      return { passed: false, got: last ? gotOf(last) : '' };
    },
  },
  {
    name: 'ack',
    async run(scene) {
      if (!scene.pulls) return { skipped: SAYS.noPull };
      const { client } = scene;
      const page = await client.get('/outbox', { after: '0', limit: '1' });
      const { next, events } = (page.body ?? {}) as { next?: string; events?: { id: string }[] };
      if (page.status !== 200 || next === undefined) return all([page, false]);
      const first = await client.ack(next);
      const again = await client.ack(next);
      const after = await client.get('/outbox', { after: '0', limit: '200' });
      const gone = !JSON.stringify(after.body).includes(JSON.stringify(events?.[0] ?? 'none'));
      return all([first, first.status === 200], [again, again.status === 200], [after, gone]);
    },
  },
  {
    name: 'cursor',
    async run({ client, pulls }) {
      if (!pulls) return { skipped: SAYS.noPull };
      return all(refused(await client.get('/outbox', { after: '999999999999' }), 422, 'CURSOR'));
    },
  },
  {
    name: 'search',
    async run({ client, pulls }) {
      if (!pulls) return { skipped: SAYS.noPull };
      const changed = await client.get('/outbox', { after: '1' }, { signed: 'after=0' });
      return all(refused(changed, 401, 'SIGNATURE'));
    },
  },
];
