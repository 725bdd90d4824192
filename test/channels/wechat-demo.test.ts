/** `npm run demo:wechat` by a terminal that is a pipe. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

test('a person chats through the terminal and leaves', async () => {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('../support/wechat/demo.js', import.meta.url))],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );
  let shown = '';
  const wake = new Set<() => void>();
  child.stdout.on('data', (part: Buffer) => {
    shown += part.toString();
    for (const one of wake) one();
  });
  const until = (want: RegExp) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!want.test(shown)) return;
        wake.delete(look);
        resolve();
      };
      wake.add(look);
      look();
    });
  const type = (line: string) => child.stdin.write(`${line}\n`);

  await until(/12345 ▸ 您好/);
  type('居民医保怎么交');
  await until(/12345 ▸ [\s\S]*医保[\s\S]*依据：/);
  type('/图 /nowhere.jpg');
  await until(/读不到文件/);
  type('/错 45015 1');
  await until(/45015/);
  type('/退出');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
}, 90_000);
