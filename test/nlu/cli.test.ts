import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../nlu/cli-understand.js', import.meta.url));

test('understand: JSON Lines in, JSON Lines out, same order, nothing else on stdout', () => {
  const input = [
    '{"text":"居民医保怎么交"}',
    'not json',
    '{"no":"text"}',
    'null',
    '{"text":"我家厨房着火了","channel":"wechat"}',
    '',
  ];
  const { stdout, status } = spawnSync(process.execPath, [cli], {
    input: input.join('\n'),
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(5);
  expect(Object.keys(lines[0])).toEqual([
    'gate',
    'reason',
    'type',
    'category',
    'hotline',
    'region',
    'urgency',
    'confidence',
    'spans',
    'why',
  ]);
  expect(lines[0]).toMatchObject({ gate: 'accept', hotline: '12393' });
  for (const bad of lines.slice(1, 4)) expect(Object.keys(bad)).toEqual(['error']);
  expect(lines[4]).toMatchObject({ gate: 'emergency', reason: '119' });
});
