/** The platform's codes that the house can meet, in words for the desk. */
import type { FaultRow } from './faults.js';

export const OTHER = '企业微信拒收（错误码 {code}），请对照企业微信“全局错误码”处理';

/** 0 to 3 are ours: not reached; taken, but the member has no licence; a file too large; a file not here any more. */
export const FAULTS: readonly FaultRow[] = [
  { code: 0, cure: 'again', standing: true, says: '连不上企业微信接口，请检查外网、代理和 API 地址' },
  { code: 1, cure: 'never', says: '该成员没有企业微信接口许可，收不到应用消息，请管理员分配许可' },
  { code: 2, cure: 'never', says: '附件超过 20 MB，企业微信不能发送；请改发链接或换一种方式' },
  { code: 3, cure: 'never', says: '附件已不在本系统，没有发出' },
  { code: -1, cure: 'again', says: '企业微信系统繁忙' },
  { code: 6000, cure: 'again', says: '企业微信数据版本冲突' },
  {
    code: 40001,
    cure: 'again',
    standing: true,
    says: '企业微信 Secret 不对或已重置，请在管理后台复制后改配置并重启',
  },
  { code: 40003, cure: 'never', says: '企业微信没有这个成员（UserID 无效）' },
  { code: 40007, cure: 'never', says: '附件在企业微信已失效，请重新发送' },
  { code: 40008, cure: 'never', says: '企业微信不支持这种消息类型' },
  { code: 40013, cure: 'again', standing: true, says: '企业微信 CorpID 不对，请在“我的企业”里核对后改配置' },
  { code: 40014, cure: 'again', says: '企业微信 access_token 失效，正在重新获取' },
  { code: 40056, cure: 'again', standing: true, says: '企业微信应用 AgentId 不对，请核对配置' },
  { code: 40058, cure: 'never', says: '企业微信认为参数不合法' },
  { code: 40096, cure: 'never', says: '企业微信没有这位客户，可能已不再是本客服账号的客户' },
  { code: 41001, cure: 'again', says: '企业微信 access_token 缺失，正在重新获取' },
  { code: 42001, cure: 'again', says: '企业微信 access_token 过期，正在重新获取' },
  { code: 44004, cure: 'never', says: '企业微信认为内容为空' },
  { code: 45002, cure: 'never', says: '内容超过企业微信的长度限制' },
  { code: 45009, cure: 'again', says: '企业微信接口调用过于频繁，稍后重试' },
  { code: 45033, cure: 'again', says: '企业微信接口并发过多，稍后重试' },
  {
    code: 48002,
    cure: 'again',
    standing: true,
    says: '这个 Secret 没有调用该接口的权限：微信客服请用“微信客服”的 Secret，并开启“会话消息管理”',
  },
  { code: 60011, cure: 'never', says: '该成员不在应用的可见范围内，请管理员调整应用可见范围' },
  {
    code: 60020,
    cure: 'again',
    standing: true,
    says: '本机出口 IP 不在企业微信“企业可信 IP”内，请在应用管理中添加',
  },
  { code: 60111, cure: 'never', says: '企业微信没有这个成员，可能已离职或被移出通讯录' },
  { code: 81013, cure: 'never', says: '该成员收不到：已离职、被移出，或不在应用可见范围内' },
  { code: 82001, cure: 'never', says: '没有收件人' },
  { code: 95000, cure: 'never', says: '客服账号（open_kfid）不对，可能已被删除' },
  {
    code: 95001,
    cure: 'wait',
    says: '市民每说一次话最多回复 5 条，额度已用完；未发出的已合并留存，市民再来消息时自动补发',
  },
  {
    code: 95002,
    cure: 'wait',
    says: '市民已超过 48 小时没有说话，微信不允许再发；已留存，市民再来消息时自动补发，急事请改用电话',
  },
  { code: 95004, cure: 'never', says: '客服账号（open_kfid）不存在，可能已被删除' },
  { code: 95007, cure: 'again', says: '微信客服拉取凭证过期，改为直接拉取' },
  {
    code: 95011,
    cure: 'again',
    standing: true,
    says: '该客服账号没有交给接口管理，请在“微信客服—可调用接口的应用”里勾选',
  },
  { code: 95013, cure: 'wait', says: '会话已结束；已留存，市民再来消息时自动补发' },
  { code: 95017, cure: 'again', standing: true, says: '微信客服的接口功能没有开启，请在管理后台开启' },
  { code: 95018, cure: 'session', says: '会话当前不由本系统接待' },
];

/** service_state of 微信客服; what to do when a line may not be sent in it. */
export const SESSION: Readonly<Record<number, string>> = {
  2: '市民在微信客服的待接入池里排队，本系统不能插话；请在企业微信里接入或结束该会话',
  3: '企业微信里有接待人员正在接待，本系统不能插话；请在企业微信里答复或结束该会话',
};

/** fail_type of msg_send_fail: the platform had taken the line. Source: path/94670 (消息发送失败事件). */
export const SEND_FAIL: Readonly<Record<number, string>> = {
  0: '微信没有送达，原因不明',
  1: '没有送达：客服账号已删除',
  2: '没有送达：应用已关闭',
  4: '没有送达：会话已过期，超过 48 小时',
  5: '没有送达：会话已关闭',
  6: '没有送达：超过 5 条限制',
  7: '没有送达：未绑定视频号',
  8: '没有送达：主体未验证',
  9: '没有送达：未绑定视频号且主体未验证',
  10: '没有送达：被市民拒收',
  11: '没有送达：企业没有成员登录企业微信',
  12: '没有送达：该类消息客服不能发送',
  13: '没有送达：被微信安全策略拦截',
};
