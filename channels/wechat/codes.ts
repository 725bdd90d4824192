/**
 * What the platform answers to a call, and what follows from it.
 * Source: developers.weixin.qq.com/doc/offiaccount/Getting_Started/Global_Return_Code.html and the pages of
 * custom/send, template/send and media/upload.
 */
import type { ApiFault } from './token.js';

/**
 * again: try later. never: this line cannot arrive there. closed: not now, but a template may, and the citizen's
 * next message opens the way again. account: not this citizen but the account is at fault: try later, and the
 * operator is told. gone: never, and neither the next ones.
 */
export type Course = 'again' | 'never' | 'closed' | 'account' | 'gone';

export interface Meaning {
  course: Course;
  /** Chinese, for the desk and the operator. */
  why: string;
}

const TABLE: Readonly<Record<number, Meaning>> = {
  [-1]: { course: 'again', why: '微信系统繁忙' },
  0: { course: 'again', why: '连不上微信接口' },
  40001: { course: 'account', why: 'access_token 无效，或 AppSecret 不对' },
  40002: { course: 'account', why: '凭证类型不对' },
  40003: { course: 'never', why: '微信不认得这位市民的 OpenID' },
  40004: { course: 'never', why: '微信不收这种媒体文件' },
  40005: { course: 'never', why: '微信不收这种文件' },
  40006: { course: 'never', why: '文件大小不合微信的限制' },
  40007: { course: 'never', why: '媒体文件已过期或不存在' },
  40008: { course: 'never', why: '消息类型不对' },
  40009: { course: 'never', why: '图片大小不合微信的限制' },
  40013: { course: 'account', why: 'AppID 不对' },
  40014: { course: 'account', why: 'access_token 不合法' },
  40037: { course: 'never', why: '模板消息 ID 不对' },
  40125: { course: 'account', why: 'AppSecret 不对' },
  40164: { course: 'account', why: '本机地址不在公众平台的 IP 白名单里' },
  40243: { course: 'account', why: 'AppSecret 已被冻结' },
  41001: { course: 'account', why: '没有带 access_token' },
  41002: { course: 'account', why: '没有带 AppID' },
  41004: { course: 'account', why: '没有带 AppSecret' },
  42001: { course: 'account', why: 'access_token 已过期' },
  43004: { course: 'gone', why: '市民没有关注服务号' },
  43019: { course: 'never', why: '市民在服务号的黑名单里' },
  43101: { course: 'never', why: '市民拒收这类通知' },
  44002: { course: 'never', why: '内容为空' },
  44004: { course: 'never', why: '文字内容为空' },
  45001: { course: 'never', why: '媒体文件太大' },
  45002: { course: 'never', why: '文字超过微信的长度限制' },
  45009: { course: 'account', why: '今天的接口调用次数已用完' },
  45011: { course: 'again', why: '接口调用太频繁' },
  45015: { course: 'closed', why: '市民超过 48 小时没有来信' },
  45047: { course: 'closed', why: '对这位市民的下发条数已用完' },
  45065: { course: 'never', why: '这条通知已经发过' },
  47001: { course: 'never', why: '数据格式不对' },
  47003: { course: 'never', why: '模板字段与公众平台上的模板不符' },
  48001: { course: 'account', why: '服务号没有这个接口的权限（要先认证并开通）' },
  48002: { course: 'never', why: '市民设置了拒收服务号消息' },
  48004: { course: 'account', why: '接口因违规被封禁，请登录公众平台查看' },
  50002: { course: 'never', why: '市民的微信账号受限' },
  50005: { course: 'gone', why: '市民没有关注服务号' },
};

/** The file is at fault, not the way: too large, of a kind or a shape the platform does not take. */
export const FILE_CODES: ReadonlySet<number> = new Set([40004, 40005, 40006, 40007, 40009, 45001]);

/** A code of no row may be new: it is tried again, and ends at the desk like every other. */
export const meaningOf = ({ code, message }: ApiFault): Meaning =>
  TABLE[code] ?? { course: 'again', why: `微信返回 ${code}：${message.slice(0, 80)}` };

export const CODES: readonly number[] = Object.keys(TABLE).map(Number);
