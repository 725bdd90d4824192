/** What runs beside orders: supervision, low ratings, unreasonable demands, appeals, inspections. */

import { callbackList } from '../contract-callbacks.js';
import * as c from '../contract-proceedings.js';
import type { Route } from '../route.js';

export const PROCEEDINGS = {
  proceedings: {
    method: 'get',
    path: '/api/desk/proceedings',
    does: '督办、差评整改、不合理诉求、考核申诉、质检的列表；clock=near 或 late 只看临期或超期的',
    permission: 'proceeding.read',
    query: ['kind', 'state', 'clock', 'after', 'limit'],
    status: 200,
    reply: c.proceedingList,
  },
  proceeding: {
    method: 'get',
    path: '/api/desk/proceedings/:id',
    does: '其中一件（留痕）',
    permission: 'proceeding.read',
    status: 200,
    reply: c.proceedingPage,
  },
  proceedingMove: {
    method: 'post',
    path: '/api/desk/proceedings/:id/move',
    does: '流转其中一件',
    permission: 'proceeding.read',
    body: c.proceedingMove,
    status: 200,
    reply: c.proceedingPage,
  },
  proceedingDocument: {
    method: 'get',
    path: '/api/desk/proceedings/:id/document',
    does: '督办文书（as=pdf 或 docx），带水印，留痕',
    permission: 'proceeding.read',
    query: ['as'],
    status: 200,
  },
  orderBeside: {
    method: 'get',
    path: '/api/desk/orders/:orderNo/proceedings',
    does: '一张工单的督办、申诉等，以及可以提出的',
    permission: 'proceeding.read',
    status: 200,
    reply: c.besideOrder,
  },
  proceedingOpen: {
    method: 'post',
    path: '/api/desk/orders/:orderNo/proceedings',
    does: '提交督办、申请认定不合理诉求、提出考核申诉',
    permission: 'proceeding.read',
    body: c.proceedingOpen,
    status: 201,
    reply: c.proceedingPage,
  },
  inspectionDraw: {
    method: 'post',
    path: '/api/desk/inspections/draw',
    does: '质检抽样：同样的日期和口令抽出同样的工单（留痕）',
    permission: 'quality.inspect',
    body: c.inspectionDraw,
    status: 200,
    reply: c.inspectionDrawn,
  },
  callbacks: {
    method: 'get',
    path: '/api/desk/callbacks',
    does: '回访工作单：到时要打的、已接通待处理的、联系不上的、自评期满的',
    permission: 'order.callback',
    query: ['stage', 'when', 'after', 'limit'],
    status: 200,
    reply: callbackList,
  },
} satisfies Record<string, Route>;
