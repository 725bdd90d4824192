import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../server/knowledge/cli-ask.js', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'ask-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const ask = (lines: string[], ...args: string[]): unknown[] => {
  const { stdout, status, stderr } = spawnSync(process.execPath, [program, ...args], {
    input: lines.join('\n'),
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
};

test('one line out for each line in, in order; a bad line is an error and the rest goes on', () => {
  const replies = ask([
    '{"text":"居民医保怎么交"}',
    'not json',
    '{"txt":1}',
    '{"text":"呼和浩特地铁怎么扫码","region":"150105"}',
    '{"text":"火星有两颗卫星"}',
  ]);
  expect(replies).toHaveLength(5);
  expect(replies[0]).toMatchObject({ band: 'answer' });
  expect(Object.keys(replies[0] as object)).toEqual(['band', 'hits']);
  expect((replies[0] as { hits: unknown[] }).hits[0]).toEqual({ id: 'k144', score: expect.any(Number) });
  expect(replies[1]).toEqual({ error: expect.any(String) });
  expect(replies[2]).toEqual({ error: expect.any(String) });
  expect((replies[3] as { hits: { id: string }[] }).hits[0]?.id).toBe('k170');
  expect(replies[4]).toMatchObject({ band: 'none' });
});

test('--knowledge searches another file', () => {
  const file = join(dir, 'items.jsonl');
  writeFileSync(
    file,
    `${JSON.stringify({
      id: 'own1',
      title: '火星签证如何办理',
      answer: '暂不办理。',
      similar: ['火星签证怎么办'],
      category: '14',
      unit: '某单位',
      region: '150000',
      channels: ['PUBLIC'],
      effectiveFrom: '2025-01-01',
    })}\n`,
  );
  expect(ask(['{"text":"火星签证怎么办"}'], '--knowledge', file)).toMatchObject([
    { band: 'answer', hits: [{ id: 'own1' }] },
  ]);
});
