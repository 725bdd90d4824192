/** Figures of conversations. */
import * as c from '../contract-talks.js';
import type { Route } from '../route.js';

export const TALKS = {
  talkInsight: {
    method: 'get',
    path: '/api/desk/insight/talks',
    does: '对话统计：真正解决率与通常算法对照、转人工率、知识库命中率、AI采纳率、平均等待时长、接通率，按渠道或日期；只供热线中心',
    permission: 'insight.read',
    query: ['by', 'from', 'to'],
    status: 200,
    reply: c.talkReport,
  },
  talkRows: {
    method: 'get',
    path: '/api/desk/insight/talks/rows',
    does: '对话统计数字背后的会话：分子或分母（留痕；不含原文）',
    permission: 'thread.read',
    query: ['by', 'code', 'from', 'to', 'measure', 'part', 'after', 'limit'],
    status: 200,
    reply: c.talkRows,
  },
} satisfies Record<string, Route>;
