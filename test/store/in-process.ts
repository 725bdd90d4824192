/** The store without its thread and its socket: commands in, replies out, all through real BSON. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize } from 'bson';
import { type Doc, encode, exact } from '../../server/store/embedded/bson.js';
import { checkFields } from '../../server/store/embedded/commands/command.js';
import { COMMANDS } from '../../server/store/embedded/commands/index.js';
import { openStore, type Store } from '../../server/store/embedded/store.js';

export interface InProcess {
  store: Store;
  dir: string;
  /** `sequences`: documents beside the body, as a driver sends them. */
  command(body: Doc, sequences?: Map<string, Buffer[]>): Promise<Doc>;
  /** Every row of a find or an aggregate, by getMore to the end. */
  rows(body: Doc): Promise<Doc[]>;
  close(): Promise<void>;
}

export function inProcess(dir = mkdtempSync(join(tmpdir(), 'jiesu-store-'))): InProcess {
  const store = openStore(dir);
  const command: InProcess['command'] = async (body, sequences = new Map()) => {
    const name = Object.keys(body)[0]!;
    const call = {
      store,
      name,
      db: 'test',
      body: exact(encode(body)),
      sequences,
      connection: { id: 1, address: null },
    };
    checkFields(call, COMMANDS[name]!);
    const reply = await COMMANDS[name]!.run(call);
    return deserialize(Buffer.isBuffer(reply) ? reply : encode(reply));
  };
  const rows = async (body: Doc): Promise<Doc[]> => {
    const collection = Object.values(body)[0];
    let { cursor } = (await command(body)) as { cursor: { id: number; firstBatch: Doc[]; nextBatch: Doc[] } };
    const all = [...cursor.firstBatch];
    while (Number(cursor.id) !== 0) {
      ({ cursor } = (await command({ getMore: cursor.id, collection })) as { cursor: typeof cursor });
      all.push(...cursor.nextBatch);
    }
    return all;
  };
  return {
    store,
    dir,
    command,
    rows,
    close: async () => {
      await store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
