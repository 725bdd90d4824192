/** Copies of a whole store: backup beside a running service, restore, compact. */
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { DATA_FILE, DataFile } from '../embedded/data-file.js';
import { lock } from '../embedded/lock.js';
import { openReader } from './reader.js';

function flushed(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Every page of the copy is looked at before it gets its name. */
function proven(path: string): void {
  const file = new DataFile(path);
  try {
    file.check();
  } finally {
    file.close();
  }
}

async function copied(dataDir: string, path: string): Promise<void> {
  const reader = openReader(dataDir);
  try {
    await reader.tree.backup(path, true);
  } finally {
    await reader.close();
  }
  flushed(path);
  proven(path);
}

function made(path: string, folder: string): void {
  const own = join(folder, DATA_FILE);
  renameSync(path, own);
  flushed(folder);
}

const sizeOf = (folder: string): number => statSync(join(folder, DATA_FILE)).size;

function refuseExisting(folder: string): void {
  const path = join(folder, DATA_FILE);
  if (existsSync(path)) throw new Error(`${path} is there already: choose an empty folder`);
}

/** One moment of the store into a new folder; the service goes on writing. Gives sizes in bytes. */
export async function backup(dataDir: string, to: string): Promise<{ from: number; to: number }> {
  refuseExisting(to);
  mkdirSync(to, { recursive: true, mode: 0o700 });
  const partial = join(to, `${DATA_FILE}.partial`);
  rmSync(partial, { force: true });
  await copied(dataDir, partial);
  made(partial, to);
  return { from: sizeOf(dataDir), to: sizeOf(to) };
}

/** A backup into a folder that has no store. */
export function restore(from: string, dataDir: string): { from: number; to: number } {
  proven(join(from, DATA_FILE));
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const held = lock(dataDir);
  try {
    refuseExisting(dataDir);
    const partial = join(dataDir, `${DATA_FILE}.partial`);
    copyFileSync(join(from, DATA_FILE), partial);
    flushed(partial);
    proven(partial);
    made(partial, dataDir);
  } finally {
    held.release();
  }
  return { from: sizeOf(from), to: sizeOf(dataDir) };
}

/** The same store in a file without free pages. */
export async function compact(dataDir: string): Promise<{ from: number; to: number }> {
  const held = lock(dataDir);
  try {
    const before = sizeOf(dataDir);
    const partial = join(dataDir, `${DATA_FILE}.partial`);
    rmSync(partial, { force: true });
    await copied(dataDir, partial);
    made(partial, dataDir);
    return { from: before, to: sizeOf(dataDir) };
  } finally {
    held.release();
  }
}
