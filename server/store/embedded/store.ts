/** The parts of one open store, and how a change is made in it. */
import { Catalog } from './catalog.js';
import { Cursors } from './cursors.js';
import { Fault } from './faults.js';
import { Records } from './records.js';
import { Tree } from './tree.js';

export interface Store {
  tree: Tree;
  catalog: Catalog;
  records: Records;
  cursors: Cursors;
  startedAt: Date;
  close(): Promise<void>;
}

export function openStore(dataDir: string): Store {
  let reread = (): void => {};
  const tree = new Tree(
    dataDir,
    (error) => error instanceof Fault,
    () => reread(),
  );
  const catalog = new Catalog(tree);
  const records = new Records(tree, catalog);
  reread = () => {
    catalog.reload();
    records.forgetCounters();
  };
  const cursors = new Cursors();
  return {
    tree,
    catalog,
    records,
    cursors,
    startedAt: new Date(),
    close: async () => {
      cursors.close();
      await tree.close();
    },
  };
}
