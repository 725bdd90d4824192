/** Phones proved by one-time codes, and what that opens. */
import * as c from '../contract-phone.js';
import type { Route } from '../route.js';

export const PHONE = {
  phoneOn: {
    method: 'get',
    path: '/api/chat/phone',
    does: '这里能不能用短信验证码核对手机号',
    permission: null,
    status: 200,
    reply: c.phoneOn,
  },
  chatPhoneCode: {
    method: 'post',
    path: '/api/chat/threads/:thread/phone/codes',
    does: '在对话里要一个短信验证码；号码是否登记过，答复都一样',
    permission: 'thread',
    body: c.chatPhone,
    status: 202,
    reply: c.codeSent,
  },
  chatPhoneProof: {
    method: 'post',
    path: '/api/chat/threads/:thread/phone',
    does: '凭验证码核对手机号，对话和这个号码的其他对话接到一起',
    permission: 'thread',
    body: c.chatProof,
    status: 200,
    reply: c.chatProved,
  },
  phoneCode: {
    method: 'post',
    path: '/api/phone/codes',
    does: '为查看“我的工单”或提交表单要一个短信验证码',
    permission: null,
    body: c.phoneAsked,
    status: 202,
    reply: c.codeSent,
  },
  phoneProof: {
    method: 'post',
    path: '/api/phone/proofs',
    does: '凭验证码换一个限时凭据，只用于所说的用途',
    permission: null,
    body: c.phoneShown,
    status: 200,
    reply: c.phoneProved,
  },
  myOrders: {
    method: 'get',
    path: '/api/orders/mine',
    does: '凭限时凭据（Authorization: Bearer）列出这个手机号的工单',
    permission: null,
    status: 200,
    reply: c.myOrder.array(),
  },
} satisfies Record<string, Route>;
