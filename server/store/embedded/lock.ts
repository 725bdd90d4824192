/** One process to a data folder. The lock names its holder; one left by a dead process is taken over. */
import {
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

export interface Lock {
  release(): void;
}

/** When the process began, in clock ticks since boot: a pid that was given out again is another process. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function alive(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = startOf(pid);
  return now === null || start === '' || now === start;
}

/** The same process may hold several folders, but each only once. */
const held = new Set<string>();

export class Locked extends Error {
  constructor(
    readonly dataDir: string,
    readonly pid: number,
  ) {
    super(`the data folder ${dataDir} is in use by process ${pid}`);
  }
}

const UNWRITABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'EIO']);

/** The folder or the disk it is on takes no writes: said before anything is begun. */
export class Unwritable extends Error {
  constructor(
    readonly dataDir: string,
    readonly why: string,
  ) {
    super(
      `the data folder ${dataDir} cannot be written to (${why}): is the disk full or read-only, may this user write there? What is stored was not touched.`,
    );
  }
}

function written<T>(dataDir: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code && UNWRITABLE.has(code) ? new Unwritable(dataDir, code) : error;
  }
}

/** Of each that is there: lmdb would say only "Permission denied", and of which file not. */
export function checkWritable(dataDir: string, names: readonly string[]): void {
  for (const name of names) {
    const path = join(dataDir, name);
    if (existsSync(path)) written(dataDir, () => closeSync(openSync(path, 'r+')));
  }
}

export function lock(dataDir: string): Lock {
  const path = join(dataDir, 'jiesu.lock');
  const own = `${path}.${process.pid}.${held.size}`;
  written(dataDir, () => {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const file = openSync(own, 'w', 0o600);
    try {
      writeSync(file, `${process.pid} ${startOf(process.pid) ?? ''}\n`);
    } finally {
      closeSync(file);
    }
  });
  try {
    for (;;) {
      try {
        // A link either appears whole, with the pid in it, or not at all.
        linkSync(own, path);
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      if (!existsSync(path)) continue;
      const [pid = '0', start = ''] = readFileSync(path, 'utf8').trim().split(' ');
      const mine = Number(pid) === process.pid && held.has(path);
      const others = Number(pid) !== process.pid && alive(Number(pid), start);
      if (mine || others) throw new Locked(dataDir, Number(pid));
      rmSync(path, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
  held.add(path);
  return {
    release: () => {
      held.delete(path);
      rmSync(path, { force: true });
    },
  };
}
