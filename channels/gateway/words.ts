/** Every sentence the gateway says: to a partner's engineer, to the operator, and into a conversation. */
export const WORDS = {
  title: '开放接入',
  setting:
    '接入方名单（JSON，写法见 README“开放接入”）；含密钥，请用 GATEWAY_PARTNERS_FILE 指向只有本服务可读的文件',
  example: '[{"id":"sms-1","title":"短信平台","kind":"sms","secrets":["<openssl rand -hex 32>"]}]',
  /** What is wrong with a value, for the configuration and for bodies alike. */
  wrong: {
    missing: '请填写',
    kind: '类型不对，应为{expected}',
    choice: '应为以下之一：{values}',
    short: '至少 {n} 个字符',
    long: '最多 {n} 个字符',
    few: '至少 {n} 项',
    many: '最多 {n} 项',
    low: '不得小于 {n}',
    high: '不得大于 {n}',
    unknown: '不认识的内容：{keys}',
    form: '格式不对',
    char: '有无法识别的字符',
    whole: '（整体）',
  },
  types: {
    string: '文字',
    number: '数字',
    int: '整数',
    boolean: 'true 或 false',
    array: '数组',
    object: '对象',
    date: '时间',
  } as Record<string, string>,
  config: {
    json: '{key} 不是有效的 JSON{position}',
    position: '（第 {n} 个字符附近）',
    path: '{key} {path}：{why}',
    id: '应为小写字母开头，2 至 24 位小写字母、数字或连字符',
    secret: '应为至少 32 个可见字符，不含空格',
    sameSecret: '两个密钥不能相同',
    twice: '与第 {n} 个接入方重复',
    sharedSecret: '密钥与另一个接入方相同，每个接入方须各用各的',
    codes: '只有登记了回调地址的短信平台（kind 为 sms）能发验证码：验证码不能存着等人来取',
    codesTwice: '只能有一个接入方发验证码',
    callback: '应为 http:// 或 https:// 网址，不带账号和 #',
    ip: '应为 IP 地址或网段（如 10.1.2.0/24）',
  },
  /** Refusals: status, and the sentence for whoever builds the other side. */
  refused: {
    HEADERS: {
      status: 401,
      message:
        '缺少签名头：须有 X-Jiesu-Partner、X-Jiesu-Timestamp、X-Jiesu-Nonce（16 至 64 位字母、数字、-、_）和 X-Jiesu-Signature。',
    },
    TIMESTAMP: {
      status: 401,
      message: '时间戳与本系统相差超过 300 秒：请校准时钟，并在每次发送前重新签名。本系统现在是 {now}。',
    },
    SIGNATURE: {
      status: 401,
      message:
        '签名不对：请核对接入方编号、密钥，以及“时间戳.随机数.内容”的拼法（内容须与发送的字节完全一致）。',
    },
    ADDRESS: { status: 401, message: '来访地址不在登记的名单内：请联系热线管理员登记。' },
    REPLAY: { status: 409, message: '这个随机数已经用过：重发时请换一个随机数并重新签名，消息编号不变。' },
    ID_USED: { status: 409, message: '这个编号已用于内容不同的另一条：请换一个编号。' },
    BAD_JSON: { status: 422, message: '内容不是有效的 UTF-8 JSON。' },
    INVALID: { status: 422, message: '内容有误：{faults}。' },
    TYPE: { status: 422, message: '这个接入方不能发送这种类型：可用的类型是 {types}。' },
    EMPTY: { status: 422, message: '没有文字、附件或填写项：请至少给出一样。' },
    PHONE: {
      status: 422,
      message: '这个接入方未登记为“已核验手机号”：请把市民自己填的号码放在 citizen.phone。',
    },
    FILE: { status: 422, message: '附件 {id} 不存在，或不属于这个对话：请先上传到同一个 thread。' },
    FILE_REFUSED: { status: 422, message: '附件没有收下：{why}' },
    CURSOR: {
      status: 422,
      message: '游标 {after} 不对：应为 0 到 {head} 之间的整数，请从上次确认的位置重取。',
    },
    HAS_CALLBACK: { status: 422, message: '这个接入方登记了回调地址，消息只推送到那里，没有待取的消息。' },
    NO_FILE: { status: 404, message: '没有这个附件，或不属于这个对话。' },
    TOO_FAST: { status: 429, message: '发送太快：请等 {seconds} 秒后重发，编号不变。' },
    BUSY: { status: 503, message: '现在太忙：请等 {seconds} 秒后重发，编号不变。' },
  },
  /** Lines of a conversation. */
  line: {
    callPicked: '来电 {caller}，坐席 {agent} 接听',
    callAgent: '坐席 {agent} 接听',
    callCame: '来电 {caller}',
    callCameUnknown: '来电，号码未显示',
    unknownCaller: '（号码未显示）',
    callEnded: '通话结束{seconds}{recording}',
    seconds: '，时长 {n} 秒',
    recording: '，录音 {ref}',
    status: '【{partner}】{state}{no}{text}',
    no: '，对方编号 {no}',
    text: '：{text}',
    titled: '{title}\n{text}',
  },
  states: {
    received: '已收到转办',
    accepted: '已受理',
    returned: '已退回',
    done: '已办结',
    closed: '已关闭',
  },
  trouble: {
    callback: '接入方“{title}”的回调连续失败 {n} 次（{why}），消息会继续重发',
    pull: '接入方“{title}”有 {n} 条消息没有取走，最早一条已等 {minutes} 分钟',
  },
  sending: {
    gone: '接入方“{title}”答复 410：不再接收',
    status: '接入方“{title}”答复 {status}',
    unreachable: '接入方“{title}”的回调连不上（{why}）',
    unknown: '接入方“{id}”已不在名单里',
  },
} as const;

export type RefusalCode = keyof typeof WORDS.refused;

export const fill = (sentence: string, values: Readonly<Record<string, string | number>>): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
