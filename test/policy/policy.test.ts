import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PHRASES } from '../../bot/phrases.js';
import { ROUTES } from '../../server/http/routes.js';
import { PolicyFaults } from '../../server/policy/faults.js';
import { DEFAULT_POLICY, loadPolicy } from '../../server/policy/policy.js';
import { canonical } from '../../server/policy/read.js';

const folders: string[] = [];

/** A copy of the default folder with changes to some files. */
function folder(changes: Record<string, (rows: never) => unknown>): string {
  const dir = mkdtempSync(join(tmpdir(), 'policy-'));
  folders.push(dir);
  cpSync(DEFAULT_POLICY, dir, { recursive: true });
  for (const [file, change] of Object.entries(changes)) {
    const path = join(dir, `${file}.json`);
    writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')) as never)));
  }
  return dir;
}

async function faultsOf(dir: string): Promise<string[]> {
  try {
    await loadPolicy(dir);
  } catch (error) {
    if (error instanceof PolicyFaults) return error.faults.map((f) => `${f.file}${f.path}: ${f.message}`);
    throw error;
  }
  return [];
}

const edit =
  (index: number, change: Record<string, unknown>) =>
  (rows: Record<string, unknown>[]): unknown =>
    rows.map((row, i) => (i === index ? { ...row, ...change } : row));

afterAll(() => {
  for (const dir of folders) rmSync(dir, { recursive: true, force: true });
});

describe('the default policy', () => {
  test('has the lists of the source document, each row with its source', async () => {
    const policy = await loadPolicy();
    expect(policy.categories).toHaveLength(14);
    expect(policy.hotlines).toHaveLength(33);
    expect(policy.hotlines.filter((row) => row.expert)).toHaveLength(6);
    const modes = (mode: string) => policy.hotlines.filter((row) => row.mode === mode).length;
    expect([modes('merged'), modes('dual'), modes('subcenter')]).toEqual([14, 14, 5]);
    const levels = (level: string) => policy.regions.filter((row) => row.level === level).length;
    expect([levels('region'), levels('league'), levels('banner'), levels('zone')]).toEqual([1, 12, 103, 5]);
    expect(policy.refusals).toHaveLength(11);
    expect(policy.refusals.filter((row) => row.redact).map((row) => row.reason)).toEqual([
      'discipline',
      'state_secret',
    ]);
    for (const rows of [policy.categories, policy.hotlines, policy.regions, policy.refusals, policy.types])
      for (const row of rows) expect(row.source.length).toBeGreaterThan(4);
  });

  test('names every permission of the routes in some role, and separates the system administrator', async () => {
    const policy = await loadPolicy();
    const held = new Set(policy.roles.flatMap((role) => role.permissions));
    for (const route of Object.values(ROUTES))
      if (route.permission?.includes('.')) expect(held).toContain(route.permission);
    expect(policy.roles.find((role) => role.id === 'SYS_ADMIN')?.permissions).toEqual([
      'account.manage',
      'account.read',
      'account.disable',
      'form.manage',
      'policy.read',
      'policy.manage',
    ]);
  });

  test('hash is that of the content, not of its layout', async () => {
    const plain = await loadPolicy();
    const relaid = await loadPolicy(folder({ categories: (rows) => rows, hotlines: (rows) => rows }));
    const changed = await loadPolicy(folder({ categories: edit(0, { name: '经济' }) as never }));
    expect(relaid.hash).toBe(plain.hash);
    expect(changed.hash).not.toBe(plain.hash);
    expect(plain.hash).toMatch(/^[0-9a-f]{16}$/);
    expect(canonical({ b: 1, a: [{ d: 2, c: 3 }] })).toBe('{"a":[{"c":3,"d":2}],"b":1}');
  });

  test('says a sentence with its places filled, and throws on an unknown key or a missing value', async () => {
    const { phrase } = await loadPolicy();
    expect(phrase('seat.joined', { seat: '0102' })).toContain('0102');
    expect(() => phrase('no.such.key')).toThrow('no.such.key');
    expect(() => phrase('seat.joined')).toThrow('seat');
  });

  test('asks for what the category needs, less what the type can do without', async () => {
    const { required } = await loadPolicy();
    expect(required('06', 'help')).toEqual(['place', 'region', 'phone']);
    expect(required('08', 'complaint')).toEqual(['party', 'region', 'phone']);
    expect(required(null, 'help')).toEqual(['place', 'region', 'phone']);
    expect(required('06', 'suggest')).toEqual(['phone']);
    expect(required('06', 'praise')).toEqual([]);
  });

  test('names regions', async () => {
    const { regionName } = await loadPolicy();
    expect(regionName('150105')).toBe('赛罕区');
    expect(regionName(null)).toBe('');
  });

  test('no sentence shouts or blames', async () => {
    const policy = await loadPolicy();
    const rows = JSON.parse(readFileSync(join(DEFAULT_POLICY, 'phrases.zh-CN.json'), 'utf8')) as {
      text: string;
    }[];
    for (const { text } of rows) expect(text).not.toMatch(/[!！]|亲，|有误|非法输入/);
    for (const row of policy.refusals) expect(policy.phrase(row.phrase)).not.toContain('{');
  });
});

