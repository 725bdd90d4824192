/**
 * A process that inserts as fast as it is answered and says each answer aloud; meant to be killed.
 * `node writer.js DIR START`
 */
import { openDatabase } from '../../server/store/connect.js';

const [dir = '', start = '0'] = process.argv.slice(2);
const { connection } = await openDatabase({ uri: null, dataDir: dir });
const rows = connection.collection<{ _id: number; n: number; claims: string[] }>('rows');
await rows.createIndex({ claims: 1 }, { unique: true });
await rows.createIndex({ n: 1 });
process.stdout.write('ready\n');

let next = Number(start);
async function lane(): Promise<never> {
  for (;;) {
    const _id = next++;
    await rows.insertOne({ _id, n: _id % 7, claims: [`a${_id}`, `b${_id}`] });
    await rows.updateOne({ _id }, { $set: { n: 100 + (_id % 7) }, $push: { claims: `c${_id}` } });
    process.stdout.write(`${_id}\n`);
  }
}
await Promise.all([lane(), lane(), lane(), lane()]);
