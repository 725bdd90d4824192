/** Policy tools on the real house: units from a spreadsheet, versions and the way back, comparing, trying. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';
import excel from 'exceljs';
import { DEFAULT_POLICY, policyFrom, readTables } from '../../server/policy/policy.js';
import type { Tables } from '../../server/policy/schema.js';
import type { Policy } from '../../server/policy/types.js';
import { compare } from '../../server/rules/compare.js';
import { judgeUnits } from '../../server/rules/import.js';
import { readSheet } from '../../server/rules/sheet.js';
import { differences } from '../../server/rules/simulate.js';
import type { Precedent } from '../../server/tickets/dispatch/precedent.js';
import { step } from '../../server/tickets/step.js';
import { type House, PASSWORD, startHouse } from '../support/house.js';
import { independentEnv } from '../support/independent.js';
import { type Seat, signIn } from '../support/seat.js';
import { ask, create, POLICY } from '../tickets/samples.js';

// A whole house starts in here, beside whatever else runs.
jest.setTimeout(120_000);

const HEAD = '单位代码,单位名称,类别,地区,上级单位代码,主管部门代码,依据,生效日期,失效日期';
const GOOD = 'GR-150105,赛罕供热公司（演示）,公用企业,赛罕区,150105,,演示名录〔2026〕1号,,';
const tables = readTables();
const judged = async (text: string | Buffer, absent: 'keep' | 'end' = 'keep') => {
  const sheet = await readSheet(Buffer.from(text as string));
  if (typeof sheet === 'string') throw new Error(sheet);
  return judgeUnits(sheet, tables, absent, '2026-11-30');
};

describe('a table of units', () => {
  test('adds, changes and leaves alone, as it says beforehand', async () => {
    const old = tables.units.find(({ code }) => code === '150105')!;
    const same = [old.code, old.name, old.kind, old.region, old.parent, '', old.source, old.validFrom, ''];
    const other = tables.units.find(({ code }) => code === '150102')!;
    const renamed = [
      other.code,
      '新城区政府（演示）',
      '旗县工作站',
      '150102',
      '150100',
      '',
      '演示〔2026〕2号',
    ];
    const found = await judged([HEAD, GOOD, same.join(','), renamed.join(',')].join('\r\n'));
    expect(found.faults).toEqual([]);
    expect(found.added.map(({ code, region }) => [code, region])).toEqual([['GR-150105', '150105']]);
    expect(found.changed).toMatchObject([
      {
        code: '150102',
        fields: expect.arrayContaining([
          { field: '单位名称', before: other.name, after: '新城区政府（演示）' },
        ]),
      },
    ]);
    expect(found.same).toBe(1);
    expect(found.units).toHaveLength(tables.units.length + 1);
  });

  test('tells every fault at once, each with its row and column', async () => {
    const { faults } = await judged(
      [
        HEAD,
        'gr 1,,公司,火星,,,,2026-02-30,',
        GOOD,
        GOOD,
        'A-1,甲（演示）,部门,150100,B-9,C-9,演示名录,2026-05-01,2026-01-01',
        'L-1,乙（演示）,部门,150100,L-2,,演示名录,,',
        'L-2,丙（演示）,部门,150100,L-1,,演示名录,,',
      ].join('\n'),
    );
    const at = faults.map(({ row, column }) => `${row} ${column}`);
    expect(at).toEqual(
      expect.arrayContaining([
        '2 单位代码',
        '2 单位名称',
        '2 类别',
        '2 地区',
        '2 依据',
        '2 生效日期',
        '4 单位代码',
        '5 失效日期',
        '5 上级单位代码',
        '5 主管部门代码',
      ]),
    );
    const circle = await judged(
      [HEAD, 'L-1,乙,部门,150100,L-2,,演示名录,,', 'L-2,丙,部门,150100,L-1,,演示名录,,'].join('\n'),
    );
    expect(circle.faults.map(({ row, column }) => `${row} ${column}`)).toEqual([
      '2 上级单位代码',
      '3 上级单位代码',
    ]);
    expect((await judged('名称,代码\n甲,A-1')).faults.map(({ column }) => column)).toContain('单位代码');
    expect((await judged(HEAD)).faults).toMatchObject([{ row: 0 }]);
  });

  test('comes as an older Excel saves it, too; what is no table is said to be none', async () => {
    // “地区” and the rest in GB 18030, as a Chinese Windows writes CSV.
    const gbk = Buffer.from('b5a5cebbb4fac2eb', 'hex');
    const sheet = await readSheet(gbk);
    expect(sheet).toMatchObject([{ cells: [{ text: '单位代码' }] }]);
    expect(await readSheet(Buffer.from([0x50, 0x4b, 1, 2, 3]))).toBe('unreadable');
    expect(await readSheet(Buffer.from('a\0b'))).toBe('unreadable');
  });

  test('a unit whose time is over is named as one that ends, and a duty may not lose its unit', async () => {
    const found = await judged([HEAD, GOOD].join('\n'), 'end');
    expect(found.ended.length).toBe(tables.units.length);
    expect(found.units.every(({ code, validTo }) => code === 'GR-150105' || validTo === '2026-11-30')).toBe(
      true,
    );
  });
});

describe('two policies', () => {
  const shorter: Tables = {
    ...tables,
    deadlines: tables.deadlines.map((row) =>
      row.step === 'finish' && row.urgency === 'normal' ? { ...row, amount: 1, unit: 'workday' } : row,
    ),
  };
  test('compared row by row, field by field', () => {
    expect(compare(tables, tables)).toEqual([]);
    const found = compare(tables, shorter);
    expect(found.length).toBeGreaterThan(0);
    for (const one of found) {
      expect(one).toMatchObject({ table: 'deadlines', kind: 'changed' });
      expect(one.source.length).toBeGreaterThan(2);
    }
    const fewer = { ...tables, duties: tables.duties.slice(1) };
    expect(compare(tables, fewer)).toMatchObject([{ table: 'duties', kind: 'removed' }]);
  });

  test('an order goes another way where a limit or a duty is another, and the same way where they are not', () => {
    const at = new Date('2026-11-24T03:00:00Z');
    let ticket = { ...create(), urgency: 'normal' as const };
    for (const action of ['accept', 'dispatch']) {
      const next = step(ticket, ask(action, ticket, { now: at }));
      if ('refused' in next) throw new Error(next.refused);
      ticket = next.ticket as typeof ticket;
    }
    const later = new Date('2026-12-05T03:00:00Z');
    const went = (candidate: Policy, precedents: Precedent[] = []) =>
      differences(ticket, { now: POLICY, candidate, precedents }, later);
    expect(went(POLICY)).toEqual({ went: [], settled: false });
    expect(went(policyFrom(shorter, at)).went.map(({ kind }) => kind)).toContain('due');
    const elsewhere = {
      ...tables,
      units: tables.units.map((unit) =>
        unit.code === '150105' ? { ...unit, name: '赛罕区城管局（演示）' } : unit,
      ),
    };
    const renamed = policyFrom(elsewhere, at);
    expect(went(renamed).went).toEqual([
      { kind: 'unit', before: '赛罕区人民政府', after: '赛罕区城管局（演示）' },
    ]);
    // What was settled before it came goes before the catalogue; later, or withdrawn by then, it does not count.
    const settled: Precedent = {
      ...{ _id: 'x@1', version: 1, orderNo: 'x', region: ticket.region, category: String(ticket.category) },
      ...{ hotline: ticket.hotline, title: '', place: '', unit: '150102', reason: '', by: 'dan' },
      ...{ at: new Date(ticket.createdAt.getTime() - 1), withdrawn: null },
    };
    expect(went(renamed, [settled])).toEqual({ went: [], settled: true });
    const past = { by: 'dan', at: ticket.createdAt, reason: '' };
    const since = { ...past, at: new Date(ticket.createdAt.getTime() + 1) };
    expect(went(renamed, [{ ...settled, withdrawn: since }]).settled).toBe(true);
    expect(went(renamed, [{ ...settled, withdrawn: past }])).toEqual(went(renamed));
    expect(went(renamed, [{ ...settled, at: later }])).toEqual(went(renamed));
  });
});

describe('in the house', () => {
  let house: House;
  let boss: Seat;
  beforeAll(async () => {
    house = await startHouse();
    boss = await house.seat('guanli', ['SYS_ADMIN']);
    const citizen = await house.citizen();
    await citizen.ask('赛罕区大学东路路灯坏了好几天了，我的电话13800001234');
    await citizen.ask('确认提交');
  });
  afterAll(() => house.stop());

  async function sent(path: string, bytes: Buffer | string, who = boss) {
    const answer = await fetch(`${house.url}${path}`, {
      method: 'POST',
      headers: {
        cookie: who.cookie,
        'x-csrf-token': who.session.csrf,
        'content-type': 'application/octet-stream',
      },
      body: new Uint8Array(Buffer.from(bytes as string)),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  }
  const policyNow = async () =>
    (
      await boss.get<{ hash: string; version: number; versions: { by: string; note: string }[] }>(
        '/api/desk/policy',
      )
    ).body;

  test('the template comes back through the import once its example is replaced', async () => {
    const answer = await fetch(`${house.url}/api/desk/units/template`, { headers: { cookie: boss.cookie } });
    const book = new excel.Workbook();
    await book.xlsx.load((await answer.arrayBuffer()) as never);
    const sheet = book.worksheets[0]!;
    sheet.getRow(2).values = GOOD.split(',');
    const { status, body } = await sent(
      '/api/desk/units/imports',
      Buffer.from(await book.xlsx.writeBuffer()),
    );
    expect(status).toBe(201);
    expect(body).toMatchObject({ faults: [], added: [{ code: 'GR-150105' }], changed: [], ended: [] });
  });

  test('looked at, nothing is changed; applied, all of it is; a second who was slower is refused; the way back', async () => {
    const before = await policyNow();
    expect(before).toMatchObject({ version: 0, versions: [] });
    const first = await sent('/api/desk/units/imports', [HEAD, GOOD].join('\n'));
    const second = await sent('/api/desk/units/imports', [HEAD, GOOD.replace('GR-', 'SD-')].join('\n'));
    expect(await policyNow()).toEqual(before);
    const applied = await boss.post(`/api/desk/units/imports/${String(first.body.id)}/apply`, {
      note: '演示导入',
    });
    expect(applied).toMatchObject({ status: 201, body: { version: 1 } });
    const options = await boss.get<{ units: { code: string }[] }>('/api/desk/options');
    expect(options.body.units.map(({ code }) => code)).toContain('GR-150105');
    const late = await boss.post(`/api/desk/units/imports/${String(second.body.id)}/apply`, { note: '' });
    expect(late.status).toBe(409);
    expect(await policyNow()).toMatchObject({ version: 1, versions: [{ by: 'guanli' }] });
    // Somebody of the new unit can be given an account at once, and it is all there after a restart.
    await house.seat('gongre', ['HANDLER'], 'GR-150105');
    await house.restart();
    boss = await signIn(house.url, 'guanli', PASSWORD);
    expect(await policyNow()).toMatchObject({ version: 1 });
    const back = await boss.post('/api/desk/units/rollback', { version: 0, base: 1, note: '演示恢复' });
    expect(back).toMatchObject({ status: 201, body: { version: 2, hash: before.hash } });
    const compared = await boss.get<{ differences: object[] }>('/api/desk/policy/compare?a=1&b=now');
    expect(compared.body.differences).toMatchObject([
      { table: 'units', kind: 'removed', row: 'GR-150105', tableName: '承办单位' },
    ]);
  });

  test('with faults nothing can be applied, and who may not manage policy may not import', async () => {
    const faulty = await sent('/api/desk/units/imports', [HEAD, 'x,,,,,,,,'].join('\n'));
    expect(faulty.body.id).toBeNull();
    expect((faulty.body.faults as object[]).length).toBeGreaterThan(3);
    expect((await sent('/api/desk/units/imports', 'PK not a book')).status).toBe(422);
    const clerk = await house.seat('paidan', ['DISPATCHER']);
    expect((await sent('/api/desk/units/imports', HEAD, clerk)).status).toBe(403);
    expect((await clerk.get('/api/desk/policy')).status).toBe(200);
    const agent = await house.seat('anna', ['AGENT']);
    expect((await agent.get('/api/desk/policy')).status).toBe(403);
  });

  test('a candidate is judged, then tried on the orders there are; titles are for those who may read them', async () => {
    const units = tables.units.map((unit) =>
      unit.code === '150105' ? { ...unit, name: '赛罕区城管局（演示）' } : unit,
    );
    const clerk = await signIn(house.url, 'paidan', PASSWORD);
    const path = '/api/desk/policy/candidates?name=units.json';
    const bad = await sent(path, JSON.stringify([{ code: 'x' }]), clerk);
    expect(bad.body.id).toBeNull();
    expect((bad.body.faults as object[]).length).toBeGreaterThan(0);
    const good = await sent(path, JSON.stringify(units), clerk);
    expect(good).toMatchObject({ status: 201, body: { faults: [] } });
    const started = await clerk.post('/api/desk/policy/trials', { with: good.body.id, days: 30 });
    expect(started.status).toBe(202);
    for (;;) {
      const { body } = await clerk.get<{ state: string; result: object | null }>(
        `/api/desk/policy/trials/${String(started.body.id)}`,
      );
      if (body.state === 'running') continue;
      expect(body).toMatchObject({
        state: 'done',
        result: {
          orders: 1,
          differing: 1,
          counts: { unit: 1, due: 0 },
          settled: 0,
          examples: [{ went: [{ kind: 'unit', after: '赛罕区城管局（演示）' }] }],
        },
      });
      break;
    }
  });

  test('from the command line: checked, compared, tried on the orders at rest', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'policy-'));
    try {
      cpSync(DEFAULT_POLICY, dir, { recursive: true });
      const file = join(dir, 'units.json');
      writeFileSync(file, readFileSync(file, 'utf8').replace('"赛罕区人民政府"', '"赛罕区城管局（演示）"'));
      const cli = fileURLToPath(new URL('../../server/policy/cli.js', import.meta.url));
      const env = { ...process.env, ...independentEnv(house.dir) };
      const run = (...args: string[]) =>
        spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', env });
      expect(run('check', dir).stdout).toMatch(/^OK [0-9a-f]{16} /);
      const changed = run('diff', DEFAULT_POLICY, dir);
      expect(changed.status).toBe(1);
      expect(changed.stdout).toContain('~ units 150105');
      expect(run('simulate').status).toBe(2);
      await house.app.stop();
      const tried = run('simulate', dir, '--data', house.dir);
      expect(tried.stderr).toBe('');
      expect(tried.stdout).toContain('首选单位不同: 赛罕区人民政府 → 赛罕区城管局（演示）');
      expect(tried.stdout).toContain('共 1 张工单，1 张会有不同');
      await house.restart().catch(() => undefined);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
});