describe('a policy with faults', () => {
  test('reports all of them at once, each with file and path', async () => {
    const faults = await faultsOf(
      folder({
        categories: edit(1, { code: '01' }) as never,
        hotlines: edit(3, { category: '77' }) as never,
        regions: edit(5, { validFrom: '2026-05-01', validTo: '2026-04-01' }) as never,
        hours: edit(0, { open: '18:00', close: '09:00' }) as never,
        roles: edit(1, { permissions: ['thread.eat'] }) as never,
        refusals: edit(0, { phrase: 'refuse.nowhere' }) as never,
        types: edit(0, { letter: '咨' }) as never,
      }),
    );
    const text = faults.join('\n');
    for (const place of [
      'categories.json[1]',
      'hotlines.json[3].category',
      'regions.json[5].validTo',
      'hours.json[0].open',
      'roles.json[1].permissions[0]',
      'refusals.json[0].phrase',
      'types.json[0].letter',
    ])
      expect(text).toContain(place);
  });

  test('a missing sentence, an unknown place and a dropped place are found before anyone is spoken to', async () => {
    const key = Object.keys(PHRASES).find((name) => name === 'seat.joined')!;
    const without = await faultsOf(
      folder({ 'phrases.zh-CN': (rows: { key: string }[]) => rows.filter((row) => row.key !== key) }),
    );
    expect(without).toEqual([expect.stringContaining(key)]);
    const reword = (text: string) =>
      folder({
        'phrases.zh-CN': (rows: { key: string; text: string }[]) =>
          rows.map((row) => (row.key === key ? { ...row, text } : row)),
      });
    const wrong = await faultsOf(reword('{name} 为您服务。'));
    expect(wrong.join('\n')).toContain('{name}');
    expect(wrong.join('\n')).toContain('{seat}');
  });

  test('a day that does not exist, an unknown file and broken JSON are faults', async () => {
    const dir = folder({ emergencies: edit(0, { validFrom: '2026-02-30' }) as never });
    writeFileSync(join(dir, 'hotlins.json'), '[]');
    writeFileSync(join(dir, 'types.json'), '[{');
    const faults = await faultsOf(dir);
    expect(faults.some((line) => line.startsWith('emergencies.json[0].validFrom'))).toBe(true);
    expect(faults.some((line) => line.startsWith('hotlins.json'))).toBe(true);
    expect(faults.some((line) => line.startsWith('types.json'))).toBe(true);
  });

  test('people of a region: a number has its day and its communiqué, of a region there is, once', async () => {
    const given = { residents: 3_000_000, asOf: '2025-12-31', source: '演示统计公报' };
    const of = (change: object) => faultsOf(folder({ population: edit(0, change as never) as never }));
    expect(await of(given)).toEqual([]);
    expect(await of({ ...given, asOf: null })).toEqual([
      expect.stringMatching(/^population\.json\[0\]: .*150100/),
    ]);
    const { source: _, ...bare } = given;
    expect(await of(bare)).toEqual([expect.stringMatching(/^population\.json\[0\]\.source: .*统计公报/)]);
    expect(await of({ ...given, region: '999999' })).toEqual([
      expect.stringContaining('population.json[0].region'),
    ]);
    expect(await of({ ...given, region: '150200' })).toEqual([expect.stringContaining('150200')]);
    expect(await of({ ...given, residents: 2.5 })).toEqual([
      expect.stringContaining('population.json[0].residents'),
    ]);
    // Nothing is made up: what ships says nothing of people.
    const { population } = await loadPolicy();
    expect(population.map(({ residents }) => residents)).toEqual(Array(12).fill(null));
  });

  test('the first account may not hold roles that must be separated', async () => {
    const faults = await faultsOf(
      folder({
        knobs: (knobs: object) => ({ ...knobs, firstAccountRoles: ['SYS_ADMIN', 'AUDITOR'] }) as never,
      }),
    );
    expect(faults.join()).toContain('knobs.json.firstAccountRoles');
  });

  test('a folder that is not there says so for each file', async () => {
    expect((await faultsOf('/nowhere/at/all')).length).toBeGreaterThan(10);
  });
});

