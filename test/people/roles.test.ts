import { readFileSync } from 'node:fs';
import { ROUTES, type Route } from '../../server/http/routes.js';
import { missingRoles, permissionsOf, ROLE_IDS, rolesFault } from '../../server/people/roles.js';
import type { Role } from '../../server/policy/types.js';

const path = new URL('../../server/policy/default/roles.json', import.meta.url);
const policy = { roles: JSON.parse(readFileSync(path, 'utf8')) as Role[] };
const now = new Date('2026-03-01T04:00:00Z');

test('every role of domain §3.1 exists', () => {
  expect(ROLE_IDS).toHaveLength(20);
  expect(missingRoles(policy)).toEqual([]);
  expect(missingRoles({ roles: policy.roles.filter((role) => role.id !== 'QA') })).toEqual(['QA']);
});

test('every permission that a route names is held by some role', () => {
  const held = new Set(policy.roles.flatMap((role) => role.permissions));
  const named = (Object.values(ROUTES) as Route[]).map((route) => route.permission);
  const special = [null, 'thread', 'session'];
  expect(named.filter((one) => !special.includes(one) && !held.has(one ?? ''))).toEqual([]);
});

test('several roles add up; an unknown one gives nothing', () => {
  expect([...permissionsOf(['AGENT'], policy, now)]).toContain('thread.claim');
  expect([...permissionsOf(['AGENT', 'SYS_ADMIN'], policy, now)]).toEqual(
    expect.arrayContaining(['thread.claim', 'account.manage']),
  );
  expect(permissionsOf(['NO_SUCH'], policy, now).size).toBe(0);
  // Figures alone, and no order behind them.
  expect([...permissionsOf(['ANALYST'], policy, now)]).toEqual(['insight.read']);
});

test('a system administrator sees no order and no conversation by that role', () => {
  const may = permissionsOf(['SYS_ADMIN'], policy, now);
  expect([...may].filter((one) => /^(order|thread|person)\./.test(one))).toEqual([]);
});

test('a row out of force gives nothing, by the date in Shanghai', () => {
  const role: Role = {
    id: 'AGENT',
    name: '受理员',
    permissions: ['thread.read'],
    excludes: [],
    source: '测试',
    validFrom: '2026-03-02',
    validTo: '2026-03-02',
  };
  const may = (at: string): number => permissionsOf(['AGENT'], { roles: [role] }, new Date(at)).size;
  expect(may('2026-03-01T15:59:59Z')).toBe(0);
  expect(may('2026-03-01T16:00:00Z')).toBe(1);
  expect(may('2026-03-02T15:59:59Z')).toBe(1);
  expect(may('2026-03-02T16:00:00Z')).toBe(0);
});

test.each([
  [['AGENT', 'NO_SUCH'], 'NO_SUCH'],
  [['CITIZEN'], '不能授予'],
  [['SYSTEM'], '不能授予'],
  [['SYS_ADMIN', 'AUDITOR'], '三员分立'],
  [['AUDITOR', 'AGENT', 'SEC_ADMIN'], '三员分立'],
])('%j cannot be given to one account', (roles, why) => {
  expect(rolesFault(roles, policy)).toContain(why);
});

test.each([[['AGENT']], [['SYS_ADMIN', 'AGENT', 'DISPATCHER']], [['AUDITOR']]])('%j can', (roles) => {
  expect(rolesFault(roles, policy)).toBeNull();
});
