/**
 * Every sentence that browser code says to a citizen, in zh-CN. What the server answers is shown as it
 * stands; only what the server cannot know (the network, the page) is worded here. One export a word, used
 * as `W.word`: a bundle then carries only the words it says, without their names.
 */

export const now = '刚刚';
export const minutes = (n: number) => `${n} 分钟前`;
export const hours = (n: number) => `${n} 小时前`;
export const day = (month: number, n: number) => `${month}月${n}日`;
export const year = (n: number) => `${n}年`;
export const near = ['今天', '明天', '后天'];
export const zone = '北京时间';

export const title = '12345 在线客服';
export const launch = '在线咨询';
export const launchHint = '打开 12345 在线客服';
export const unread = (n: number) => `${n} 条新消息`;
export const close = '关闭';
export const large = '大字';
export const person = '转人工';
export const emergency = '紧急请拨';
export const emergencies = [
  ['110', '报警'],
  ['119', '火警'],
  ['120', '急救'],
  ['122', '交通事故'],
];
export const dial = (name: string, number: string) => `拨打 ${number} ${name}`;

export const hello = '您好，我是 12345 的智能客服，是机器人。可以问政策、反映问题、查进度，随时能转人工。';
export const privacy = '请不要发送身份证号、银行卡号和密码。';
export const common = '大家常问';
export const matters = [
  { label: '居民医保怎么交', say: '居民医保怎么交' },
  { label: '家里暖气不热', say: '家里暖气不热' },
  { label: '路灯、道路报修', say: '路灯坏了，要报修' },
  { label: '查工单进度', say: '查工单进度' },
];

export const log = '对话内容';
export const me = '我';
export const bot = '智能客服';
export const seat = (no: string) => `坐席 ${no}号`;
export const system = '系统';
export const ai = 'AI 生成，仅供参考';
export const original = '看原文';
export const newer = '有新消息，看最新';
export const typing = '正在输入';
export const searching = '正在查找资料';
export const slow = '比平时慢一些，可以接着等，也可以点上方“转人工”。';

export const sources = '依据 · 单位 · 更新日期';
export const basis = '依据';
export const unit = '单位';
export const updated = '更新日期';
export const choices = '可以这样回复';
export const site = '打开网站';
export const record = '记录编号';
export const order = '工单号';
export const code = '提取码';
export const filed = '已登记';
export const copy = (what: string) => `复制${what}`;
export const copied = '已复制';
export const copyFailed = '没能复制，请长按选取';
export const lookUp = '凭工单号和提取码可以查进度：';
export const portal = '查询进度';
export const keepCode = '提取码只显示在这里，请保存好。';

export const urgentNow = '请马上打电话，说清地点和情况。';
export const fold = '收起';

export const draft = '请核对要登记的内容';
export const required = '必填';
export const confirm = '确认提交';
export const amend = '改一下';
export const cancel = '不用了';
export const missing = (labels: string) => `还缺：${labels}`;
export const phone = (n: number) => `手机号应为 11 位，现在是 ${n} 位，请检查`;

export const queue = (n: number) => `正在等人工坐席，您排在第 ${n} 位`;
export const wait = (n: number) => `，预计约 ${n} 分钟`;
export const noWait = '，暂时估不准要等多久';
export const keepsPlace = '。可以先把情况写下来，刷新页面不会丢位置。';
export const offHours = '现在不是人工服务时间';
export const opens = (when: string) => `，${when} 上班`;
export const leaveWord = '。请先留言，坐席上班后按顺序回复。';
export const someoneSoon = '已转给人工坐席，请稍候。可以先把情况写下来。';
export const served = (no: string) => `坐席 ${no}号 正在为您服务`;
export const someone = '人工坐席正在为您服务';
export const closed = '这次对话已结束。还有问题可以接着说，也可以重新开始。';

export const input = '请输入您的问题';
export const hint = '说说您的问题';
export const send = '发送';
export const tooLong = (n: number) => `一条最多 4000 字，现在有 ${n} 字，请分几条发送。`;
export const attach = '添加图片或 PDF';
export const attached = '待发送的文件';
export const remove = (name: string) => `移除 ${name}`;
export const open = (name: string) => `查看 ${name}`;
export const openFailed = '文件没有打开，请稍后再试。';
export const uploading = (percent: number) => `上传中 ${percent}%`;
export const uploadFailed = '没有传上去，请检查网络后重试。';
export const waitUpload = '文件还在上传，传完就可以发送。';
export const fileLarge = '文件超过 10 MB，请压缩后再选。';
export const fileType = '只能传 JPG、PNG、WebP 图片或 PDF。';
export const fileCount = '一次最多 9 个文件，其余的请下一条再发。';

export const sending = '发送中';
export const waiting = '待发送';
export const unsent = '没有发出';
export const retry = '重试';
export const drop = '删除';
export const edit = '改一改再发';
export const connecting = '正在连接…';
export const offline = '网络断开了。写好的话会留着，恢复后自动发送。';
export const unreachable = '暂时连不上客服。写好的话会留着，连上后自动发送；着急请拨打 12345。';
export const expired = '这次对话已超过保存期，不能接着说了。您写的话还在，点“重新开始”就能继续。';
export const restart = '重新开始';
export const loading = '正在取回之前的对话…';
