import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../server/store/connect.js';
import { databaseAt, dropIndependent } from './independent.js';

/** An embedded store of its own in a temporary folder, which goes with it; by MONGODB_URI a database there. */
export async function freshDatabase(): Promise<Database & { dir: string }> {
  const dir = mkdtempSync(join(tmpdir(), 'jiesu-test-'));
  const database = await databaseAt(dir);
  return {
    ...database,
    dir,
    close: async () => {
      await database.close();
      await dropIndependent(dir);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
