/** The conformance program holds for this house, and finds what is broken in another one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { check, failed, rowOf, sumOf } from '../../channels/gateway/check/check.js';
import { createReceiver, type Heard } from '../../channels/gateway/check/receiver.js';
import { SAYS } from '../../channels/gateway/check/words.js';
import { gateway } from '../../channels/gateway/gateway.js';
import { envOf, row, secretOf } from '../support/gateway/partners.js';
import { type House, startHouse } from '../support/house.js';
import { quickNlu } from '../support/quick-nlu.js';

const MAIN = fileURLToPath(new URL('../../channels/gateway/check/main.js', import.meta.url));
const LONG_MS = 120_000;

const heard: Heard[] = [];
const receiver = createReceiver({
  partner: 'mengsuban',
  secret: secretOf('mengsuban'),
  now: () => new Date(),
  heard: (one) => heard.push(one),
});
let house: House;
let callback: string;

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  callback = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  house = await startHouse(
    { kinds: [gateway], nlu: quickNlu(), settle: { quiet: 20, longest: 200 } },
    envOf(row('sms'), row('site'), row('phone'), row('platform'), row('mengsuban', { callback })),
  );
}, 60_000);
afterAll(async () => {
  await house.stop();
  receiver.closeAllConnections();
  receiver.close();
});

const rulesFor = (partner: string, url = house.url) =>
  check({ url, partner, secret: secretOf(partner), pause: (ms) => pause(ms), told: () => {} });

test.each(['sms', 'site', 'platform', 'phone', 'mengsuban'])(
  'every rule holds for a partner of the kind %s',
  async (partner) => {
    const done = await rulesFor(partner);
    expect(done.filter(failed).map(rowOf)).toEqual([]);
    const skipped = done.flatMap(({ name, verdict }) => ('skipped' in verdict ? [name] : []));
    const pulls = partner !== 'mengsuban';
    expect(skipped.includes(SAYS.rules.pull.name)).toBe(!pulls);
    expect(skipped.includes(SAYS.rules.transcript.name)).toBe(partner !== 'phone');
    expect(skipped.includes(SAYS.rules.orderStatus.name)).toBe(partner !== 'platform');
    expect(done.length - skipped.length).toBeGreaterThan(17);
  },
  LONG_MS,
);

test(
  'what is posted to a partner is what its strict receiver takes',
  async () => {
    await rulesFor('mengsuban');
    expect(heard.flatMap((one) => ('refused' in one ? [one.refused] : []))).toEqual([]);
    expect(heard.some((one) => 'kept' in one && one.kept.type === 'reply')).toBe(true);
  },
  LONG_MS,
);

async function program(args: string[]): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, NODE_OPTIONS: '' } });
  let out = '';
  child.stdout.on('data', (part: Buffer) => {
    out += part.toString();
  });
  child.stderr.on('data', (part: Buffer) => {
    out += part.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out };
}

async function secretFile(partner: string, secret = secretOf(partner)): Promise<string> {
  const path = join(house.dir, `${partner}-${secret.length}.secret`);
  await writeFile(path, `${secret}\n`);
  return path;
}

test(
  'as a program: a table and 0 where all holds',
  async () => {
    const args = ['--url', house.url, '--partner', 'sms', '--secret-file', await secretFile('sms')];
    const { code, out } = await program(args);
    expect(out).toContain(SAYS.rules.replay.name);
    expect(out).toMatch(/未通过 0/);
    expect(out).not.toContain(secretOf('sms'));
    expect(code).toBe(0);
  },
  LONG_MS,
);

test(
  'as a program: a wrong secret, a dead address and a wrong usage are told, not thrown',
  async () => {
    const wrong = await secretFile('sms', 'z'.repeat(40));
    const refused = await program(['--url', house.url, '--partner', 'sms', '--secret-file', wrong]);
    expect([refused.code, refused.out]).toEqual([1, expect.stringContaining('SIGNATURE')]);
    const dead = await program(['--url', 'http://127.0.0.1:9', '--partner', 'sms', '--secret-file', wrong]);
    expect([dead.code, dead.out]).toEqual([1, expect.stringContaining('连不上')]);
    const usage = await program(['--partner', 'sms']);
    expect([usage.code, usage.out]).toEqual([2, expect.stringContaining('用法')]);
  },
  LONG_MS,
);

test('a server that takes whatever comes fails where it should', async () => {
  let seq = 0;
  const lax = createServer((request, response) => {
    request.resume().on('end', () => {
      const probing = request.headers['content-length'] === '16';
      response.writeHead(probing ? 422 : 202, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify(
          probing ? { error: { code: 'TYPE', message: 'message' } } : { seq: ++seq, seen: false },
        ),
      );
    });
  });
  lax.listen(0, '127.0.0.1');
  await once(lax, 'listening');
  const { port } = lax.address() as AddressInfo;
  const done = await rulesFor('sms', `http://127.0.0.1:${port}`);
  lax.closeAllConnections();
  lax.close();
  const bad = done.filter(failed).map(({ name }) => name);
  const { rules } = SAYS;
  for (const rule of [
    rules.wrongSecret,
    rules.changed,
    rules.old,
    rules.replay,
    rules.json,
    rules.again,
    rules.ack,
  ])
    expect(bad).toContain(rule.name);
  expect(bad).not.toContain(rules.good.name);
  expect(sumOf(done)).toMatch(/未通过 [1-9]/);
});

test('--serve receives, checks, and counts', async () => {
  const child = spawn(
    process.execPath,
    [MAIN, '--serve', '--partner', 'sms', '--secret-file', await secretFile('sms')],
    { env: { ...process.env, NODE_OPTIONS: '' } },
  );
  let out = '';
  child.stdout.on('data', (part: Buffer) => {
    out += part.toString();
    child.emit('said');
  });
  while (!/:(\d+)\//.test(out)) await once(child, 'said');
  const port = /:(\d+)\//.exec(out)?.[1];
  const forged = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}' });
  expect(forged.status).toBe(401);
  child.kill('SIGTERM');
  const [code] = (await once(child, 'close')) as [number | null];
  expect(out).toContain('拒收 1 条');
  expect(code).toBe(1);
});
