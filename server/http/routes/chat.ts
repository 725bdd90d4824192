/** A citizen's conversation and its files. */
import * as c from '../contract-chat.js';
import type { Route } from '../route.js';

export const CHAT = {
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
} satisfies Record<string, Route>;
