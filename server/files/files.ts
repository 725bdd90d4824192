/**
 * Files of citizens. The bytes lie under random ids in one folder, what is known of them in the store. A
 * thread sees its own files only; a form's photos belong to nobody until the form is filed, and go after a
 * day if it never is. What a photo says of its own making (EXIF, place included) is kept as it came: the
 * place is often the very thing reported; what leaves the house leaves through leaving.ts.
 */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { FileRef } from '../../channels/channel.js';
import { Problem } from '../errors.js';
import { cleanName } from './names.js';
import { type Caps, incomingOf, placeOf, receive } from './receive.js';

/** The slice of server/store/files.ts that is needed here. */
export interface FileRows {
  put(row: FileRow): Promise<void>;
  get(id: string): Promise<FileRow | null>;
  adopt(id: string, owner: string): Promise<boolean>;
  forgotten(before: Date): Promise<string[]>;
  drop(id: string): Promise<boolean>;
}
export interface FileRow {
  _id: string;
  name: string;
  type: string;
  size: number;
  sha256: string;
  owner: string | null;
  createdAt: Date;
}

export interface Files {
  /** Resolves once the bytes are flushed and the row is kept; refuses with a Problem. */
  keep(
    bytes: Readable,
    meta: { name: string; thread: string | null; now: Date },
    /** Other limits than a browser's upload has. */
    caps?: Caps,
  ): Promise<FileRef>;
  /** The files by id for this owner, taking over those that belong to nobody; UNKNOWN_FILE for any other. */
  adopt(ids: readonly string[], owner: string): Promise<FileRef[]>;
  /** `owner` null = whoever owns it: for staff, behind a permission and with a trace. */
  find(id: string, owner: string | null): Promise<FileRef>;
  bytes(id: string): Readable;
  /** Removes what nobody took for a day; says how many. */
  sweep(now: Date): Promise<number>;
}

const DAY_MS = 86_400_000;
const ID = /^[0-9a-f]{32}$/;

const refOf = ({ _id, name, type, size }: FileRow): FileRef => ({ id: _id, name, type, size });

export function createFiles(parts: { dir: string; rows: FileRows; caps: Caps }): Files {
  const { dir, rows } = parts;

  const rowOf = async (id: string): Promise<FileRow> => {
    const row = ID.test(id) ? await rows.get(id) : null;
    if (!row) throw new Problem('UNKNOWN_FILE');
    return row;
  };

  return {
    async keep(bytes, { name, thread, now }, caps = parts.caps) {
      const id = randomBytes(16).toString('hex');
      const arrived = await receive(dir, id, bytes, caps);
      const row = { _id: id, name: cleanName(name, arrived.type), ...arrived, owner: thread, createdAt: now };
      await rows.put(row);
      return refOf(row);
    },

    async adopt(ids, owner) {
      const found = await Promise.all([...new Set(ids)].map(rowOf));
      // Nothing is taken before all may be.
      if (found.some((row) => row.owner !== null && row.owner !== owner)) throw new Problem('UNKNOWN_FILE');
      for (const row of found)
        if (row.owner === null && !(await rows.adopt(row._id, owner))) throw new Problem('UNKNOWN_FILE');
      return found.map(refOf);
    },

    async find(id, owner) {
      const row = await rowOf(id);
      if (owner !== null && row.owner !== owner) throw new Problem('UNKNOWN_FILE');
      return refOf(row);
    },

    bytes: (id) => {
      if (!ID.test(id)) throw new Problem('UNKNOWN_FILE');
      return createReadStream(placeOf(dir, id));
    },

    async sweep(now) {
      const before = new Date(now.getTime() - DAY_MS);
      let gone = 0;
      for (const id of await rows.forgotten(before)) {
        // The row first: whoever adopts it at this moment either keeps both or neither.
        if (!(await rows.drop(id))) continue;
        await rm(placeOf(dir, id), { force: true });
        gone += 1;
      }
      return gone + (await sweepFolders(dir, rows, before));
    },
  };
}

/** Half-written files, and whole ones whose row a crash prevented. */
async function sweepFolders(dir: string, rows: FileRows, before: Date): Promise<number> {
  let gone = 0;
  const folders = await readdir(dir, { withFileTypes: true }).catch(() => []);
  for (const folder of folders) {
    if (!folder.isDirectory()) continue;
    const path = join(dir, folder.name);
    for (const name of await readdir(path)) {
      const file = join(path, name);
      const age = await stat(file).catch(() => null);
      if (!age || age.mtime >= before) continue;
      if (path !== incomingOf(dir) && (await rows.get(name))) continue;
      await rm(file, { force: true });
      gone += 1;
    }
  }
  return gone;
}
