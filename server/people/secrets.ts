/**
 * The one secret of an installation: 32 random bytes in DATA_DIR/secret.key, made at the first start. Each
 * purpose gets its own key derived from it, so that a value made for one never passes for another's.
 */
import { hkdfSync, randomBytes } from 'node:crypto';
import { link, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fill, WORDS } from './words.js';

const BYTES = 32;

export interface Secrets {
  /** 32 bytes, the same for the same purpose for ever. */
  key(purpose: string): Buffer;
}

export function secretsFrom(root: Buffer): Secrets {
  const made = new Map<string, Buffer>();
  return {
    key(purpose) {
      const known = made.get(purpose);
      if (known) return known;
      const key = Buffer.from(hkdfSync('sha256', root, 'jiesu', purpose, BYTES));
      made.set(purpose, key);
      return key;
    },
  };
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

/** Reads and judges through one handle, so that nobody can change the file between the two. */
async function read(path: string): Promise<Buffer | null> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
  if (!handle) return null;
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw new Error(fill(WORDS.secret.kind, { path }));
    if (process.getuid && process.getuid() !== 0 && found.uid !== process.getuid())
      throw new Error(fill(WORDS.secret.owner, { path }));
    const mode = found.mode & 0o777;
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new Error(fill(WORDS.secret.mode, { path, mode: mode.toString(8).padStart(4, '0') }));
    if (found.size !== BYTES) throw new Error(fill(WORDS.secret.size, { path, size: found.size }));
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

async function flush(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}

/**
 * A link takes a name only if it is free: of two processes that start at once one makes the key and both read
 * it; a crash half-way leaves no half key under the real name.
 */
async function make(dataDir: string, path: string): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(randomBytes(BYTES));
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  await flush(dataDir);
}

/** @throws Error with a sentence for the operator where the file cannot be trusted; never replaces it. */
export async function loadSecrets(dataDir: string): Promise<Secrets> {
  const path = join(dataDir, 'secret.key');
  const found = await read(path);
  if (found) return secretsFrom(found);
  await make(dataDir, path);
  const made = await read(path);
  if (!made) throw new Error(`${path} vanished while it was made`);
  return secretsFrom(made);
}
