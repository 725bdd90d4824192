/** Questions and answers on the website. */
import * as c from '../contract-qa.js';
import type { Route } from '../route.js';

export const QA = {
  qaAsk: {
    method: 'get',
    path: '/api/qa',
    does: '智能问答：问一句，按档位给出知识',
    permission: null,
    query: ['q', 'region', 'category', 'audience'],
    status: 200,
    reply: c.qaFound,
  },
  qaSuggest: {
    method: 'get',
    path: '/api/qa/suggest',
    does: '边输入边提示相近的问题',
    permission: null,
    query: ['q', 'region'],
    status: 200,
    reply: c.qaLink.array(),
  },
  qaItem: {
    method: 'get',
    path: '/api/qa/items/:id',
    does: '一条知识；失效、下架、不适用本地区的没有',
    permission: null,
    query: ['region'],
    status: 200,
    reply: c.qaItem,
  },
  qaUseful: {
    method: 'post',
    path: '/api/qa/useful',
    does: '有用、没解决；同一浏览器对同一条只算第一次',
    permission: null,
    body: c.qaUseful,
    status: 200,
    reply: c.qaUsefulKept,
  },
  qaCounts: {
    method: 'get',
    path: '/api/desk/qa/useful',
    does: '各条知识的有用、没解决次数',
    permission: 'knowledge.read',
    status: 200,
    reply: c.qaCount.array(),
  },
  qaPage: {
    method: 'get',
    path: '/qa',
    does: '智能问答（网页，不用脚本）',
    permission: null,
    query: ['q', 'region', 'category', 'audience'],
    status: 200,
  },
  qaUsefulPage: {
    method: 'post',
    path: '/qa/useful',
    does: '有用、没解决（网页表单，不用脚本）',
    permission: null,
    raw: 'application/x-www-form-urlencoded',
    status: 303,
  },
  qaItemPage: {
    method: 'get',
    path: '/qa/:id',
    does: '一条知识（网页）',
    permission: null,
    query: ['region', 'said'],
    status: 200,
  },
} satisfies Record<string, Route>;
