/** Every Chinese sentence of this channel. */
export const WORDS = {
  title: '电子邮件',
  settings: {
    accounts:
      '收发信的邮箱（JSON 数组）；imaps/smtps 为加密连接，imap/smtp 要求 STARTTLS，地址后加 ?tls=off 才不加密',
    secrets: '各邮箱的密码，或 OAuth2 的 refreshToken 和 clientSecret（JSON），建议放在 EMAIL_SECRETS_FILE',
    key: '给会话编号加印的密钥，至少 32 个字符，不要更换；更换后旧邮件的回复会另起会话',
    authserv: '收信服务器写在 Authentication-Results 开头的名字；不设则不认定发件人',
  },
  faults: {
    json: '{key} 不是有效的 JSON',
    list: '{key} 应是至少含一个邮箱的数组',
    address: '{key} 第 {n} 个邮箱的 address 不是邮箱地址',
    twice: '{key} 里邮箱 {address} 出现了两次',
    url: '{key} 里 {address} 的 {field} 应形如 {example}',
    folder: '{key} 里 {address} 的 folder 应是文件夹名',
    since: '{key} 里 {address} 的 since 应是日期，如 2026-11-01',
    oauth: '{key} 里 {address} 的 oauth 缺 tokenUrl 或 clientId',
    unknown: '{key} 里 {address} 有不认识的项“{field}”',
    noSecret: '{key} 缺少 {address} 的 {field}',
    short: '{key} 太短：至少 32 个字符',
  },
  /** In the citizen's text, for the desk and the understanding. */
  in: {
    subject: '主题：{subject}',
    refused: '附件“{name}”未能收下：{reason}',
    tooLarge: '超过 25 MB',
    tooMany: '一封信最多收 {most} 个附件',
    nameless: '未命名附件',
    cut: '（来信较长，全文见附件“{name}”）',
    whole: '来信全文.txt',
    raw: '原始邮件.txt',
    empty: '（来信没有正文）',
    poison: '有一封来信无法自动读取，原始邮件已作为附件保存，请工作人员查看。',
    large: '（来信超过 {most} MB，只收下了开头部分，完整邮件仍在邮箱里）',
  },
  /** At the desk, beside the mail. */
  trust: {
    pass: '通过',
    fail: '未通过',
    none: '没有结果',
    found: 'SPF {spf}、DKIM {dkim}、DMARC {dmarc}',
    sure: '发件地址已核实（{found}）',
    unsure: '发件地址没有核实，不能只凭地址认定是本人（{found}）',
    forged:
      '可能是冒名来信：发信服务器与发件地址对不上（{found}）。先用登记的电话核实，不要在回信里说工单内容',
    nobody: '发件地址没有核实：还没有配置收信服务器的名字',
  },
  out: {
    subject: '【12345】您的来信',
    subjectOrder: '【12345】您的来信（编号 {orderNo}）',
    subjectNews: '【12345】工单 {orderNo} 有新进展',
    footer:
      '12345 政务服务便民热线\n直接回复本邮件即可继续。紧急情况请拨打 110、119、120 或 122，不要等邮件。',
    language: 'zh-CN',
  },
  /** Why a line cannot arrive; read at the desk. */
  never: {
    unknown: '不知道这位市民的邮箱地址，请用其他方式联系。',
    robot: '来信可能是自动发出的（{why}），没有自动答复，请人工判断是否回信。',
    rate: '对这个邮箱的自动答复已到上限（疑似自动往来），请人工查看后再回信。',
    bounced: '此前的回信被退回（{status}），这个邮箱收不到信，请用其他方式联系。',
    file: '要随信发出的附件不在了，请重新上传后再发。',
    mailbox: '对方邮箱不存在或已停用（{code}），请用其他方式联系。',
    full: '对方邮箱已满或邮件太大（{code}），请减少附件或用其他方式联系。',
    refused: '对方邮箱拒收这封信（{code}），请用其他方式联系。',
    account: '会话所属的邮箱已不在配置中，请联系系统管理员。',
  },
  later: {
    busy: '发信服务器暂时不接收（{code}），会自动重试。',
    sign: '发信服务器不接受登录，会自动重试；请系统管理员检查密码或授权。',
    line: '连不上发信服务器，会自动重试。',
  },
  trouble: {
    sign: '邮箱 {address} 登录被拒绝：请检查密码、授权码或 OAuth2 授权。',
    line: '连不上邮箱 {address} 的收信服务器，正在重试。',
    folder: '邮箱 {address} 里没有文件夹“{folder}”，请检查配置。',
    tls: '邮箱 {address} 的服务器证书或加密不对，没有继续连接。',
    other: '邮箱 {address} 收信出错，正在重试。',
    send: '邮箱 {address} 发不出信：{reason}',
  },
  why: {
    'auto-submitted': '自动发送标记',
    'auto-reply-header': '自动回复标记',
    precedence: '群发标记',
    subject: '主题像自动回复',
    'no-reply-address': '不收信的地址',
    list: '邮件列表',
    loop: '与本系统循环',
    hops: '转发次数过多',
    'null-return-path': '没有退信地址',
    report: '系统报告',
    daemon: '邮件系统',
    poison: '来信无法读取',
  },
} as const;

export const fill = (sentence: string, values: Record<string, string | number>): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
