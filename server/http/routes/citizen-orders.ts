/** What a citizen does with an order: look it up, rate it. */
import * as c from '../contract-citizen.js';
import type { Route } from '../route.js';

export const CITIZEN_ORDERS = {
  orderQuery: {
    method: 'post',
    path: '/api/orders/query',
    does: '凭工单号和提取码查询进度',
    permission: null,
    body: c.orderQuery,
    status: 200,
    reply: c.orderView,
  },
  orderRate: {
    method: 'post',
    path: '/api/orders/rate',
    does: '凭工单号和提取码评价办理结果（五级好差评）',
    permission: null,
    body: c.rating,
    status: 200,
    reply: c.orderView,
  },
  rateLink: {
    method: 'get',
    path: '/r/:token',
    does: '打开评价链接（五级好差评）',
    permission: null,
    status: 200,
  },
  rateLinkSent: {
    method: 'post',
    path: '/r/:token',
    does: '从评价链接提交评价：只能评一次，过期失效',
    permission: null,
    raw: 'application/x-www-form-urlencoded',
    status: 200,
  },
  actPage: {
    method: 'post',
    path: '/portal/act',
    does: '凭工单号和提取码催办、补充、撤回等（网页表单，不用脚本）',
    permission: null,
    raw: 'application/x-www-form-urlencoded',
    status: 200,
  },
  ratePage: {
    method: 'post',
    path: '/portal/rate',
    does: '凭工单号和提取码评价（网页表单，不用脚本）',
    permission: null,
    raw: 'application/x-www-form-urlencoded',
    status: 200,
  },
  queryPage: {
    method: 'post',
    path: '/portal/query',
    does: '查进度（网页表单，不用脚本）',
    permission: null,
    raw: 'application/x-www-form-urlencoded',
    status: 200,
  },
} satisfies Record<string, Route>;
