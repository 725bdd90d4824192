/** What waits to be fetched. */
import { outboxPage } from '../../wire.js';
import type { Answer, Client } from '../client.js';
import { SAYS } from '../words.js';
import { all, gotOf, type Rule, refused } from './scene.js';

/** Half seconds that an answer may take. */
export const PATIENCE = 60;

/** The first page with events of this run, read past what others left; `events` null = no such page. */
export async function mineIn(client: Client, run: string) {
  for (let after = '0'; ; ) {
    const answer = await client.get('/outbox', { after, limit: '200' });
    const page = outboxPage.safeParse(answer.body);
    if (!page.success) return { answer, after, events: null };
    const events = page.data.events.filter(({ thread }) => thread.startsWith(run));
    if (events.length > 0 || !page.data.more) return { answer, after, events };
    after = page.data.next;
  }
}

export const PULL: Rule[] = [
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
