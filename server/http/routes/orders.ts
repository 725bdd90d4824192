/** Orders at the desk. */

import * as l from '../contract-lists.js';
import * as c from '../contract-orders.js';
import type { Route } from '../route.js';

export const ORDERS = {
  orders: {
    method: 'get',
    path: '/api/desk/orders',
    does: '工单列表',
    permission: 'order.read',
    query: [...l.FILTERED, 'after', 'limit'],
    status: 200,
    reply: l.orderRows,
  },
  order: {
    method: 'get',
    path: '/api/desk/orders/:orderNo',
    does: '一张工单',
    permission: 'order.read',
    status: 200,
    reply: c.orderPage,
  },
  orderRelated: {
    method: 'get',
    path: '/api/desk/orders/:orderNo/related',
    does: '可能是同一件事的工单：同一人的、多人的',
    permission: 'order.read',
    status: 200,
    reply: c.related,
  },
} satisfies Record<string, Route>;
