/** The lines of the README that a person pastes, pasted as they stand. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gateway } from '../../channels/gateway/gateway.js';
import { startHouse } from '../support/house.js';

const text = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const [, section = ''] = text.split('## 开放接入\n');
const [register = '', ask = ''] = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(
  ([, lines]) => lines ?? '',
);

const missing = ['openssl', 'curl', 'sh'].filter((tool) => spawnSync(tool, ['--help']).error);
const run = missing.length > 0 ? test.skip : test;

async function paste(lines: string, dir: string): Promise<string> {
  const child = spawn('sh', ['-e'], { cwd: dir, stdio: ['pipe', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (part: Buffer) => {
    out += part.toString();
  });
  child.stdin.end(lines);
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
  return out;
}

run(
  `what stands in the README works as it stands${missing.length ? ` (lacks ${missing.join(' ')})` : ''}`,
  async () => {
    expect(ask).toContain('URL=http://localhost:12345\n');
    const dir = await mkdtemp(join(tmpdir(), 'jiesu-readme-'));
    await paste(register.replace(/^GATEWAY_PARTNERS_FILE=.*$/m, ''), dir);
    const house = await startHouse(
      { kinds: [gateway] },
      { GATEWAY_PARTNERS: await readFile(join(dir, 'partners.json'), 'utf8') },
    );
    try {
      const here = ask.replace('http://localhost:12345', house.url);
      const first = await paste(here, dir);
      expect(first).toMatch(
        /^\{"seq":1,"seen":false\}\{"events":\[\{"type":"reply".*"next":"1","more":false\}$/,
      );
      expect(first).toContain('医保');
      expect(await paste(here, dir)).toMatch(/^\{"seq":1,"seen":true\}/);
    } finally {
      await house.stop();
      await rm(dir, { recursive: true });
    }
  },
);
