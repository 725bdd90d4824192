import type { SignedIn } from '../../server/http/handler.js';
import { createUnmask } from '../../server/people/unmask.js';
import { type AuditRow, auditStore, rowHash } from '../../server/store/audit.js';
import {
  ask,
  bossOf,
  codeOf,
  type Desk,
  FIRST,
  makeAccount,
  openDesk,
  SECOND,
  seen,
  signIn,
  signInFirst,
} from './desk.js';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});

const rows = (): Promise<AuditRow[]> => auditStore(desk.connection).rows(0, 1000);
const read = (target: string) =>
  desk.people.audit({ who: null, ip: '203.0.113.7', action: 'order.read', target });

describe('what is written down', () => {
  test('sign-in, failure, lock, change, account changes and signing out, each with who, where, what and how it ended', async () => {
    const { people } = desk;
    const boss = await bossOf(desk);
    await makeAccount(people, boss, 'agent01');
    await people.handlers.resetAccount(ask(undefined, { account: boss, params: { account: 'agent01' } }));
    for (let n = 0; n < 5; n++) await codeOf(signIn(people, 'agent01', 'Wrong-grass-2026'));
    await people.handlers.disableAccount(ask(undefined, { account: boss, params: { account: 'agent01' } }));
    await people.handlers.signOut(ask(undefined, { account: boss }));
    const all = await rows();
    expect(all.map((row) => [row.action, row.account, row.target, row.result])).toEqual([
      ['account.first', '', 'admin', 'ok'],
      ['signIn', 'admin', 'admin', 'ok'],
      ['password.change', 'admin', 'admin', 'ok'],
      ['account.create', 'admin', 'agent01', 'ok'],
      ['account.reset', 'admin', 'agent01', 'ok'],
      ...Array<string[]>(5).fill(['signIn', '', 'agent01', 'failed']),
      ['lock', '', 'agent01', 'ok'],
      ['account.disable', 'admin', 'agent01', 'ok'],
      ['signOut', 'admin', 'admin', 'ok'],
    ]);
    expect(all[1]).toMatchObject({ ip: '203.0.113.7', at: desk.clock.now });
    expect(all[1]?.role.split(',')).toContain('SYS_ADMIN');
  });

  test('never a password, a code or a token', async () => {
    const { people } = desk;
    const boss = await bossOf(desk);
    const made = await makeAccount(people, boss, 'agent01');
    const { cookie, who } = await signInFirst(people, 'agent01', String(made.password), 'Third-steppe-2026');
    await codeOf(signIn(people, 'agent01', 'Wrong-grass-2026'));
    await codeOf(signIn(people, SECOND, 'agent01'));
    const kept = JSON.stringify(await rows());
    for (const secret of [
      FIRST,
      SECOND,
      SECOND.toLowerCase(),
      String(made.password),
      'Third-steppe-2026',
      'Wrong-grass-2026',
      cookie?.split('=')[1] ?? '',
      who.csrf,
      who.session,
    ]) {
      expect(secret.length).toBeGreaterThan(8);
      expect(kept).not.toContain(secret);
    }
  });

  test('invariant 6: no text leaves for a model, a log or another party before privacy has masked it', async () => {
    const reason = '核实来电人13800001234';
    await desk.people.audit({ who: null, ip: '', action: 'person.unmask', target: 'order:1', reason });
    expect((await rows())[0]?.reason).toBe('核实来电人138****1234');
  });
});

