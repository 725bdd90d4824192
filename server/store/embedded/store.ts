/** The parts of one open store, and how a change is made in it. */
import { Catalog } from './catalog.js';
import { Changes } from './changes.js';
import { Cursors, type Reading } from './cursors.js';
import { keepExpiring } from './expire.js';
import { Fault } from './faults.js';
import type { Pages } from './pages.js';
import { Records } from './records.js';
import { Sessions } from './sessions.js';
import { Transactions, type Txn } from './transactions.js';
import { Tree } from './tree.js';

export interface Store {
  /** What is read and written: everything, or a transaction's view of it. */
  tree: Pages;
  /** The tree itself. */
  base: Tree;
  catalog: Catalog;
  records: Records;
  cursors: Cursors;
  sessions: Sessions;
  changes: Changes;
  transactions: Transactions;
  transaction: Txn | null;
  startedAt: Date;
  /** The same for a read that may go on after this turn. */
  reading(): { store: Store; reading: Reading | null };
  close(): Promise<void>;
}

export function openStore(dataDir: string): Store {
  const changes = new Changes();
  const after = { committed: (): void => undefined, undone: (): void => undefined };
  const tree = new Tree(dataDir, {
    isRefusal: (error) => error instanceof Fault,
    committed: () => after.committed(),
    undone: () => after.undone(),
  });
  let transactions: Transactions | null = null;
  const catalog = new Catalog(tree, (db, name) => transactions?.changed(db, name));
  const records = new Records(tree, catalog, (change) => changes.note(change));
  const cursors = new Cursors();
  const store: Store = {
    ...{ tree, base: tree, catalog, records, cursors, changes, transaction: null },
    sessions: new Sessions(tree),
    transactions: null as never,
    startedAt: new Date(),
    reading() {
      const snapshot = tree.snapshot();
      const view = new Records(snapshot, catalog, () => undefined, records.memory);
      return { store: { ...store, tree: snapshot, records: view }, reading: snapshot };
    },
    close: async () => {
      clearInterval(expiring);
      changes.close();
      cursors.close();
      store.transactions.close();
      await tree.close();
    },
  };
  transactions = new Transactions(store);
  store.transactions = transactions;
  after.committed = () => {
    store.transactions.committed();
    changes.publish();
  };
  after.undone = () => {
    changes.take();
    catalog.reload();
    records.memory.tops.forget();
  };
  const expiring = keepExpiring(store);
  return store;
}
