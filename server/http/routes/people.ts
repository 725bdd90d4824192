/** Signing in, and accounts. */
import * as c from '../contract-accounts.js';
import type { Route } from '../route.js';

export const PEOPLE = {
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
    permission: 'account.read',
    status: 200,
    reply: c.accountView.array(),
  },
  names: {
    method: 'get',
    path: '/api/desk/names',
    does: '同事的姓名：热线的，和本单位的',
    permission: 'session',
    status: 200,
    reply: c.accountName.array(),
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
    permission: 'account.disable',
    status: 204,
  },
} satisfies Record<string, Route>;
