/**
 * Every route of the house in one list: what it takes, what it gives, who may. The routers are mounted from
 * it, OpenAPI is printed from it, and a test finds a mounted route that is not in it.
 * `permission`: null = anyone; 'thread' = bearer token of the chat thread; 'session' = any signed-in account;
 * otherwise a permission of server/policy roles.
 */
import type { z } from 'zod';
import * as c from './contract.js';

export interface Route {
  method: 'get' | 'post' | 'put' | 'delete';
  path: string;
  does: string;
  permission: string | null;
  body?: z.ZodType;
  /** Body is raw bytes or a form; not JSON. */
  raw?: string;
  query?: string[];
  status: number;
  reply?: z.ZodType;
}

export const ROUTES = {
  healthz: { method: 'get', path: '/healthz', does: '进程存活', permission: null, status: 200 },
  readyz: { method: 'get', path: '/readyz', does: '各部件状态与降级说明', permission: null, status: 200 },
  openapi: { method: 'get', path: '/api/openapi.json', does: '本接口说明', permission: null, status: 200 },

  openThread: {
    method: 'post',
    path: '/api/chat/threads',
    does: '匿名开启对话',
    permission: null,
    status: 201,
    reply: c.opened,
  },
  say: {
    method: 'post',
    path: '/api/chat/threads/:thread/messages',
    does: '发送消息；同一 id 重发结果相同',
    permission: 'thread',
    body: c.say,
    status: 202,
    reply: c.kept,
  },
  lines: {
    method: 'get',
    path: '/api/chat/threads/:thread/messages',
    does: '取消息（可长轮询）',
    permission: 'thread',
    query: ['after', 'wait'],
    status: 200,
    reply: c.line.array(),
  },
  threadState: {
    method: 'get',
    path: '/api/chat/threads/:thread',
    does: '对话由谁接待、排队位置',
    permission: 'thread',
    status: 200,
    reply: c.threadState,
  },
  putFile: {
    method: 'post',
    path: '/api/chat/threads/:thread/files',
    does: '上传一个文件',
    permission: 'thread',
    raw: 'application/octet-stream',
    query: ['name'],
    status: 201,
    reply: c.file,
  },
  getFile: {
    method: 'get',
    path: '/api/chat/threads/:thread/files/:file',
    does: '取本对话的文件',
    permission: 'thread',
    status: 200,
  },

  orderQuery: {
    method: 'post',
    path: '/api/orders/query',
    does: '凭工单号和提取码查询进度',
    permission: null,
    body: c.orderQuery,
    status: 200,
    reply: c.orderView,
  },
  repair: {
    method: 'post',
    path: '/api/forms/repair',
    does: '路灯/道路报修自助下单',
    permission: null,
    body: c.repairForm,
    status: 201,
    reply: c.formFiled,
  },
  formFile: {
    method: 'post',
    path: '/api/forms/files',
    does: '表单照片上传',
    permission: null,
    raw: 'application/octet-stream',
    query: ['name'],
    status: 201,
    reply: c.file,
  },

  regions: {
    method: 'get',
    path: '/api/forms/regions',
    does: '表单可选的地区',
    permission: null,
    status: 200,
    reply: c.regionRow.array(),
  },
  /** The two forms of the portal without script: same handlers as their JSON sisters, answered by a page. */
  repairPage: {
    method: 'post',
    path: '/portal/repair',
    does: '报修（网页表单，不用脚本）',
    permission: null,
    raw: 'multipart/form-data',
    status: 201,
  },
  queryPage: {
    method: 'post',
    path: '/portal/query',
    does: '查进度（网页表单，不用脚本）',
    permission: null,
    raw: 'application/x-www-form-urlencoded',
    status: 200,
  },

  signIn: {
    method: 'post',
    path: '/api/desk/session',
    does: '登录',
    permission: null,
    body: c.signIn,
    status: 200,
    reply: c.session,
  },
  whoAmI: {
    method: 'get',
    path: '/api/desk/session',
    does: '当前登录',
    permission: 'session',
    status: 200,
    reply: c.session,
  },
  signOut: { method: 'delete', path: '/api/desk/session', does: '退出', permission: 'session', status: 204 },
  password: {
    method: 'put',
    path: '/api/desk/password',
    does: '修改密码',
    permission: 'session',
    body: c.newPassword,
    status: 200,
    reply: c.session,
  },
  accounts: {
    method: 'get',
    path: '/api/desk/accounts',
    does: '账号列表',
    permission: 'account.manage',
    status: 200,
    reply: c.accountView.array(),
  },
  newAccount: {
    method: 'post',
    path: '/api/desk/accounts',
    does: '新建账号，返回一次性密码',
    permission: 'account.manage',
    body: c.newAccount,
    status: 201,
    reply: c.accountMade,
  },
  resetAccount: {
    method: 'post',
    path: '/api/desk/accounts/:account/reset',
    does: '重置密码并解锁',
    permission: 'account.manage',
    status: 200,
    reply: c.accountMade,
  },
  disableAccount: {
    method: 'delete',
    path: '/api/desk/accounts/:account',
    does: '停用账号',
    permission: 'account.manage',
    status: 204,
  },

  threads: {
    method: 'get',
    path: '/api/desk/threads',
    does: '对话列表',
    permission: 'thread.read',
    query: ['box', 'after', 'limit'],
    status: 200,
    reply: c.page(c.threadCard),
  },
  thread: {
    method: 'get',
    path: '/api/desk/threads/:thread',
    does: '一个对话：记录、表单、知识、工单',
    permission: 'thread.read',
    status: 200,
    reply: c.threadPage,
  },
  claim: {
    method: 'post',
    path: '/api/desk/threads/:thread/claim',
    does: '接起对话',
    permission: 'thread.claim',
    body: c.claim,
    status: 200,
    reply: c.threadCard,
  },
  handBack: {
    method: 'post',
    path: '/api/desk/threads/:thread/hand-back',
    does: '交还给机器人',
    permission: 'thread.claim',
    body: c.claim,
    status: 200,
    reply: c.threadCard,
  },
  closeThread: {
    method: 'post',
    path: '/api/desk/threads/:thread/close',
    does: '结束对话',
    permission: 'thread.claim',
    body: c.claim,
    status: 200,
    reply: c.threadCard,
  },
  deskSay: {
    method: 'post',
    path: '/api/desk/threads/:thread/messages',
    does: '回复市民',
    permission: 'thread.claim',
    body: c.deskSay,
    status: 202,
    reply: c.line,
  },
  deskFile: {
    method: 'post',
    path: '/api/desk/threads/:thread/orders',
    does: '从对话建单',
    permission: 'order.create',
    body: c.deskFile,
    status: 201,
    reply: c.orderPage,
  },
  deskGetFile: {
    method: 'get',
    path: '/api/desk/files/:file',
    does: '查看附件（留痕）',
    permission: 'thread.read',
    status: 200,
  },
  knowledge: {
    method: 'get',
    path: '/api/desk/knowledge',
    does: '查知识',
    permission: 'knowledge.read',
    query: ['q', 'region'],
    status: 200,
    reply: c.suggestion.array(),
  },
  orders: {
    method: 'get',
    path: '/api/desk/orders',
    does: '工单列表',
    permission: 'order.read',
    query: ['state', 'kind', 'q', 'after', 'limit'],
    status: 200,
    reply: c.page(c.orderCard),
  },
  order: {
    method: 'get',
    path: '/api/desk/orders/:orderNo',
    does: '一张工单',
    permission: 'order.read',
    status: 200,
    reply: c.orderPage,
  },
  step: {
    method: 'post',
    path: '/api/desk/orders/:orderNo/step',
    does: '流转工单',
    permission: 'order.read',
    body: c.step,
    status: 200,
    reply: c.orderPage,
  },
  alarms: {
    method: 'get',
    path: '/api/desk/alarms',
    does: '未应答的警报',
    permission: 'thread.read',
    status: 200,
    reply: c.alarm.array(),
  },
  answerAlarm: {
    method: 'post',
    path: '/api/desk/alarms/:alarm/answer',
    does: '应答警报',
    permission: 'thread.claim',
    status: 200,
    reply: c.alarm,
  },
  unmask: {
    method: 'post',
    path: '/api/desk/unmask',
    does: '查看未脱敏内容（须写原因，留痕）',
    permission: 'person.unmask',
    body: c.unmask,
    status: 200,
    reply: c.unmasked,
  },
  options: {
    method: 'get',
    path: '/api/desk/options',
    does: '分类、热线、地区、类型、状态的名称',
    permission: 'session',
    status: 200,
  },
} satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;
