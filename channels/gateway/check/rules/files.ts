/** Files: kept, used, not stolen. */
import type { Answer } from '../client.js';
import { SAYS } from '../words.js';
import { all, eventOf, fresh, type Rule, refused, type Scene } from './scene.js';

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

export const FILES: Rule[] = [
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
];