test('what a type promises is read from its deadline, and a type no row names promises nothing', async () => {
  const days = Object.fromEntries(
    (await loadPolicy()).types.map(({ type, days: promised }) => [type, promised]),
  );
  expect(days).toMatchObject({ consult: 3, help: 5, suggest: 5, complaint: 10, report: 10, praise: null });
});

describe('rows and days', () => {
  test('a row counts from its first to its last day, by the calendar of Shanghai', async () => {
    const dir = folder({ hotlines: edit(0, { validFrom: '2021-05-21', validTo: '2026-06-30' }) as never });
    const on = async (iso: string) => (await loadPolicy(dir, new Date(iso))).hotlines.length;
    expect(await on('2026-06-30T15:59:59Z')).toBe(33);
    expect(await on('2026-06-30T16:00:00Z')).toBe(32);
  });

  test('two rows of one key may follow each other but not overlap', async () => {
    const split = (from: string) => (rows: Record<string, unknown>[]) => [
      { ...rows[0], validTo: '2026-06-30' },
      { ...rows[0], unit: '新单位', validFrom: from },
      ...rows.slice(1),
    ];
    expect(await faultsOf(folder({ hotlines: split('2026-07-01') as never }))).toEqual([]);
    expect(await faultsOf(folder({ hotlines: split('2026-06-30') as never }))).toHaveLength(1);
  });
});

describe('hours of the desk', () => {
  const office = (rows: { weekday: number }[]) =>
    rows
      .filter((row) => row.weekday <= 5)
      .flatMap((row) => [
        { ...row, open: '08:30', close: '12:00' },
        { ...row, open: '14:30', close: '18:00' },
      ]);

  test.each([
    // 2026-01-05 is a Monday.
    ['2026-01-05T00:29:59Z', false, '2026-01-05T08:30:00+08:00'],
    ['2026-01-05T00:30:00Z', true, null],
    ['2026-01-05T04:00:00Z', false, '2026-01-05T14:30:00+08:00'],
    ['2026-01-05T10:00:00Z', false, '2026-01-06T08:30:00+08:00'],
    ['2026-01-09T10:00:00Z', false, '2026-01-12T08:30:00+08:00'],
    ['2026-01-10T16:00:00Z', false, '2026-01-12T08:30:00+08:00'],
  ])('at %s open is %s, next %s', async (iso, open, opens) => {
    const policy = await loadPolicy(folder({ hours: office as never }));
    expect(policy.desk(new Date(iso))).toEqual({ open, opens });
  });

  test('the default is round the clock', async () => {
    const policy = await loadPolicy();
    for (const iso of ['2026-01-04T15:59:59Z', '2026-01-04T16:00:00Z', '2026-01-08T19:30:00Z'])
      expect(policy.desk(new Date(iso))).toEqual({ open: true, opens: null });
  });
});
