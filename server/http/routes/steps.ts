/** Moving orders: one, or many at once. */
import * as citizen from '../contract-citizen.js';
import * as given from '../contract-given.js';
import * as orders from '../contract-orders.js';
import * as s from '../contract-steps.js';
import type { Route } from '../route.js';

export const STEPS = {
  step: {
    method: 'post',
    path: '/api/desk/orders/:orderNo/step',
    does: '流转工单',
    permission: 'order.read',
    body: given.step,
    status: 200,
    reply: orders.orderPage,
  },
  stepMany: {
    method: 'post',
    path: '/api/desk/orders/batch',
    does: '批量流转：逐单给出结果，同一编号重复提交只做一次',
    permission: 'order.read',
    body: s.stepMany,
    status: 200,
    reply: s.stepsDone,
  },
  transferIn: {
    method: 'post',
    path: '/api/desk/orders/transfer-in',
    does: '登记转入的工单：同一来源的同一编号只建一张',
    permission: 'order.create',
    body: s.transferIn,
    status: 201,
    reply: s.takenIn,
  },
  orderAct: {
    method: 'post',
    path: '/api/orders/act',
    does: '凭工单号和提取码催办、补充、撤回、要求保密、申请复核，或有新情况时重新受理',
    permission: null,
    body: s.orderAct,
    status: 200,
    reply: citizen.orderView,
  },
} satisfies Record<string, Route>;