describe('the chain', () => {
  test('an empty one is whole, and so is one of many rows written at once', async () => {
    expect(await desk.people.verifyAudit()).toMatchObject({ whole: true, rows: 0 });
    await Promise.all(Array.from({ length: 100 }, (_, n) => read(`order${n}`)));
    expect(await desk.people.verifyAudit()).toMatchObject({ whole: true, rows: 100 });
    expect((await rows()).map((row) => row.seq)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
  });

  test('several processes write into one chain without gap, double or fork', async () => {
    const houses = await Promise.all(Array.from({ length: 4 }, () => desk.again()));
    await Promise.all(
      houses.flatMap((house, h) =>
        Array.from({ length: 15 }, (_, n) =>
          house.audit({ who: null, ip: '', action: 'order.read', target: `${h}-${n}` }),
        ),
      ),
    );
    const all = await rows();
    expect(new Set(all.map((row) => row.target)).size).toBe(60);
    expect(all.map((row) => row.seq)).toEqual(Array.from({ length: 60 }, (_, n) => n + 1));
    expect(await desk.people.verifyAudit()).toMatchObject({ whole: true, rows: 60 });
  });

  test('goes on after a restart', async () => {
    await read('one');
    const later = await desk.again();
    await later.audit({ who: null, ip: '', action: 'order.read', target: 'two' });
    expect(await later.verifyAudit()).toMatchObject({ whole: true, rows: 2 });
  });

  test('odd signs come back as they were hashed', async () => {
    await read('a\ud800b\u0000c😀\u2028');
    expect(await desk.people.verifyAudit()).toMatchObject({ whole: true, rows: 1 });
  });

  const five = async () => {
    for (let n = 1; n <= 5; n++) await read(`order${n}`);
    return desk.connection.collection<{ _id: number }>('audit');
  };

  test.each([
    ['account', 'somebody'],
    ['role', 'AUDITOR'],
    ['ip', '192.0.2.1'],
    ['action', 'search'],
    ['target', 'order9'],
    ['reason', '例行核查'],
    ['result', 'failed'],
    ['at', new Date(0)],
    ['prev', '0'.repeat(64)],
    ['hash', 'f'.repeat(64)],
  ])('a changed %s is found at its row', async (field, value) => {
    const raw = await five();
    await raw.updateOne({ _id: 3 }, { $set: { [field]: value } });
    expect(await desk.people.verifyAudit()).toEqual({ whole: false, seq: 3, why: 'changed' });
  });

  test('a row changed together with its own hash is found at the next one', async () => {
    const raw = await five();
    const third = (await rows())[2];
    if (!third) throw new Error('no third row');
    const { hash: _, ...open } = { ...third, target: 'order9' };
    await raw.updateOne({ _id: 3 }, { $set: { target: 'order9', hash: rowHash(open) } });
    expect(await desk.people.verifyAudit()).toEqual({ whole: false, seq: 4, why: 'changed' });
  });

  test('a removed row is found', async () => {
    const raw = await five();
    await raw.deleteOne({ _id: 3 });
    expect(await desk.people.verifyAudit()).toEqual({ whole: false, seq: 3, why: 'missing' });
  });

  test('rows cut off the end are found by the process that wrote them', async () => {
    const raw = await five();
    await raw.deleteOne({ _id: 5 });
    expect(await desk.people.verifyAudit()).toEqual({ whole: false, seq: 5, why: 'cut' });
  });
});

describe('unmasking', () => {
  const look = (who: SignedIn, reason: string) => ({
    who,
    ip: '203.0.113.7',
    target: 'order' as const,
    id: '15010020260302H0000011',
    field: 'phone' as const,
    reason,
  });
  const value = async (): Promise<string> => '13800001234';

  test('takes a permission and a reason, leaves a row, and lasts a minute', async () => {
    const { people, clock } = desk;
    const boss = await bossOf(desk);
    const shown = await people.unmask(look(boss, '核实地址'), value);
    expect(shown).toEqual({
      value: '13800001234',
      until: new Date(clock.now.getTime() + 60_000).toISOString(),
    });
    const last = (await rows()).at(-1);
    expect(last).toMatchObject({
      action: 'person.unmask',
      account: 'admin',
      target: 'order:15010020260302H0000011:phone',
      reason: '核实地址',
      result: 'ok',
    });
    expect(JSON.stringify(last)).not.toContain('13800001234');
  });

  test.each(['', '   ', '查看', '核实 ', undefined as unknown as string])(
    'the reason %j is too short: nothing is read',
    async (reason) => {
      const boss = await bossOf(desk);
      let touched = false;
      const spy = async (): Promise<string> => {
        touched = true;
        return '';
      };
      expect(await codeOf(desk.people.unmask(look(boss, reason), spy))).toBe('INVALID');
      expect(touched).toBe(false);
    },
  );

  test('without the permission nothing is read, and the try is written down', async () => {
    const boss = await bossOf(desk);
    const other = { ...boss, permissions: new Set(['order.read']) };
    expect(await codeOf(desk.people.unmask(look(other, '核实地址'), value))).toBe('FORBIDDEN');
    expect((await rows()).at(-1)).toMatchObject({ action: 'person.unmask', result: 'refused' });
  });

  test('of something that is not there: NOT_FOUND, written down', async () => {
    const boss = await bossOf(desk);
    expect(await codeOf(desk.people.unmask(look(boss, '核实地址'), async () => null))).toBe('NOT_FOUND');
    expect((await rows()).at(-1)).toMatchObject({ action: 'person.unmask', result: 'failed' });
  });

  test('where the row cannot be written, nothing is shown', async () => {
    const boss = await bossOf(desk);
    const full = async (): Promise<never> => {
      throw new Error('disk full');
    };
    const unmask = createUnmask(full, () => desk.clock.now);
    await expect(unmask(look(boss, '核实地址'), value)).rejects.toThrow('disk full');
  });
});

test('a session view never carries the name of the session', async () => {
  const boss = await bossOf(desk);
  const view = seen(await desk.people.handlers.whoAmI(ask(undefined, { account: boss })));
  expect(JSON.stringify(view)).not.toContain(boss.session);
});
