/** `npm run gateway:check`: a vendor's own test of both directions. Exit code 0 = every rule held, 1 = not, 2 = usage. */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { fill } from '../words.js';
import { check, failed, rowOf, sumOf } from './check.js';
import { createReceiver, type Heard } from './receiver.js';
import { SAYS } from './words.js';

const out = (text: string) => process.stdout.write(`${text}\n`);

function asked() {
  try {
    const { values } = parseArgs({
      options: {
        url: { type: 'string' },
        partner: { type: 'string' },
        'secret-file': { type: 'string' },
        serve: { type: 'boolean' },
        port: { type: 'string' },
      },
    });
    const { partner, url, serve = false, port = '0' } = values;
    const path = values['secret-file'];
    if (!partner || !path || !/^\d{1,5}$/.test(port) || (!serve && !URL.canParse(url ?? ''))) return null;
    const secret = readFileSync(path, 'utf8').trim();
    return { partner, secret, serve, url: url ?? '', port: Number(port) };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return null;
  }
}

type Asked = NonNullable<ReturnType<typeof asked>>;

async function run(parts: Asked): Promise<number> {
  try {
    const done = await check({ ...parts, pause, told: (row) => out(rowOf(row)) });
    out(sumOf(done));
    return done.some(failed) ? 1 : 0;
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { code?: string } };
    out(cause ? fill(SAYS.unreachable, { url: parts.url, why: cause.code ?? message }) : message);
    return 1;
  }
}

function lineOf(heard: Heard): string {
  if ('refused' in heard) return fill(SAYS.refused, { why: heard.refused });
  const event = 'kept' in heard ? heard.kept : heard.again;
  // A code is of no conversation.
  return fill('kept' in heard ? SAYS.received : SAYS.again, { thread: '-', ...event } as never);
}

function serve({ partner, secret, port }: Asked): Promise<number> {
  const count = { kept: 0, again: 0, refused: 0 };
  const server = createReceiver({
    partner,
    secret,
    now: () => new Date(),
    heard(heard) {
      count['refused' in heard ? 'refused' : 'kept' in heard ? 'kept' : 'again'] += 1;
      out(lineOf(heard));
    },
  });
  server.listen(port, () => out(fill(SAYS.listening, { port: (server.address() as AddressInfo).port })));
  return new Promise((resolve) => {
    const stop = () => {
      server.close(() => {
        out(fill(SAYS.served, count));
        resolve(count.refused > 0 ? 1 : 0);
      });
      server.closeAllConnections();
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
}

const parts = asked();
if (parts === null) {
  process.stderr.write(`${SAYS.usage}\n`);
  process.exitCode = 2;
} else {
  process.exitCode = await (parts.serve ? serve(parts) : run(parts));
}
