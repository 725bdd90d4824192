/** Who takes what: skills and stepping away, offers let go, conversations sent on, colleagues asked. */

import * as c from '../contract-assign.js';
import { threadCard } from '../contract-desk.js';
import type { Route } from '../route.js';

export const ASSIGN = {
  setWork: {
    method: 'put',
    path: '/api/desk/accounts/:account/work',
    does: '设置账号的专长、语言、同时接待数和暂离（留痕）',
    permission: 'account.manage',
    body: c.work,
    status: 200,
    reply: c.work,
  },
  duty: {
    method: 'get',
    path: '/api/desk/duty',
    does: '本人的专长、语言、手上的对话，是否暂离',
    permission: 'session',
    status: 200,
    reply: c.duty,
  },
  setAway: {
    method: 'put',
    path: '/api/desk/duty',
    does: '暂离或回来：暂离时不再提供新的对话（留痕）',
    permission: 'session',
    body: c.away,
    status: 200,
    reply: c.duty,
  },
  passThread: {
    method: 'post',
    path: '/api/desk/threads/:thread/pass',
    does: '让给别人：提供给我的对话，改问下一位',
    permission: 'thread.claim',
    body: c.pass,
    status: 200,
    reply: threadCard,
  },
  transferThread: {
    method: 'post',
    path: '/api/desk/threads/:thread/transfer',
    does: '转接：转给专家坐席热线、某位坐席，或回到队列；市民会被告知（留痕）',
    permission: 'thread.claim',
    body: c.transfer,
    status: 200,
    reply: threadCard,
  },
  colleagues: {
    method: 'get',
    path: '/api/desk/threads/:thread/colleagues',
    does: '可以转接或请教的专家坐席和同事',
    permission: 'thread.claim',
    status: 200,
    reply: c.colleagues,
  },
  consult: {
    method: 'post',
    path: '/api/desk/threads/:thread/consults',
    does: '请教专家坐席或同事；市民看不到（留痕）',
    permission: 'thread.claim',
    body: c.consultAsk,
    status: 201,
    reply: c.consult.array(),
  },
  consults: {
    method: 'get',
    path: '/api/desk/threads/:thread/consults',
    does: '一个对话里的请教和答复',
    permission: 'thread.read',
    status: 200,
    reply: c.consult.array(),
  },
  consultsForMe: {
    method: 'get',
    path: '/api/desk/consults',
    does: '等我答的请教：点名问我的，和问我的专家坐席热线的',
    permission: 'thread.claim',
    status: 200,
    reply: c.consultRow.array(),
  },
  answerConsult: {
    method: 'post',
    path: '/api/desk/threads/:thread/consults/:consult/answer',
    does: '答复请教；答复给提问的坐席看，不发给市民（留痕）',
    permission: 'thread.claim',
    body: c.consultAnswer,
    status: 200,
    reply: c.consult.array(),
  },
} satisfies Record<string, Route>;
