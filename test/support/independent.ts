/**
 * `MONGODB_URI=mongodb://… npm run jest -- test/stories`: the houses and databases of the tests lie on that server
 * instead of the embedded store, each in a database of its own, which goes with it. What the server lacks is then
 * the test's to fail at: test/store/README.md says what is known of the independent ones.
 */
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Database, type DatabaseOptions, openDatabase } from '../../server/store/connect.js';

/** The address of the database that stands for this data folder; null: the embedded store. */
export function independentUri(dataDir: string): string | null {
  const server = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(process.env.MONGODB_URI ?? '');
  return server && `${server[1]}/${basename(dataDir)}${server[2] ?? ''}`;
}

/** What belongs in a house's environment for that. */
export function independentEnv(dataDir: string): NodeJS.ProcessEnv {
  const uri = independentUri(dataDir);
  return uri === null ? {} : { MONGODB_URI: uri };
}

/** The database that belongs to this folder, wherever the tests lie. */
export const databaseAt = (dataDir: string, more: Pick<DatabaseOptions, 'onCrash'> = {}): Promise<Database> =>
  openDatabase({ uri: independentUri(dataDir), dataDir, ...more });

/** Takes the folder's database away where it does not lie in the folder. */
export async function dropIndependent(dataDir: string): Promise<void> {
  if (independentUri(dataDir) === null) return;
  const { connection, close } = await databaseAt(dataDir);
  await connection.dropDatabase();
  await close();
}

/** Null, or why nothing that needs a session (transactions, change streams) can run where the tests lie. */
export async function sessionless(): Promise<string | null> {
  const dataDir = join(tmpdir(), 'jiesu-sessions');
  if (independentUri(dataDir) === null) return null;
  const { connection, close } = await databaseAt(dataDir);
  // By its old name: not every such server knows the new one.
  const said = await connection.db!.command({ isMaster: 1 });
  await close();
  return said.logicalSessionTimeoutMinutes == null ? 'the server of MONGODB_URI has no sessions' : null;
}
