/**
 * Uploads that go on where the line broke, in the manner of tus: a session is opened with name and size, bytes
 * come in parts at the offset that the server names. What lies in the folder is all there is to know, so a
 * restart forgets nothing: `<id>.json` what was said, `<id>.part` what has come.
 */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { FileRef } from '../../channels/channel.js';
import { Problem } from '../errors.js';
import type { UploadState } from '../http/contract-forms.js';
import { PAGE_WORDS } from './words.js';

export interface Uploads {
  open(asked: { name: string; size: number }, now: Date): Promise<UploadState>;
  state(id: string): Promise<UploadState>;
  /** Appends at `offset`; what came before the line broke stays. Whole = kept as a file. */
  append(id: string, offset: number, bytes: Readable, now: Date): Promise<UploadState>;
  drop(id: string): Promise<void>;
  /** Removes sessions nobody touched for a day; says how many. */
  sweep(now: Date): Promise<number>;
}

export interface UploadParts {
  dir: string;
  maxBytes: number;
  /** Sessions at once, and bytes they may come to together. */
  most?: number;
  mostBytes?: number;
  keep(bytes: Readable, meta: { name: string; now: Date }): Promise<FileRef>;
}

interface Told {
  name: string;
  size: number;
  file: FileRef | null;
}

const ID = /^[0-9a-f]{32}$/;
const DAY_MS = 86_400_000;

export function createUploads({
  dir,
  maxBytes,
  most = 400,
  mostBytes = 2 ** 30,
  keep,
}: UploadParts): Uploads {
  const said = (id: string): string => join(dir, `${id}.json`);
  const part = (id: string): string => join(dir, `${id}.part`);
  /** One writer a session: two that append at one offset would mix. */
  const busy = new Set<string>();

  const gone = (): Problem => new Problem('UPLOAD_GONE', PAGE_WORDS.uploadGone);

  async function read(id: string): Promise<Told> {
    if (!ID.test(id)) throw gone();
    const text = await readFile(said(id), 'utf8').catch(() => null);
    if (text === null) throw gone();
    return JSON.parse(text) as Told;
  }
  async function tell(id: string, told: Told): Promise<void> {
    await writeFile(`${said(id)}.new`, JSON.stringify(told), { mode: 0o600, flush: true });
    await rename(`${said(id)}.new`, said(id));
  }
  const sizeOf = async (id: string): Promise<number> => (await stat(part(id)).catch(() => null))?.size ?? 0;
  const stateOf = async (id: string, { size, file }: Told): Promise<UploadState> => ({
    id,
    size,
    offset: file ? size : await sizeOf(id),
    file,
  });

  /** What all open sessions may still come to. */
  async function room(): Promise<{ count: number; bytes: number }> {
    const names = (await readdir(dir)).filter((name) => name.endsWith('.json'));
    const rows = await Promise.all(
      names.map((name) => read(name.slice(0, -'.json'.length)).catch(() => null)),
    );
    const open = rows.filter((row) => row !== null && row.file === null);
    return { count: open.length, bytes: open.reduce((sum, row) => sum + (row?.size ?? 0), 0) };
  }

  async function write(id: string, { size }: Told, offset: number, bytes: Readable): Promise<void> {
    const file = await open(part(id), 'r+');
    let at = offset;
    try {
      for await (const chunk of bytes) {
        const some = chunk as Buffer;
        if (at + some.length > size) {
          await file.truncate(offset);
          throw new Problem('TOO_LARGE', PAGE_WORDS.uploadOver);
        }
        await file.write(some, 0, some.length, at);
        at += some.length;
      }
    } finally {
      // A broken line leaves what came before it, and that counts.
      await file.sync();
      await file.close();
    }
  }

  async function finish(id: string, told: Told, now: Date): Promise<Told> {
    let file: FileRef;
    try {
      file = await keep(createReadStream(part(id)), { name: told.name, now });
    } catch (error) {
      // Not a photo: sending the same bytes again would change nothing.
      await drop(id);
      throw error;
    }
    const done = { ...told, file };
    await tell(id, done);
    await rm(part(id), { force: true });
    return done;
  }

  async function drop(id: string): Promise<void> {
    if (!ID.test(id)) throw gone();
    await rm(part(id), { force: true });
    await rm(said(id), { force: true });
  }

  return {
    async open({ name, size }) {
      if (size > maxBytes) throw new Problem('FILE_TOO_LARGE');
      await mkdir(dir, { recursive: true });
      const taken = await room();
      if (taken.count >= most || taken.bytes + size > mostBytes)
        throw new Problem('BUSY', PAGE_WORDS.uploadFull);
      const id = randomBytes(16).toString('hex');
      await writeFile(part(id), '', { mode: 0o600 });
      const told = { name, size, file: null };
      await tell(id, told);
      return stateOf(id, told);
    },
    state: async (id) => stateOf(id, await read(id)),
    async append(id, offset, bytes, now) {
      const told = await read(id);
      // Asked again after a lost answer: it is kept already.
      if (told.file) return stateOf(id, told);
      if (busy.has(id)) throw new Problem('UPLOAD_OFFSET');
      busy.add(id);
      try {
        const has = await sizeOf(id);
        if (offset !== has) throw new Problem('UPLOAD_OFFSET');
        await write(id, told, offset, bytes);
        const whole = (await sizeOf(id)) === told.size;
        return await stateOf(id, whole ? await finish(id, told, now) : told);
      } finally {
        busy.delete(id);
      }
    },
    drop,
    async sweep(now) {
      const names = await readdir(dir).catch(() => [] as string[]);
      let swept = 0;
      for (const name of names) {
        const path = join(dir, name);
        const age = await stat(path).catch(() => null);
        if (!age || now.getTime() - age.mtimeMs < DAY_MS) continue;
        await rm(path, { force: true });
        if (name.endsWith('.json')) swept += 1;
      }
      return swept;
    },
  };
}
