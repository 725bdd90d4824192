/** Every sentence of this channel: to the citizen, to the operator, to the desk. */
export const WORDS = {
  title: '微信',
  settings: {
    appId: '服务号的 AppID（公众平台“设置与开发 - 基本配置”）',
    secret: '服务号的 AppSecret',
    token: '服务器配置里的令牌（Token），3 至 32 位字母或数字',
    aesKey: '服务器配置里的消息加解密密钥（EncodingAESKey），43 位；明文模式可不填',
    mode: '消息加解密方式，与公众平台上所选一致：plain 明文、compatible 兼容、encrypted 安全',
    base: '微信接口地址；经代理访问时填写，默认 https://api.weixin.qq.com',
    template: '48 小时以外提醒市民用的模板消息 ID；不填则转告坐席',
    templateField: '上述模板里放工单编号的字段名，默认 character_string1',
  },
  faults: {
    appId: '{key} 应为 wx 加 16 位小写字母或数字',
    token: '{key} 应为 3 至 32 位字母或数字',
    aesKey: '{key} 应为 43 位字母、数字、+ 或 /',
    aesKeyLacks: '{key} 在兼容和安全模式下必填',
    mode: '{key} 应为 plain、compatible 或 encrypted',
    base: '{key} 应为 http(s)://主机[:端口]，不带路径',
    templateField: '{key} 应为字母、数字或下划线',
  },
  greeting:
    '您好，这里是 12345 政务服务便民热线。请直接说出您的问题、建议或投诉，可以发文字、语音、图片和位置。智能客服先为您答复，回复“转人工”由工作人员接待。火警请拨 119，报警请拨 110，急救请拨 120。请勿在此发送密码、验证码和银行卡号。',
  cannotRead: '这种消息暂时读不了。请用文字、语音、图片或位置说明您的问题，也可以回复“转人工”。',
  mediaLost: '您发的{kind}没有传到，请再发一次，或用文字说明。其他内容已经收到。',
  /** Stands in the citizen's own line, for the agent who reads it. */
  mediaGap: '（市民发来一个{kind}，平台没有取到：{why}）',
  mediaWhy: '传输失败',
  kinds: { image: '图片', voice: '语音', video: '视频', shortvideo: '小视频' },
  location: '位置：{place}',
  place: '{label}（纬度 {lat}，经度 {lng}）',
  placeBare: '纬度 {lat}，经度 {lng}',
  link: '{title}\n{description}\n{url}',
  fileNamed: '附件“{name}”在微信里发不出，请凭编号和提取码到网上办事页面查看{where}。',
  fileWhere: '：{url}',
  /** What the platform itself puts in place of what it cannot pass on (a sticker, a merged record). */
  unsupported: /^【收到不支持的消息类型，暂无法显示】$/,
  /** What our own menu buttons mean; any other key that is Chinese is said as it stands. */
  taps: {
    human: '转人工',
    progress: '查询进度',
    report: '我要反映问题',
    ask: '我要咨询',
    suggest: '我要提建议',
  } as Readonly<Record<string, string>>,
  desk: {
    gone: '市民已取消关注服务号，微信发不到了，请改用电话或短信联系',
    closed: '市民超过 48 小时没有来信，微信不许再发，请改用电话或短信联系',
    quota: '微信对这位市民的下发条数已用完，要等市民再来信，请改用电话或短信联系',
    untold: '微信的模板提醒没有送到市民，请改用电话或短信联系',
    full: '待市民回来再发的内容太多，请改用电话或短信联系',
  },
  trouble: '微信接口不可用：{why}',
} as const;

export const fill = (sentence: string, values: Readonly<Record<string, string>>): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
