/** The store in this very process, without socket, thread and driver: what a command costs by itself. */
import { checkFields } from '../../server/store/embedded/commands/command.js';
import { COMMANDS } from '../../server/store/embedded/commands/index.js';
import { openStore } from '../../server/store/embedded/store.js';
import { answer, parse } from '../../server/store/embedded/wire.js';
import { message, sequenceOf } from '../store/raw-wire.js';
import { freshDir, removeDir } from './child.js';
import { BATCH, row, times } from './store-rows.js';

const COUNT = 10_000;
const QUESTIONS = 1000;

/** Milliseconds of one find by unique key, from the message's bytes to those of the answer. */
export async function insideFind(): Promise<number> {
  const dir = await freshDir();
  const store = openStore(dir);
  const ask = async (bytes: Buffer): Promise<Buffer> => {
    const request = parse(bytes);
    const name = Object.keys(request.body)[0] ?? '';
    const { body, sequences } = request;
    const call = { store, name, db: 'bench', body, sequences, connection: { id: 1, address: null } };
    checkFields(call, COMMANDS[name]!);
    return answer(request, await COMMANDS[name]!.run(call));
  };
  const indexes = [
    { key: { key: 1 }, name: 'key', unique: true },
    { key: { status: 1, createdAt: 1 }, name: 'status' },
    { key: { n: 1 }, name: 'n' },
  ];
  await ask(message({ createIndexes: 'rows', indexes, $db: 'bench' }));
  for (let from = 0; from < COUNT; from += BATCH) {
    const documents = Array.from({ length: BATCH }, (_, i) => ({ ...row(from + i) }));
    await ask(message({ insert: 'rows', $db: 'bench' }, 0, [sequenceOf('documents', documents)]));
  }
  const questions = Array.from({ length: QUESTIONS }, (_, i) =>
    message({
      ...{
        find: 'rows',
        filter: { key: `k${(i * 7919) % COUNT}` },
        limit: 1,
        singleBatch: true,
        batchSize: 1,
      },
      $db: 'bench',
    }),
  );
  const once = (i: number): Promise<Buffer> => ask(questions[i % QUESTIONS]!);
  await times(5000, once);
  const each = await times(20_000, once);
  await store.close();
  await removeDir(dir);
  return each;
}
