/** What a role may do is policy (rows of roles.json); which roles there are is fixed by domain §3.1. */
import type { Policy, Role } from '../policy/types.js';
import { fill, WORDS } from './words.js';

export const ROLE_IDS = [
  'CITIZEN',
  'AGENT',
  'EXPERT',
  'DISPATCHER',
  'HANDLER',
  'HANDLER_LEAD',
  'STATION',
  'SUBCENTER',
  'SUPERVISOR',
  'CALLBACK',
  'KB_EDITOR',
  'KB_DEPT_REVIEWER',
  'KB_ADMIN',
  'QA',
  'ANALYST',
  'LEADER',
  'SYS_ADMIN',
  'SEC_ADMIN',
  'AUDITOR',
  'SYSTEM',
] as const;
export type RoleId = (typeof ROLE_IDS)[number];

/** Roles of a unit's own people. */
export const AT_UNIT: ReadonlySet<string> = new Set<RoleId>([
  'HANDLER',
  'HANDLER_LEAD',
  'STATION',
  'SUBCENTER',
]);

/** Nobody signs in as a citizen or as the system. */
const NOT_FOR_PEOPLE: ReadonlySet<string> = new Set<RoleId>(['CITIZEN', 'SYSTEM']);

export type RolesOf = Pick<Policy, 'roles'>;

const DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });

function inForce(role: Role, now: Date): boolean {
  const day = DAY.format(now);
  return (role.validFrom === null || role.validFrom <= day) && (role.validTo === null || day <= role.validTo);
}

/** The union of what the roles may; a role the policy no longer has gives nothing. */
export function permissionsOf(held: readonly string[], policy: RolesOf, now: Date): ReadonlySet<string> {
  const rows = policy.roles.filter((role) => held.includes(role.id) && inForce(role, now));
  return new Set(rows.flatMap((role) => role.permissions));
}

/** Role ids of domain §3.1 that a policy lacks. */
export function missingRoles(policy: RolesOf): RoleId[] {
  return ROLE_IDS.filter((id) => !policy.roles.some((role) => role.id === id));
}

/** Why these roles cannot be given to one account, in words; null = they can. */
export function rolesFault(asked: readonly string[], policy: RolesOf): string | null {
  const name = (id: string): string => policy.roles.find((role) => role.id === id)?.name ?? id;
  const unknown = asked.find((id) => !policy.roles.some((role) => role.id === id));
  if (unknown !== undefined) return fill(WORDS.noRole, { role: unknown });
  const closed = asked.find((id) => NOT_FOR_PEOPLE.has(id));
  if (closed !== undefined) return fill(WORDS.notForPeople, { role: name(closed) });
  // 三员分立: the policy says which roles must lie with different people.
  for (const role of policy.roles.filter((row) => asked.includes(row.id))) {
    const other = role.excludes.find((id) => asked.includes(id));
    if (other !== undefined) return fill(WORDS.apart, { one: role.name, other: name(other) });
  }
  return null;
}
