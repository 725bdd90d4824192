/** What a citizen or the desk reads of the channel's own making; `{name}` is filled in. */
export const WORDS = {
  image: '［图片］',
  voice: '［语音］',
  video: '［视频］',
  file: '［文件］',
  /** In the thread, where the bytes could not be kept. */
  unkept: '{kind}（没有保存下来：{why}）',
  gone: '微信已不再提供这个文件',
  notSent: '本系统发送时出错，稍后自动重试',
  location: '位置：{place}',
  place: '{label}（纬度 {lat}，经度 {lng}）',
  placeBare: '纬度 {lat}，经度 {lng}',
  link: '{title}\n{url}',
  card: '［名片］',
  program: '［小程序］{title}',
  shop: '［视频号］{title}',
  other: '［暂不支持的消息，请改用文字、语音或图片］',
  welcome:
    '您好，我是 12345 政务服务便民热线的智能助手，不是真人。请直接说要反映、咨询或查询的事，也可以发图片、语音和位置；想找真人，回复“转人工”。遇到危险请先拨打 110、119 或 120。请勿在此发送密码、验证码和银行卡号。',
  /** Below the last message that the platform lets through. */
  last: '（微信限制：您每说一次话，我们最多回复 5 条。请回复任意内容，以便继续接收。）',
  /** The house adds the ending of what it finds inside. */
  name: {
    image: '图片',
    voice: '语音',
    video: '视频',
    file: '文件',
  },
} as const;
