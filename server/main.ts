/** Start and stop, top to bottom. */
import { pino } from 'pino';
import { createApp } from './app.js';
import { say, WORDS } from './boot-words.js';
import { readConfig } from './config.js';
import { maskError } from './http/log.js';
import { Locked, Unwritable } from './store/embedded/lock.js';

const STOP_MS = 20_000;
/** MongoDB's OutOfDiskSpace. */
const FULL = 14_031;

async function boot(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ level: config.logLevel });
  const app = await createApp(config, log);
  const out = (line: string) => process.stdout.write(`${line}\n`);
  const { firstPassword: password } = app;
  const first = password === null ? null : say(WORDS.password, { account: 'admin', password });
  const started = app.start();

  let asked = 0;
  function stop(signal: NodeJS.Signals): void {
    asked += 1;
    // Not `exit`: native threads at work would be torn down under it, and the process end as crashed.
    if (asked > 1) {
      process.off(signal, stop);
      process.kill(process.pid, signal);
      return;
    }
    out(WORDS.stopping);
    // A part that hangs must not keep the house from closing: what is stored is taken up at the next start.
    setTimeout(() => process.exit(1), STOP_MS).unref();
    started.then(app.stop).then(
      () => {
        out(WORDS.stopped);
        process.exit(process.exitCode ?? 0);
      },
      (error: unknown) => {
        log.error({ error: maskError(error) }, 'stop');
        process.exit(1);
      },
    );
  }
  // Before the first word is printed: whoever reads it may press Ctrl-C.
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  const { port, recovered } = await started.catch((error: unknown) => {
    // The account is made and its password exists nowhere else: a taken port must not lose it.
    if (first) out(first);
    throw error;
  });
  const url = config.publicUrl ?? `http://localhost:${port}`;
  out(say(WORDS.banner, { url, data: config.dataDir, seconds: process.uptime().toFixed(1) }));
  if (first) out(first);
  if (recovered > 0) out(say(WORDS.recovered, { count: recovered }));
  out(WORDS.exit);
}

/** What went wrong, and what to do, in the operator's language where we know it. */
function reasonOf(error: unknown): string {
  if (error instanceof Locked) return say(WORDS.locked, { dir: error.dataDir, pid: error.pid });
  if (error instanceof Unwritable) return say(WORDS.unwritable, { dir: error.dataDir, why: error.why });
  const { code } = error as { code?: string | number };
  if (code === FULL) return say(WORDS.full, { dir: process.env.DATA_DIR ?? 'data' });
  if (code === 'EADDRINUSE') return say(WORDS.portTaken, { port: process.env.PORT ?? '12345' });
  return error instanceof Error ? error.message : String(error);
}

boot().catch((error: unknown) => {
  process.stderr.write(`${say(WORDS.failed, { reason: reasonOf(error) })}\n`);
  process.exit(1);
});
