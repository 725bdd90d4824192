/** Reading a store that another process may be writing: one moment of it, through lmdb's own reader table. */
import { Catalog } from '../embedded/catalog.js';
import { Records } from '../embedded/records.js';
import type { Snapshot } from '../embedded/snapshot.js';
import { Tree } from '../embedded/tree.js';

export interface Reader {
  tree: Tree;
  snapshot: Snapshot;
  catalog: Catalog;
  records: Records;
  close(): Promise<void>;
}

const nothing = (): void => undefined;

export function openReader(dataDir: string): Reader {
  const events = { isRefusal: () => false, undone: nothing, committed: nothing };
  const tree = new Tree(dataDir, events, true);
  const snapshot = tree.snapshot();
  snapshot.pin();
  const catalog = new Catalog(snapshot, nothing);
  return {
    ...{ tree, snapshot, catalog, records: new Records(snapshot, catalog, nothing) },
    close: async () => {
      snapshot.release();
      await tree.close();
    },
  };
}
