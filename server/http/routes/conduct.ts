/** 不当退单 and 推诿. */
import { conduct } from '../contract-conduct.js';
import type { Route } from '../route.js';

export const CONDUCT = {
  conduct: {
    method: 'get',
    path: '/api/desk/conduct',
    does: '不当退单和推诿：按单位，每个数附工单编号，按数据范围',
    permission: 'insight.read',
    query: ['from', 'to'],
    status: 200,
    reply: conduct,
  },
} satisfies Record<string, Route>;
