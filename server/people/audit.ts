/**
 * The one small function through which the house writes down who did what: `await audit(row)`. The row is on
 * disk when it returns; where it cannot be written it throws, and what was to be traced must not happen.
 */
import type { AuditEntry, AuditStore } from '../store/audit.js';

/** Written once; reads of personal data count as acts. */
export const ACTIONS = [
  'account.first',
  'account.create',
  'account.reset',
  'account.disable',
  'account.work',
  'account.away',
  'password.change',
  'signIn',
  'signOut',
  'lock',
  'person.unmask',
  'person.read',
  'person.unlink',
  'thread.read',
  'thread.claim',
  'thread.pass',
  'thread.transfer',
  'thread.consult',
  'phone.code',
  'phone.prove',
  'order.mine',
  'line.resend',
  'line.settle',
  'order.read',
  'order.query',
  'order.print',
  'order.trace',
  'order.create',
  'order.step',
  'order.answerTo',
  'order.undo',
  'file.read',
  'form.publish',
  'form.withdraw',
  'letter.read',
  'letter.publish',
  'letter.takeDown',
  'letter.consent',
  'letter.write',
  'letter.more',
  'qa.vote',
  'list.filter',
  'policy.simulate',
  'units.import',
  'units.rollback',
  'knowledge.step',
  'knowledge.import',
  'knowledge.correct',
  'knowledge.settle',
  'knowledge.gaps',
  'knowledge.pairs',
  'knowledge.rebuild',
  'proceeding.read',
  'proceeding.move',
  'proceeding.print',
  'precedent.withdraw',
  'inspection.draw',
  'talks.read',
  'spot.suggest',
  'spot.judge',
  'search',
  'audit.read',
  'audit.check',
  'export',
] as const;
export type Action = (typeof ACTIONS)[number];

export interface Deed {
  /** Who; null where nobody is signed in. */
  who: { account: string; roles: readonly string[] } | null;
  ip: string;
  action: Action;
  /** An account, order number, thread or file; never a text somebody wrote. */
  target: string;
  reason?: string;
  result?: AuditEntry['result'];
}

export type Audit = (deed: Deed) => Promise<void>;

/** `mask` takes personal data out of the reason (invariant 6); the rest is names of ours. */
export function createAudit(store: AuditStore, now: () => Date, mask: (text: string) => string): Audit {
  return async ({ who, ip, action, target, reason, result }) => {
    await store.append({
      at: now(),
      account: who?.account ?? '',
      role: who?.roles.join(',') ?? '',
      ip: ip.slice(0, 64),
      action,
      target: target.slice(0, 200),
      reason: mask(reason ?? '').slice(0, 200),
      result: result ?? 'ok',
    });
  };
}
