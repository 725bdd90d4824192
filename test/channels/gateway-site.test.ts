/**
 * The website's adapter: killed at any moment and started again, each letter arrives once and each reply is
 * stored once. A proxy before a real house is where it is killed: before a request gets there, after it did
 * but before the answer is back, or in the middle of what it does with the answer.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { gateway } from '../../channels/gateway/gateway.js';
import type { Reply } from '../../channels/gateway/wire.js';
import { linesAtRest } from '../contracts/channel-world.js';
import { envOf, row, secretOf } from '../support/gateway/partners.js';
import { type House, startHouse } from '../support/house.js';
import { quickNlu } from '../support/quick-nlu.js';

const SITE = fileURLToPath(new URL('../../../channels/gateway/example/site.mjs', import.meta.url));
const LONG_MS = 180_000;
const LETTERS = 15;

let house: House;
let dir: string;
let site = 0;
/** Of this test's website alone: the house is one for all. */
const id = (n: number) => `site${site}.letter-${n}`;
const title = (n: number) => `第 ${site}-${n} 封`;

beforeAll(async () => {
  house = await startHouse(
    { kinds: [gateway], nlu: quickNlu(), settle: { quiet: 10, longest: 100 } },
    envOf(row('site')),
  );
}, 60_000);
afterAll(() => house.stop());

const proxies: { close(): void }[] = [];
beforeEach(async () => {
  site += 1;
  dir = await mkdtemp(join(tmpdir(), 'jiesu-site-'));
  await mkdir(join(dir, 'letters'));
  await writeFile(join(dir, 'secret'), `${secretOf('site')}\n`);
});
afterEach(async () => {
  for (const one of proxies.splice(0)) one.close();
  await rm(dir, { recursive: true, force: true });
});

async function lettersAtRest(): Promise<string[]> {
  const rows = await house.aside(linesAtRest);
  const mine = rows.filter(({ from, text }) => from === 'citizen' && text.startsWith(`第 ${site}-`));
  return mine.map(({ text }) => text.split('\n')[0] ?? '').sort();
}

const letter = (n: number, more: object = {}) =>
  writeFile(
    join(dir, 'letters', `${String(n).padStart(8, '0')}.json`),
    JSON.stringify({
      id: id(n),
      title: title(n),
      text: `演示路 ${n} 号门前的路灯不亮`,
      name: '王某某',
      phone: '13800000001',
      ...more,
    }),
  );

function start(url: string): ChildProcess {
  return spawn(process.execPath, [SITE, '--once'], {
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH,
      SITE_DIR: dir,
      JIESU_URL: url,
      JIESU_PARTNER: 'site',
      JIESU_SECRET_FILE: join(dir, 'secret'),
    },
  });
}

async function finish(url: string): Promise<number | null> {
  const [code] = (await once(start(url), 'exit')) as [number | null];
  return code;
}

/** The nth request of a life is its last: killed before it arrives, after it arrived, or with the answer in hand. */
type Death = { nth: number; when: 'before' | 'after' | 'answered' };

async function proxy() {
  let death: Death | null = null;
  let child: ChildProcess | null = null;
  let seen = 0;
  const server = createServer((request, response) => {
    seen += 1;
    const last = death !== null && seen === death.nth ? death.when : null;
    const kill = () => {
      child?.kill('SIGKILL');
      response.destroy();
    };
    buffer(request)
      .then(async (body) => {
        if (last === 'before') return kill();
        const answer = await fetch(`${house.url}${request.url}`, {
          method: request.method ?? 'GET',
          headers: Object.fromEntries(
            Object.entries(request.headers).filter(([name]) => /^x-jiesu|^content-type$/.test(name)),
          ) as Record<string, string>,
          ...(request.method === 'POST' ? { body: new Uint8Array(body) } : {}),
        });
        const bytes = Buffer.from(await answer.arrayBuffer());
        if (last === 'after') return kill();
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(bytes);
        if (last === 'answered') child?.kill('SIGKILL');
      })
      .catch(kill);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const between = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async life(next: Death) {
      [death, seen] = [next, 0];
      child = start(this.url);
      const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
      death = null;
      return signal;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  proxies.push(between);
  return between;
}

async function repliesOnDisk(): Promise<Reply[]> {
  const names = (await readdir(join(dir, 'replies'))).filter((name) => name.endsWith('.json'));
  const texts = await Promise.all(names.map((name) => readFile(join(dir, 'replies', name), 'utf8')));
  return texts
    .map((text) => JSON.parse(text) as Reply)
    .filter(({ thread }) => thread.startsWith(`site${site}.`));
}

/** Any generator would do; this one says the same on every machine. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

test.each([1, 2, 3])(
  'killed at random moments, run again: each letter once and each reply once (%i)',
  async (seed) => {
    const between = await proxy();
    const roll = dice(seed);
    const kinds = ['before', 'after', 'answered'] as const;
    let killed = 0;
    for (let n = 1; n <= LETTERS; n++) {
      await letter(n);
      if (n % 3 !== 0) continue;
      for (let lives = 0; lives < 3; lives++) {
        const when = kinds[roll(3)] ?? 'before';
        if ((await between.life({ nth: 1 + roll(4), when })) === 'SIGKILL') killed += 1;
      }
    }
    expect(killed).toBeGreaterThan(3);
    // The house answers in its own time: the adapter is run until everything is back.
    while ((await repliesOnDisk()).length < LETTERS) expect(await finish(between.url)).toBe(0);
    expect(await finish(between.url)).toBe(0);

    const replies = await repliesOnDisk();
    expect(replies.map(({ thread }) => thread).sort()).toEqual(
      Array.from({ length: LETTERS }, (_, n) => id(n + 1)).sort(),
    );
    expect(new Set(replies.map(({ order }) => order?.orderNo)).size).toBe(LETTERS);
    const all = Array.from({ length: LETTERS }, (_, n) => title(n + 1));
    expect(await lettersAtRest()).toEqual(all.sort());
  },
  LONG_MS,
);

test('a letter that can never be taken is put aside with its sentence, and holds up no other', async () => {
  await letter(1, { text: '字'.repeat(4001) });
  await letter(2);
  expect(await finish(house.url)).toBe(0);
  const [name = ''] = await readdir(join(dir, 'refused'));
  const aside = JSON.parse(await readFile(join(dir, 'refused', name), 'utf8')) as {
    error: { message: string };
  };
  expect(aside.error.message).toMatch(/text：最多 4000 个字符/);
  expect(await lettersAtRest()).toHaveLength(1);
});

test('a lost cursor sends and fetches again, to no harm', async () => {
  await letter(1);
  while ((await finish(house.url)) === 0 && (await repliesOnDisk()).length < 1);
  await rm(join(dir, 'cursor.json'));
  expect(await finish(house.url)).toBe(0);
  expect(await repliesOnDisk()).toHaveLength(1);
  expect(await lettersAtRest()).toHaveLength(1);
});

test('with a wrong secret it says so and ends', async () => {
  await writeFile(join(dir, 'secret'), 'w'.repeat(40));
  await letter(1);
  expect(await finish(house.url)).toBe(1);
});
