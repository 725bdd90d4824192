/** None set = off, some = a fault that names the rest, each fault once, no secret in any. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChannelKind } from '../../channels/kind.js';
import { readConfig } from '../../server/config.js';

const SECRET = 'very-secret-0123456789';
const kind: ChannelKind = {
  name: 'probe',
  title: '试验',
  settings: [
    { key: 'PROBE_ID', says: '应用编号', example: 'p1' },
    { key: 'PROBE_SECRET', says: '应用密钥', example: 's', secret: true },
    { key: 'PROBE_NOTE', says: '备注', example: 'n', optional: true },
  ],
  faults: ({ PROBE_ID }) => (PROBE_ID === 'bad' ? ['PROBE_ID 不是有效的应用编号'] : []),
  open: () => {
    throw new Error('nothing is opened here');
  },
};

const read = (env: NodeJS.ProcessEnv) => readConfig({ DATA_DIR: '/nowhere', ...env }, [kind]);
function faults(env: NodeJS.ProcessEnv): string[] {
  try {
    read(env);
  } catch (error) {
    return (error as Error).message.split('\n').slice(1);
  }
  return [];
}

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'jiesu-config-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('nothing set, or set to nothing: off', () => {
  expect(read({}).channels).toEqual([]);
  expect(read({ PROBE_ID: '', PROBE_SECRET: '' }).channels).toEqual([]);
});

test('complete: on, with its own values and no others', () => {
  const [on] = read({ PROBE_ID: 'p1', PROBE_SECRET: SECRET, PROBE_OTHER: 'x', PORT: '1' }).channels;
  expect(on).toEqual({ kind, values: { PROBE_ID: 'p1', PROBE_SECRET: SECRET } });
});

test('half: a fault for each missing setting, with its name, what it is, and the channel', () => {
  expect(faults({ PROBE_SECRET: SECRET })).toEqual([expect.stringMatching(/试验.*PROBE_ID.*应用编号/)]);
  expect(faults({ PROBE_SECRET: SECRET }).join()).not.toContain(SECRET);
  // A lone optional setting means that somebody wanted the channel.
  expect(faults({ PROBE_NOTE: 'n' })).toHaveLength(2);
});

test('complete but wrong: the channel says so, and it is not on', () => {
  expect(faults({ PROBE_ID: 'bad', PROBE_SECRET: SECRET })).toEqual(['  - PROBE_ID 不是有效的应用编号']);
});

test('a secret from a file; a file that cannot be read is one fault, not two', () => {
  const file = join(dir, 'secret');
  writeFileSync(file, `${SECRET}\n`);
  expect(read({ PROBE_ID: 'p1', PROBE_SECRET_FILE: file }).channels[0]?.values.PROBE_SECRET).toBe(SECRET);
  const lost = faults({ PROBE_ID: 'p1', PROBE_SECRET_FILE: join(dir, 'none') });
  expect(lost).toEqual([expect.stringContaining('PROBE_SECRET')]);
  expect(faults({ PROBE_SECRET_FILE: join(dir, 'none') })).toHaveLength(2);
});

test('both ways at once is a fault', () => {
  expect(faults({ PROBE_ID: 'p1', PROBE_SECRET: SECRET, PROBE_SECRET_FILE: dir })).toEqual([
    expect.stringContaining('PROBE_SECRET'),
  ]);
});
