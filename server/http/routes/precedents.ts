/** 派单先例. */
import * as c from '../contract-precedents.js';
import type { Route } from '../route.js';

export const PRECEDENTS = {
  precedents: {
    method: 'get',
    path: '/api/desk/precedents',
    does: '派单先例：由热线指定过承办单位的工单，最近的在前，可按编号、地点、单位、依据查找',
    permission: 'order.dispatch',
    query: ['q'],
    status: 200,
    reply: c.precedents,
  },
  withdrawPrecedent: {
    method: 'post',
    path: '/api/desk/precedents/:precedent/withdraw',
    does: '撤下一条派单先例：写明原因，不再用于推荐（留痕）',
    permission: 'order.dispatch',
    body: c.withdrawPrecedent,
    status: 200,
    reply: c.precedent,
  },
} satisfies Record<string, Route>;
