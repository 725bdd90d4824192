/**
 * What other systems call below /hooks and what they are called with, in one list beside ROUTES: the hooks are
 * mounted by their channel, OpenAPI is printed from here, and a test compares the two. Hooks that a platform
 * dictates (WeChat) are that platform's to describe.
 */
import type { z } from 'zod';
import { getQuery, putQuery } from '../../channels/gateway/files.js';
import { pullQuery } from '../../channels/gateway/hooks.js';
import * as wire from '../../channels/gateway/wire.js';

export interface HookOperation {
  method: 'get' | 'post';
  path: string;
  does: string;
  /** Over what the signature is made. */
  signed: string;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Body is raw bytes. */
  raw?: string;
  status: number;
  reply?: z.ZodType;
  /** Answer is raw bytes. */
  bytes?: true;
  refuses: number[];
}

const BODY = '请求体原文';
const QUERY = '查询串原文（不含问号）';

export const HOOK_OPERATIONS = {
  gatewayEvent: {
    method: 'post',
    path: '/hooks/gateway',
    does: '接入方发来一条：市民的话、通话、转办；存好才答 202，同一编号重发结果相同',
    signed: BODY,
    body: wire.said,
    status: 202,
    reply: wire.stored,
    refuses: [401, 409, 413, 422, 429, 503],
  },
  gatewayPutFile: {
    method: 'post',
    path: '/hooks/gateway/files',
    does: '接入方上传一个附件，供同一对话的消息按 id 引用；首次 201，重传 200',
    signed: '查询串原文、一个点、文件字节的 SHA-256（小写十六进制）',
    query: putQuery,
    raw: 'application/octet-stream',
    status: 201,
    reply: wire.fileStored,
    refuses: [401, 409, 413, 422, 429, 503],
  },
  gatewayGetFile: {
    method: 'get',
    path: '/hooks/gateway/files',
    does: '接入方取回自己对话里的一个附件',
    signed: QUERY,
    query: getQuery,
    status: 200,
    bytes: true,
    refuses: [401, 404, 409, 422, 429, 503],
  },
  gatewayOutbox: {
    method: 'get',
    path: '/hooks/gateway/outbox',
    does: '没有回调地址的接入方取走发给它的事件；从游标之后取，可以重取',
    signed: QUERY,
    query: pullQuery,
    status: 200,
    reply: wire.outboxPage,
    refuses: [401, 409, 422, 429, 503],
  },
  gatewayAck: {
    method: 'post',
    path: '/hooks/gateway/outbox/ack',
    does: '确认到某个游标为止都已存好；确认过的从这里删除',
    signed: BODY,
    body: wire.ack,
    status: 200,
    reply: wire.acked,
    refuses: [401, 409, 422, 429, 503],
  },
} as const satisfies Record<string, HookOperation>;

/** What is posted to a partner's callback. */
export const HOOK_CALLBACKS = {
  gatewayTold: {
    does: '发给接入方回调地址的事件：2xx 表示已收好，410 表示不再接收，其他一律稍后重发',
    signed: BODY,
    body: wire.posted,
  },
} as const;
