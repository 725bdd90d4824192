/** Every sentence of the portal that the server does not say itself, in zh-CN. */

export const site = '12345 政务服务便民热线';
export const pages = { progress: '查进度', repair: '路灯、道路报修' };
/** Pages of the house's own, beside the two under this roof. */
export const further = { '/portal/forms': '自助表单' };
export const pagesLabel = '办事';
export const large = '大字';

export const required = '必填';
export const optional = '可不填';

export const progress = {
  lead: '凭提交时给您的工单号和提取码，看办到哪一步。',
  orderNo: '工单号',
  orderNoHint: '22 位，字母大小写、空格都没关系',
  code: '提取码',
  codeHint: '6 位字母和数字，和工单号一起给您的',
  ask: '查询',
  asking: '正在查询…',
  noOrderNo: '请填写工单号',
  noCode: '请填写提取码',
  lost: '找不到工单号或提取码？请拨打 12345，说明提交时留的手机号。',
  state: '现在的状态',
  place: '地点',
  created: '提交时间',
  updated: '更新时间',
  timeline: '办理过程',
  noTimeline: '还没有新的办理过程，有进展会写在这里。',
  again: '查另一个',
  refresh: '刷新',
};

export const mine = {
  title: '我的工单',
  lead: '用短信验证手机号，不用工单号和提取码，就能看到这个号码的工单。',
  off: '这里暂时不能用短信验证。请凭工单号和提取码查询；找不到的，请拨打 12345，说明提交时留的手机号。',
  looking: '正在查找…',
  none: '这个手机号还没有工单。',
  count: (n: number) => `共 ${n} 张工单，最近的在前。`,
  others: '用别的号码或匿名提交的不在这里，请凭工单号和提取码查询。',
  retry: '重试',
  leave: '退出（清除验证）',
};

export const repair = {
  lead: '写明在哪里、什么情况。提交后当场给您工单号，可以随时查进度。',
  what: '报修什么',
  streetlight: '路灯',
  road: '道路、井盖、护栏等',
  place: '地点',
  placeHint: '越具体越好，例如“赛罕区大学东路与乌兰察布路口西南角”',
  region: '地区',
  regionNone: '不确定，不选',
  regionWhole: (name: string) => `${name}（全域）`,
  regionFailed: '暂时取不到地区列表，可以不选。',
  description: '现场情况',
  descriptionHint: '例如“3 盏路灯不亮，有两天了”。请不要写身份证号、银行卡号。',
  photo: '照片',
  photoHint: '最多 3 张，JPG、PNG 或 WebP，每张不超过 10 MB',
  addPhoto: '添加照片',
  uploading: (percent: number) => `上传中 ${percent}%`,
  uploadOf: (name: string) => `上传进度：${name}`,
  remove: (name: string) => `移除照片 ${name}`,
  removeShort: '移除',
  retry: '重传',
  photoCount: '最多 3 张照片，多出的没有添加。',
  waitPhoto: '照片还在上传，传完再提交',
  badPhoto: '有照片没有传上去，请重传或移除',
  name: '姓名',
  phone: '手机号',
  phoneHint: '用来通知结果，不会公开',
  send: '提交',
  sending: '正在提交…',
  kept: '已写的内容会留在这台设备上，7 天后自动清除。',
  clear: '清空',
  cleared: '已清空。',
  undo: '撤销',
};

export const filed = {
  title: '已经收到您的报修',
  orderNo: '工单号',
  code: '提取码',
  keep: '请记下或截图保存。提取码只显示这一次。',
  copy: '复制工单号和提取码',
  copied: '已复制',
  copyFailed: '没能复制，请长按选取',
  both: (orderNo: string, code: string) => `工单号 ${orderNo}，提取码 ${code}`,
  look: '现在看进度',
  another: '再报一处',
};

/** The field's own name, as the server's hints use it too. */
export const fieldNames = {
  what: '报修事项',
  place: '地点',
  region: '地区',
  description: '现场情况',
  photo: '照片',
  name: '姓名',
  phone: '手机号',
} as const;

export const faults = {
  title: '还有内容要改',
  what: '请选择报修路灯还是道路',
  placeEmpty: '请写明地点，例如“赛罕区大学东路与乌兰察布路口”',
  placeLong: (n: number) => `地点最多 200 字，现在有 ${n} 字`,
  descriptionEmpty: '请简单说一下现场情况',
  descriptionLong: (n: number) => `最多 2000 字，现在有 ${n} 字`,
  nameLong: '姓名最多 40 字',
  phoneEmpty: '请填写手机号，处理结果会通知您',
  phoneCount: (n: number) => `手机号应为 11 位，现在是 ${n} 位`,
  phoneSigns: '手机号只有数字，请检查',
  phoneStart: '手机号以 13 到 19 开头，请检查前两位',
};

export const net = {
  offline: '网络不通，没有发出去。您写的内容还在，请检查网络后再试。',
  strange: '系统没有正常回答。您写的内容还在，请稍后再试，或拨打 12345。',
  wait: (seconds: number) => `请等 ${seconds} 秒再试。`,
  goAhead: '现在可以再试了。',
  slow: '比平时慢一些，还在等待回答…',
  verySlow: '等了很久还没有回答。可以接着等，也可以直接拨打 12345。',
};

export const acts = {
  title: '您可以做的',
  not: '现在不能做的',
  close: '先不了',
  sending: '正在提交…',
  empty: (what: string) => `请写${what}`,
};

export const rate = {
  heading: '您对办理结果满意吗？',
  levels: { 5: '非常满意', 4: '满意', 3: '基本满意', 2: '不满意', 1: '非常不满意' },
  reasons: '哪里没有做好？可以选几项',
  tags: {
    uncontacted: '没有联系我',
    unsolved: '问题没有解决',
    offpoint: '答非所问',
    attitude: '态度差',
    pushed: '推诿',
    late: '超时',
    untrue: '与事实不符',
    other: '其他',
  },
  note: '还想说的（可以不填）',
  pick: '请先选一项满意程度',
  why: '请至少选一项原因，工作人员会据此核实',
  send: '提交评价',
  done: '已经收到您的评价，谢谢。',
  sending: '正在提交评价…',
  free: '评价完全自愿，承办单位看不到是谁评的。不满意的会有人核实，15 个工作日内整改并再次回访。',
} as const;
