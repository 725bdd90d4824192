/** The trail of who did what, for the security auditor. */
import * as a from '../contract-audit.js';
import type { Route } from '../route.js';

export const AUDIT = {
  auditTrail: {
    method: 'get',
    path: '/api/desk/audit',
    does: '审计记录：按账号、动作、对象、日期查，新的在前（查看本身留痕）',
    permission: 'audit.read',
    query: ['account', 'action', 'target', 'from', 'to', 'after', 'limit'],
    status: 200,
    reply: a.auditTrail,
  },
  auditCheck: {
    method: 'post',
    path: '/api/desk/audit/check',
    does: '逐条核验审计记录有没有缺失或改动（留痕）',
    permission: 'audit.read',
    status: 200,
    reply: a.auditChecked,
  },
} satisfies Record<string, Route>;
