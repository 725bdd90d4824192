/** File rows in memory; test/contracts judges the stored ones by the same words. */
import type { FileRow, FileRows } from '../../server/files/files.js';

export function memoryRows(): FileRows & { all: Map<string, FileRow> } {
  const all = new Map<string, FileRow>();
  return {
    all,
    async put(row) {
      all.set(row._id, { ...row });
    },
    get: async (id) => all.get(id) ?? null,
    async adopt(id, owner) {
      const row = all.get(id);
      if (row && row.owner === null) row.owner = owner;
      return row?.owner === owner;
    },
    forgotten: async (before) =>
      [...all.values()].filter((row) => row.owner === null && row.createdAt < before).map((row) => row._id),
    async drop(id) {
      if (all.get(id)?.owner !== null) return false;
      return all.delete(id);
    },
  };
}
