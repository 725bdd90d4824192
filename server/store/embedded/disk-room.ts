/**
 * Whether the disk takes another commit, asked before lmdb finds out. lmdb 3.5.6 words a page it could not
 * write into 100 bytes of memory, and its own words may be longer: whatever lies behind them is overrun, and
 * the process may end amid anything (mdb_page_flush). So a disk that is nearly full or has become read-only is
 * told here, where a refusal is a refusal; a disk that fails all the same stops the store (`overran`).
 */
import { accessSync, constants, statfsSync } from 'node:fs';
import { Fault } from './faults.js';

/** Free bytes that are never used: more than one batch of writes takes, and room to copy a little. */
const RESERVE = 64 * 1024 * 1024;
const MIB = 1024 * 1024;

const LONGEST_WORDS = 100;
const WORDS = 'Attempting to write page';

/** Null: there is room. Two system calls, some microseconds beside a flush. */
export function refusedByDisk(dataDir: string, dataFile: string): Fault | null {
  const kept = 'nothing of this write was kept';
  let free: number;
  try {
    accessSync(dataFile, constants.W_OK);
    const { bavail, bsize } = statfsSync(dataDir);
    free = bavail * bsize;
  } catch (error) {
    return new Fault(1, `the data folder cannot be written to; ${kept} (${(error as Error).message})`);
  }
  if (free >= RESERVE) return null;
  const left = `${Math.floor(free / MIB)} MiB left, ${RESERVE / MIB} MiB are kept free`;
  return new Fault(14031, `the disk of the data folder is full; ${kept} (${left})`);
}

/** Has lmdb written over memory that is not its own when it worded this error? */
export function overran(error: unknown): boolean {
  const text = error instanceof Error ? error.message : String(error);
  const at = text.indexOf(WORDS);
  return at >= 0 && Buffer.byteLength(text.slice(at)) >= LONGEST_WORDS;
}
