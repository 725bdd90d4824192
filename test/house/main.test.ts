/** The program as an operator meets it: what it prints, how it stops, what it says when it can't start. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printExample } from '../../server/config.js';

const MAIN = fileURLToPath(new URL('../../server/main.js', import.meta.url));
const ROOT = new URL('../../../', import.meta.url);
/** What an operator's shell has, and none of our own keys. */
const SHELL = { PATH: process.env.PATH, HOME: process.env.HOME, LOG_LEVEL: 'error', HOST: '127.0.0.1' };

interface Program {
  child: ChildProcess;
  out: () => string;
  err: () => string;
  /** Resolves when the text stands on stdout; fails if the program ends before. */
  prints(text: string): Promise<void>;
  ends: Promise<number | NodeJS.Signals | null>;
}

let dir: string;
const running: Program[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'jiesu-main-'));
});
afterEach(async () => {
  for (const { child } of running) child.kill('SIGKILL');
  await Promise.all(running.splice(0).map(({ ends }) => ends));
  await rm(dir, { recursive: true, force: true });
});

function start(env: Record<string, string>): Program {
  const child = spawn(process.execPath, [MAIN], {
    cwd: dir,
    env: { ...SHELL, DATA_DIR: dir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    child.emit('printed');
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ends = once(child, 'close').then(
    ([code, signal]) => (code ?? signal) as number | NodeJS.Signals | null,
  );
  const program: Program = {
    child,
    out: () => out,
    err: () => err,
    async prints(text) {
      while (!out.includes(text)) {
        const over = await Promise.race([once(child, 'printed').then(() => false), ends.then(() => true)]);
        if (over && !out.includes(text)) throw new Error(`ended without 「${text}」: ${out}${err}`);
      }
    },
    ends,
  };
  running.push(program);
  return program;
}

const READY = '按 Ctrl-C 停止';
const PASSWORD = /一次性密码 (\S+?)（/;
const urlIn = (out: string): string => /市民演示页\s+(http:\S+?)\/\n/.exec(out)?.[1] ?? '';

test('the banner shows the one-time password once; Ctrl-C stops cleanly with code 0', async () => {
  const first = start({ PORT: '0' });
  await first.prints(READY);
  const password = PASSWORD.exec(first.out())?.[1];
  expect(password).toBeDefined();
  expect(first.out()).toContain(dir);
  const url = urlIn(first.out());
  const ready = await fetch(`${url}/readyz`);
  expect(ready.status).toBe(200);
  const answer = await fetch(`${url}/api/desk/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account: 'admin', password }),
  });
  expect(await answer.json()).toMatchObject({ account: 'admin', mustChange: true });
  first.child.kill('SIGINT');
  expect(await first.ends).toBe(0);
  expect(first.out()).toContain('已停止。');

  const second = start({ PORT: '0' });
  await second.prints(READY);
  expect(second.out()).not.toMatch(PASSWORD);
  second.child.kill('SIGTERM');
  expect(await second.ends).toBe(0);
}, 120_000);

test('a password of the operator is not printed', async () => {
  const program = start({ PORT: '0', ADMIN_PASSWORD: 'Jiesu-12345-demo' });
  await program.prints(READY);
  expect(program.out()).not.toContain('一次性密码');
  expect(program.out()).not.toContain('Jiesu-12345-demo');
}, 120_000);

test('a second signal stops at once', async () => {
  const program = start({ PORT: '0' });
  await program.prints(READY);
  // Both are there before the program can do anything about the first.
  for (const signal of ['SIGSTOP', 'SIGINT', 'SIGTERM', 'SIGCONT'] as const) program.child.kill(signal);
  expect(await program.ends).toMatch(/^SIG(INT|TERM)$/);
  expect(program.out()).not.toContain('已停止。');
}, 120_000);

test('a taken port is told in words, and does not lose the password that was just made', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const port = String((other.address() as AddressInfo).port);
  const program = start({ PORT: port });
  expect(await program.ends).toBe(1);
  expect(program.err()).toContain(`启动失败：端口 ${port} 已被占用`);
  expect(program.err()).not.toContain('    at ');
  const password = PASSWORD.exec(program.out())?.[1];
  other.close();

  const again = start({ PORT: '0' });
  await again.prints(READY);
  const answer = await fetch(`${urlIn(again.out())}/api/desk/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account: 'admin', password }),
  });
  expect(answer.status).toBe(200);
}, 120_000);

test('a data folder in use is told in words, with the process that has it', async () => {
  const first = start({ PORT: '0' });
  await first.prints(READY);
  const second = start({ PORT: '0' });
  expect(await second.ends).toBe(1);
  expect(second.err()).toContain(`正被进程 ${first.child.pid} 使用`);
  expect(second.err()).not.toContain('    at ');
}, 120_000);

test('a broken configuration is told with all faults at once', async () => {
  const program = start({
    PORT: '12345x',
    PUBLIC_URL: 'ftp://example.gov.cn',
    MONGODB_URI: 'mysql://secret@host',
    ADMIN_PASSWORD_FILE: join(dir, 'not-there'),
    LOG_LEVEL: 'loud',
  });
  expect(await program.ends).toBe(1);
  const lines = program.err().trim().split('\n');
  expect(lines[0]).toBe('启动失败：配置有误，未启动：');
  for (const key of ['PORT', 'PUBLIC_URL', 'MONGODB_URI', 'ADMIN_PASSWORD_FILE', 'LOG_LEVEL'])
    expect(lines.filter((line) => line.includes(`- ${key}`))).toHaveLength(1);
  expect(program.err()).not.toContain('secret');
}, 120_000);

test('a weak first password is refused in words before anything is made', async () => {
  const program = start({ PORT: '0', ADMIN_PASSWORD: '123' });
  expect(await program.ends).toBe(1);
  expect(program.err()).toMatch(/启动失败：.*密码/);
  expect(program.err()).not.toContain('    at ');
}, 120_000);

test('.env.example is what `npm run env` prints', () => {
  expect(readFileSync(new URL('.env.example', ROOT), 'utf8')).toBe(printExample());
});
