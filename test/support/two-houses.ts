/** Two houses on one store, as two processes behind one address: one clock, one set of keys, a port each. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Overrides } from '../../server/app.js';
import { type Database, openDatabase } from '../../server/store/connect.js';
import { openEmbedded } from '../../server/store/embedded/open.js';
import { type House, startHouse } from './house.js';

export interface TwoHouses {
  houses: [House, House];
  /** The store itself, beside both. */
  database: Database;
  /** The second one ends, the first goes on. */
  endSecond(): Promise<void>;
  stop(): Promise<void>;
}

export async function startTwoHouses(overrides: Overrides): Promise<TwoHouses> {
  const dir = await mkdtemp(join(tmpdir(), 'jiesu-two-'));
  const store = await openEmbedded({ dataDir: dir, listen: null, onCrash: () => undefined });
  const uri = `mongodb://${encodeURIComponent(store.socket!)}/jiesu?directConnection=true`;
  const env = { MONGODB_URI: uri, DATA_DIR: dir };
  const houses: [House, House] = [await startHouse(overrides, env), await startHouse(overrides, env)];
  const database = await openDatabase({ uri, dataDir: dir });
  const [first, second] = houses;
  let standing = [first, second];
  return {
    houses,
    database,
    async endSecond() {
      standing = [first];
      await second.stop();
    },
    async stop() {
      await database.close();
      for (const house of standing) await house.stop();
      await store.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
