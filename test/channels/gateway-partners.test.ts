/** Partners as data: every fault names its place, none a secret. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gateway } from '../../channels/gateway/gateway.js';
import { readPartners } from '../../channels/gateway/partners.js';
import { readConfig } from '../../server/config.js';
import { envOf, row, secretOf } from '../support/gateway/partners.js';

const faultsOf = (value: unknown): string[] =>
  readPartners(typeof value === 'string' ? value : JSON.stringify(value)).faults;

const SHORT = 'short-secret-31-signs-0123456789';

test.each<[string, unknown, string[]]>([
  ['not JSON', `[{"secrets":["${SHORT}"`, ['GATEWAY_PARTNERS 不是有效的 JSON']],
  ['not a list', {}, ['GATEWAY_PARTNERS （整体）：类型不对，应为数组']],
  ['nobody', [], ['GATEWAY_PARTNERS （整体）：至少 1 项']],
  [
    'a bad id',
    [row('sms', { id: 'SMS 1', secrets: [secretOf('sms')] })],
    ['GATEWAY_PARTNERS [0].id：应为小写字母开头'],
  ],
  ['no title', [{ ...row('sms'), title: undefined }], ['GATEWAY_PARTNERS [0].title：请填写']],
  ['an unknown kind', [{ ...row('sms'), kind: 'fax' }], ['[0].kind：应为以下之一：mengsuban、sms']],
  ['a short secret', [row('sms', { secrets: [SHORT.slice(1)] })], ['[0].secrets[0]：应为至少 32 个可见字符']],
  [
    'three secrets',
    [row('sms', { secrets: ['a', 'b', 'c'].map((c) => c.repeat(32)) })],
    ['[0].secrets：最多 2 项'],
  ],
  ['one secret twice', [row('sms', { secrets: [SHORT, SHORT] })], ['[0].secrets：两个密钥不能相同']],
  ['a bad callback', [row('sms', { callback: 'ftp://x/' })], ['[0].callback：应为 http:// 或 https://']],
  ['a password in the callback', [row('sms', { callback: 'https://u:p@x/' })], ['[0].callback：']],
  ['a bad net', [row('sms', { ips: ['10.0.0.0/33'] })], ['[0].ips[0]：应为 IP 地址或网段']],
  ['an unknown key', [{ ...row('sms'), secret: SHORT }], ['[0]：不认识的内容：secret']],
  ['two of one id', [row('sms'), row('sms', { secrets: [SHORT] })], ['[1].id：与第 1 个接入方重复']],
  [
    'one secret for two',
    [row('sms'), row('site', { secrets: [secretOf('sms')] })],
    ['[1].secrets：密钥与另一个'],
  ],
])('%s', (_name, value, wanted) => {
  const faults = faultsOf(value);
  expect(faults).toHaveLength(wanted.length);
  for (const [at, fault] of faults.entries()) {
    expect(fault).toMatch(/^GATEWAY_PARTNERS/);
    expect(fault).toContain(wanted[at]);
    expect(fault).not.toContain(SHORT.slice(1));
    expect(fault).not.toContain('secret-of-');
  }
});

test('all faults at once, and a start that names them', () => {
  const bad = [row('sms', { id: 'X', secrets: ['y'] }), { ...row('site'), kind: 'nothing', callback: '?' }];
  expect(faultsOf(bad)).toHaveLength(4);
  const boot = () => readConfig({ GATEWAY_PARTNERS: JSON.stringify(bad) }, [gateway]);
  expect(boot).toThrow(/\[0\]\.id[\s\S]*\[1\]\.callback/);
});

test('from a file, and off where nothing is set', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'jiesu-partners-'));
  const path = join(dir, 'partners.json');
  await writeFile(path, envOf(row('sms')).GATEWAY_PARTNERS ?? '');
  const on = readConfig({ GATEWAY_PARTNERS_FILE: path }, [gateway]).channels;
  expect(on.map(({ kind }) => kind.name)).toEqual(['gateway']);
  expect(readConfig({}, [gateway]).channels).toEqual([]);
  await rm(dir, { recursive: true });
});

test.each([
  [['10.1.2.3'], '10.1.2.3', true],
  [['10.1.2.3'], '::ffff:10.1.2.3', true],
  [['10.1.2.3'], '10.1.2.4', false],
  [['10.1.0.0/16'], '10.1.255.9', true],
  [['10.1.0.0/16'], '10.2.0.1', false],
  [['2001:db8::/32'], '2001:db8:1::5', true],
  [['2001:db8::/32'], '2001:db9::5', false],
  [['10.1.2.3'], '', false],
  [['10.1.2.3'], 'nonsense', false],
  [undefined, '203.0.113.9', true],
])('from %j: %s %s', (ips, ip, may) => {
  const { partners } = readPartners(JSON.stringify([row('sms', ips ? { ips } : {})]));
  expect(partners[0]?.from(ip)).toBe(may);
});
