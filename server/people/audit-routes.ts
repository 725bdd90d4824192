/** The trail read by whoever audits: narrowed, paged, checked link by link. Reading it is itself an act in it. */
import { Problem } from '../errors.js';
import { type Handlers, signedIn } from '../http/handler.js';
import type { AuditStore } from '../store/audit.js';
import { midnight, plusDays } from '../tickets/deadlines/calendar.js';
import { ACTIONS, type Action, type Audit } from './audit.js';
import { type RoleName, saidOf } from './audit-said.js';
import { ACTS, CHECKED, RESULTS } from './audit-words.js';
import type { People } from './people.js';
import { fill } from './words.js';

const MOST = 200;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export interface AuditRouteParts {
  trail: AuditStore['list'];
  verify: People['verifyAudit'];
  audit: Audit;
  roleName: RoleName;
}

const named = (action: string): string => ACTS[action as Action] ?? action;

function dayIn(text: string | undefined): string | undefined {
  if (!text) return undefined;
  if (!DAY.test(text) || Number.isNaN(Date.parse(text))) throw new Problem('BAD_REQUEST');
  return text;
}

function wholeIn(text: string | undefined, most: number): number | undefined {
  if (!text) return undefined;
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1 || number > most) throw new Problem('BAD_REQUEST');
  return number;
}

export function auditRoutes({
  trail,
  verify,
  audit,
  roleName,
}: AuditRouteParts): Handlers<'auditTrail' | 'auditCheck'> {
  return {
    async auditTrail(asked) {
      const who = signedIn(asked);
      const { query } = asked;
      const [from, to] = [dayIn(query.from), dayIn(query.to)];
      const limit = wholeIn(query.limit, MOST) ?? 50;
      if (query.action && !(ACTIONS as readonly string[]).includes(query.action))
        throw new Problem('BAD_REQUEST');
      const before = wholeIn(query.after, Number.MAX_SAFE_INTEGER);
      const rows = await trail({
        ...{ account: query.account, action: query.action, target: query.target, before },
        from: from ? midnight(from) : undefined,
        // The last day counts whole.
        to: to ? midnight(plusDays(to, 1)) : undefined,
        limit: limit + 1,
      });
      // A page further on is the same reading.
      if (before === undefined)
        await audit({ who, ip: asked.ip, action: 'audit.read', target: query.target || query.account || '' });
      const shown = rows.slice(0, limit);
      return {
        rows: shown.map(({ seq, at, account, role, ip, action, target, reason, result }) => ({
          ...{ seq, account, ip, action, target, reason, result },
          at: at.toISOString(),
          roles: role === '' ? [] : role.split(','),
          actionName: named(action),
          said: saidOf(action, reason, roleName),
          resultName: RESULTS[result],
        })),
        next: rows.length > limit ? String(shown.at(-1)?.seq) : null,
        acts: ACTIONS.map((action) => ({ action, name: ACTS[action] })),
      };
    },

    async auditCheck(asked) {
      const who = signedIn(asked);
      const found = await verify();
      await audit({
        ...{ who, ip: asked.ip, action: 'audit.check', target: 'audit' },
        result: found.whole ? 'ok' : 'failed',
      });
      return found.whole
        ? { whole: true, said: fill(CHECKED.whole, { rows: String(found.rows) }) }
        : { whole: false, said: fill(CHECKED[found.why], { seq: String(found.seq) }) };
    },
  };
}
