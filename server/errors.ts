/**
 * Every fault a caller can meet, in one list. The message is for a citizen or an agent and says what to do
 * next; a code is never reused. Throw `new Problem('CODE')`; the error page turns it into the reply.
 */
export const ERRORS = {
  BAD_REQUEST: { status: 400, message: '提交的内容格式不对，请检查后重新提交。' },
  BAD_JSON: { status: 400, message: '提交的内容不是有效的 JSON，请检查后重新提交。' },
  BAD_TEXT: { status: 400, message: '文字中有无法识别的字符，请删去后重新发送。' },
  TOO_LONG: { status: 413, message: '内容过长：一条消息最多 4000 字，请分几条发送。' },
  TOO_LARGE: { status: 413, message: '提交的内容太大，请精简后重新提交。' },
  FILE_TOO_LARGE: { status: 413, message: '文件太大：每个文件不超过 10 MB，请压缩后重新上传。' },
  FILE_TYPE: { status: 415, message: '不支持这种文件：请上传 JPG、PNG、WebP 图片或 PDF。' },
  FILE_NAME: { status: 400, message: '文件名不合规，请改名后重新上传。' },
  FILE_COUNT: { status: 400, message: '附件太多，请减少后重新提交。' },
  UNKNOWN_FILE: { status: 400, message: '附件不存在或已过期，请重新上传。' },
  MEDIA_TYPE: { status: 415, message: '请以 JSON 提交（Content-Type: application/json）。' },
  SLOW_BODY: { status: 408, message: '网络太慢，提交没有完成，请重试。' },
  NO_TOKEN: { status: 401, message: '对话凭据缺失或已失效，请刷新页面重新开始。' },
  NOT_SIGNED_IN: { status: 401, message: '请先登录。' },
  SIGN_IN: { status: 401, message: '账号或密码不对，请重试。' },
  LOCKED: { status: 429, message: '尝试次数过多，请稍后再试。' },
  MUST_CHANGE: { status: 403, message: '首次登录须先修改密码。' },
  CSRF: { status: 403, message: '页面已过期，请刷新后重试。' },
  FORBIDDEN: { status: 403, message: '您没有这项权限，请联系系统管理员。' },
  NOT_FOUND: { status: 404, message: '没有找到您要的内容。' },
  NO_ORDER: { status: 404, message: '没有查到：请核对工单号和提取码。' },
  PHONE_CODE: { status: 422, message: '验证码不对，或者已经失效：请核对短信里的 6 位数字，或重新获取。' },
  NO_SMS: { status: 404, message: '这里暂时不能发短信验证码：请凭工单号和提取码查询，或拨打 12345。' },
  SMS_FAILED: { status: 503, message: '短信没有发出去：请稍后再试，或凭工单号和提取码查询。' },
  NO_PASS: { status: 401, message: '手机号验证已到时间：请重新获取验证码。' },
  NO_LETTER: { status: 404, message: '没有查到：请核对来信编号和提取码。' },
  GONE: { status: 410, message: '这封来信已经不再公开。' },
  PERSONAL: { status: 422, message: '文字里还有个人信息：请遮住，或逐处写明保留的理由。' },
  METHOD: { status: 405, message: '不支持这种请求方式。' },
  STALE: { status: 409, message: '内容已被他人更新，请刷新后重试。' },
  TAKEN: { status: 409, message: '这个对话刚被其他坐席接起。' },
  NOT_ALLOWED: { status: 409, message: '当前状态下不能这样操作。' },
  WEAK_PASSWORD: { status: 422, message: '密码至少 10 位，并包含字母和数字，且不能与原密码相同。' },
  INVALID: { status: 422, message: '有内容需要修改，请按提示检查。' },
  TOO_MANY: { status: 429, message: '操作太频繁，请稍等片刻再试。' },
  FORM_GONE: { status: 410, message: '这份表单已经停用。' },
  FORM_OLD: { status: 409, message: '这份表单已经更新，请刷新页面核对后再提交。' },
  PROOF: { status: 428, message: '这次提交没有通过防刷检查，请再点一次“提交”。' },
  UPLOAD_GONE: { status: 404, message: '这次上传已过期，请重新选择文件。' },
  UPLOAD_OFFSET: { status: 409, message: '上传的位置对不上，请从服务器给出的位置接着传。' },
  STOPPING: { status: 503, message: '系统正在重启，请一分钟后重试，您已发送的内容不会丢失。' },
  BUSY: { status: 503, message: '当前访问量很大，请稍后再试；紧急情况请直接拨打 110、119、120 或 122。' },
  PREPARING: {
    status: 503,
    message: '知识库正在载入，请过几秒再试。紧急情况请直接拨打 110、119、120 或 122。',
  },
  INTERNAL: { status: 500, message: '系统出了问题，已通知值班人员。请稍后重试，或拨打 12345。' },
} as const;

export type ErrorCode = keyof typeof ERRORS;

export class Problem extends Error {
  readonly status: number;
  constructor(
    readonly code: ErrorCode,
    /** Replaces the general sentence where something more exact can be said. */
    message?: string,
    /** Which field, and how to mend it. */
    readonly hint?: string,
    readonly retryAfterSeconds?: number,
  ) {
    super(message ?? ERRORS[code].message);
    this.status = ERRORS[code].status;
  }
}
