/** What operators read of the two kinds. */
export const KIND_WORDS = {
  wecom: '企业微信',
  kf: '微信客服',
  corpId: '企业 ID，见企业微信管理后台“我的企业—企业信息”',
  agentId: '自建应用的 AgentId，见“应用管理”',
  secret: '自建应用的 Secret',
  kfSecret: '微信客服的 Secret，见“微信客服—API”；与自建应用的不同',
  token: '接收消息服务器的 Token，与管理后台“接收消息”填写的一致',
  aesKey: '接收消息服务器的 EncodingAESKey，43 位',
  apiBase: '接口地址，经代理出网时填写，不带路径',
  accounts: '只接入这些客服账号（open_kfid，逗号分隔）；不填为全部',
  badAesKey: '应为 43 位字母数字，请在管理后台重新复制 EncodingAESKey',
  badAgentId: '应为数字，请在“应用管理”里核对 AgentId',
  badBase: '应形如 https://qyapi.weixin.qq.com，不带路径和斜杠',
  badAccounts: '应为 wk 开头的 open_kfid，多个用逗号分隔',
} as const;
