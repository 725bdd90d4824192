/** What the terminal of the demonstration says. */
export const WORDS = {
  ready: `
微信演示已就绪：您是一位市民，服务号就是这个终端。直接打字发消息，回车发送；或者：
  /图 文件路径        发一张图片
  /语音 识别出的文字  发一段语音
  /位置 地名          发一个位置
  /菜单 键            点一下菜单（human 转人工，progress 查进度）
  /关注   /取关       关注、取消关注服务号
  /过 小时数          让微信的时钟走快，48 小时后客服消息发不出去
  /错 错误码 次数     让微信接下来几次发送都返回这个错误码
  /退出
坐席工作台：{url}/console
`,
  them: '12345 ▸ {text}',
  template: '服务通知 ▸ 工单编号 {text}',
  picture: '12345 ▸ ［图片 {text}］',
  success: '',
  passive: '',
  bad: '（没有收下：HTTP {status}，微信 5 秒后重试）',
  late: '（5 秒内没有答复，微信会重试）',
  unknown: '没有这个命令：{text}',
  noFile: '读不到文件 {text}',
  passed: '微信的时钟走了 {text} 小时',
  ordered: '好，接下来 {times} 次发送返回 {text}',
  died: '服务没有启动起来',
} as const;

export const tell = (sentence: string, values: Record<string, string | number> = {}): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
