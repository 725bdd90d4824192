/** Sentences about letters that are no page's own. */
export const LETTERS = {
  next: '已经收到。一般在 {hours} 小时内给您首次答复；凭来信编号和提取码可以随时看答复、补充内容。',
  withdrawn: '来信人撤回同意',
  needName: '实名来信请填写姓名，不想留姓名可以选匿名',
  needPhone: '请填写手机号，办理的人要能联系到您，号码只用于办这件事',
  needPhoneNamed: '实名来信请填写手机号，咨询、建议等可以选匿名、不留号码',
  noRegion: '请从列出的地区中选择',
  fields: { title: '标题', content: '来信', reply: '答复' },
  kinds: {
    phone: '电话',
    name: '姓名',
    idcard: '身份证号',
    passport: '护照号',
    permit: '证件号',
    account: '账号',
    address: '详细地址',
    bankcard: '银行卡号',
    creditCode: '信用代码',
    plate: '车牌',
    email: '邮箱',
  } as Record<string, string>,
  otherKind: '个人信息',
  left: '{field}第 {at} 个字起：{kind}',
  notReplied: '还没有答复，不能公开。',
  noConsent: '来信人没有同意公开，或已撤回同意。',
  redacted: '（内容按规定不保留）',
  anonymous: '匿名',
  states: {
    waiting: '已收到，等待答复',
    replied: '已答复',
    open: '已答复，已公开',
  },
} as const;

/** Fills `{name}` places. */
export const fill = (sentence: string, values: Record<string, string | number>): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
