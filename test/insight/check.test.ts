/** `npm run insight -- check|rebuild` as an operator runs it: on the folder of a house that has stopped. */
import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startHouse } from '../support/house.js';
import { databaseAt, dropIndependent, independentEnv } from '../support/independent.js';

const CLI = fileURLToPath(new URL('../../server/insight/cli.js', import.meta.url));
const run = (command: string, dir?: string) => {
  const env = dir === undefined ? {} : independentEnv(dir);
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, command, ...(dir ? [dir] : [])], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, lines: stdout.split('\n').slice(0, -1), stderr };
};

test('orders, conversations and knowledge agree; a figure that was changed is named, and put right', async () => {
  const house = await startHouse({ settle: { quiet: 0, longest: 0 } });
  try {
    const citizen = await house.citizen();
    await citizen.ask('居民医保怎么交');
    await house.app.stop();
    const orders = '逐单重算 0 件，与统计不一致的有 0 处。';
    const talks = '逐次重算会话 1 次，与统计不一致的有 0 处。';
    const updates = '逐条重算知识库更新 0 次，与统计不一致的有 0 处。';
    const right = { status: 0, stderr: '', lines: [orders, talks, updates] };
    // Said a moment before the house stopped, and not counted by it: that is no difference.
    expect(run('check', house.dir)).toEqual(right);
    expect(run('check', house.dir)).toEqual(right);
    const { connection, close } = await databaseAt(house.dir);
    await connection.collection('talks').updateMany({}, { $set: { 'counts.hits': 7 } });
    const forged = { _id: 'k001@9', item: 'k001', edition: 9, at: new Date('2026-11-29T00:00:00Z') };
    const editions = connection.collection<{ _id: string }>('knowledgeeditions');
    await editions.insertOne(forged as never);
    await close();
    const wrong = run('check', house.dir);
    expect(wrong).toMatchObject({ status: 1, stderr: '' });
    expect(wrong.lines).toEqual([
      expect.stringMatching(`^web:${citizen.thread}#1 .*"hits":7.* → .*"hits":1`),
      'k001@9 2026-11-29T00:00:00.000Z → —',
      orders,
      '逐次重算会话 1 次，与统计不一致的有 1 处。',
      '逐条重算知识库更新 1 次，与统计不一致的有 1 处。',
    ]);
    const again = await databaseAt(house.dir);
    await again.connection.collection<{ _id: string }>('knowledgeeditions').deleteOne({ _id: 'k001@9' });
    await again.close();
    expect(run('rebuild', house.dir)).toEqual({
      status: 0,
      stderr: '',
      lines: ['已按 0 件工单重新统计。', '已按对话记录重新统计会话 1 次。'],
    });
    expect(run('check', house.dir)).toEqual(right);
  } finally {
    await dropIndependent(house.dir);
    await rm(house.dir, { recursive: true, force: true });
  }
}, 120_000);

test('asked for something else it says how it is used', () => {
  const { status, stderr } = run('mend');
  expect([status, stderr]).toEqual([2, '用法：npm run insight -- check|rebuild [数据目录]（先停止服务）\n']);
});
