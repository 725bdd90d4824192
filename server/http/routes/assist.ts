/** Helps for agents beside the conversation, and how often they are taken. */
import * as c from '../contract-assist.js';
import type { Route } from '../route.js';

export const ASSIST = {
  assist: {
    method: 'post',
    path: '/api/desk/threads/:thread/assist',
    does: '坐席助手：概括、回复草稿、填单、改写、翻译提示（留痕）',
    permission: 'thread.claim',
    body: c.assistAsk,
    status: 200,
    reply: c.assistView,
  },
  assistDid: {
    method: 'post',
    path: '/api/desk/assists/:assist',
    does: '记下采用、修改后采用或不用',
    permission: 'thread.claim',
    body: c.assistDid,
    status: 200,
    reply: c.assistKept,
  },
  adoption: {
    method: 'get',
    path: '/api/desk/assists/adoption',
    does: '坐席助手采纳率',
    permission: 'insight.read',
    query: ['from', 'to'],
    status: 200,
    reply: c.adoption,
  },
  orderReview: {
    method: 'post',
    path: '/api/desk/orders/:orderNo/review',
    does: '答复放行前再看一遍：有语言模型时指出可疑的地方，规则检查照旧（留痕）',
    permission: 'order.dispatch',
    status: 200,
    reply: c.orderReview,
  },
  spotBrief: {
    method: 'post',
    path: '/api/desk/hot-spots/:spot/brief',
    does: '热点简报：什么、在哪、多少、从哪天起、举例（已去除个人信息）',
    permission: 'insight.read',
    status: 200,
    reply: c.spotBrief,
  },
  kbConsults: {
    method: 'get',
    path: '/api/desk/kb/consults',
    does: '已办结、问得相近、知识库还没有答案的咨询（已去除个人信息）',
    permission: 'knowledge.edit',
    status: 200,
    reply: c.kbConsult.array(),
  },
  kbDraft: {
    method: 'post',
    path: '/api/desk/kb/consults/draft',
    does: '从这些咨询起草一条知识：只给采编人修改，不发布（留痕）',
    permission: 'knowledge.edit',
    body: c.kbDraftAsk,
    status: 200,
    reply: c.kbDraftMade,
  },
} satisfies Record<string, Route>;
