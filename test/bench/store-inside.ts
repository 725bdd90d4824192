/** The store in this very process, without socket, thread and driver: what a command costs by itself. */
import { Binary, Long } from 'bson';
import { checkFields } from '../../server/store/embedded/commands/command.js';
import { COMMANDS } from '../../server/store/embedded/commands/index.js';
import { openStore } from '../../server/store/embedded/store.js';
import { answer, parse } from '../../server/store/embedded/wire.js';
import { message, sequenceOf } from '../store/raw-wire.js';
import { freshDir, removeDir } from './child.js';
import { BATCH, row, times } from './store-rows.js';

const QUESTIONS = 1000;

export interface Inside {
  /** One find by unique key, from the message's bytes to those of the answer. */
  find(i: number): Promise<unknown>;
  /** One insert as a driver sends it, to be repeated where its answer is lost; on the disk. `i` counts up. */
  insert(i: number): Promise<unknown>;
  close(): Promise<void>;
}

/** `count` documents are there, and its code has been run often enough to be compiled. */
export async function inside(count: number): Promise<Inside> {
  const dir = await freshDir();
  const store = openStore(dir);
  const ask = async (bytes: Buffer): Promise<Buffer> => {
    const request = parse(bytes);
    const name = Object.keys(request.body)[0] ?? '';
    const { body, sequences } = request;
    const call = { store, name, db: 'bench', body, sequences, connection: { id: 1, address: null } };
    checkFields(call, COMMANDS[name]!);
    return answer(request, await COMMANDS[name]!.run(call), store.changes.last);
  };
  const indexes = [
    { key: { key: 1 }, name: 'key', unique: true },
    { key: { status: 1, createdAt: 1 }, name: 'status' },
    { key: { n: 1 }, name: 'n' },
  ];
  await ask(message({ createIndexes: 'rows', indexes, $db: 'bench' }));
  for (let from = 0; from < count; from += BATCH) {
    const documents = Array.from({ length: BATCH }, (_, i) => ({ ...row(from + i) }));
    await ask(message({ insert: 'rows', $db: 'bench' }, 0, [sequenceOf('documents', documents)]));
  }
  const questions = Array.from({ length: QUESTIONS }, (_, i) =>
    message({
      ...{
        find: 'rows',
        filter: { key: `k${(i * 7919) % count}` },
        limit: 1,
        singleBatch: true,
        batchSize: 1,
      },
      $db: 'bench',
    }),
  );
  const once = (i: number): Promise<Buffer> => ask(questions[i % QUESTIONS]!);
  await times(5000, once);
  const lsid = { id: new Binary(Buffer.alloc(16, 1), Binary.SUBTYPE_UUID) };
  const inserted = (i: number): Buffer =>
    message({ insert: 'rows', $db: 'bench', lsid, txnNumber: Long.fromNumber(i + 1) }, 0, [
      sequenceOf('documents', [{ ...row(count + i) }]),
    ]);
  return {
    find: once,
    insert: (i) => ask(inserted(i)),
    async close() {
      await store.close();
      await removeDir(dir);
    },
  };
}
