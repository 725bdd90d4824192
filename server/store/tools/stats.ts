/** How large a store is and what is in it; beside a running service too. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { namespace } from '../embedded/catalog.js';
import { DATA_FILE } from '../embedded/data-file.js';
import { after } from '../embedded/pages.js';
import { docKey, indexPrefix } from '../embedded/record-keys.js';
import { openReader } from './reader.js';

export interface Stats {
  /** Bytes. */
  file: number;
  freePages: number;
  pageSize: number;
  collections: { name: string; documents: number; indexes: { name: string; entries: number }[] }[];
}

export async function stats(dataDir: string): Promise<Stats> {
  const reader = openReader(dataDir);
  try {
    const { snapshot, catalog, tree } = reader;
    const under = (prefix: Buffer): number => snapshot.count(prefix, after(prefix));
    const { free, pageSize } = tree.stats() as { free?: { entryCount?: number }; pageSize?: number };
    return {
      file: statSync(join(dataDir, DATA_FILE)).size,
      freePages: free?.entryCount ?? 0,
      pageSize: pageSize ?? 0,
      collections: catalog
        .all()
        .filter(({ view }) => view === null)
        .map((one) => ({
          name: namespace(one),
          documents: under(docKey(one, 0).subarray(0, 5)),
          indexes: one.indexes.map((index) => ({ name: index.name, entries: under(indexPrefix(index)) })),
        })),
    };
  } finally {
    await reader.close();
  }
}
