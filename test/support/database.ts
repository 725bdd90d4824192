import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../server/store/connect.js';

/** An embedded store of its own in a temporary folder, which goes with it. */
export async function freshDatabase(): Promise<Database & { dir: string }> {
  const dir = mkdtempSync(join(tmpdir(), 'jiesu-test-'));
  const database = await openDatabase({ uri: null, dataDir: dir });
  return {
    ...database,
    dir,
    close: async () => {
      await database.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
