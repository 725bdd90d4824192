/** Approved phrases an agent may use as they are. Code first, so that `;wx` finds it without switching input. */
export interface Snippet {
  code: string;
  title: string;
  text: string;
}

export const SNIPPETS: Snippet[] = [
  { code: 'nh', title: '问候', text: '您好，我是 12345 热线坐席，您说的情况我已看到，现在由我为您处理。' },
  { code: 'sd', title: '请稍等', text: '请稍等，我正在为您核实，大约需要两三分钟。' },
  { code: 'dd', title: '问地点', text: '请问具体在哪里？例如哪个旗县区、哪条路、附近有什么标志。' },
  { code: 'sj', title: '问时间', text: '请问是从什么时候开始的？现在还在持续吗？' },
  {
    code: 'dh',
    title: '问电话',
    text: '请留一个能联系到您的手机号，承办单位核实情况时会联系您。号码只用于办理这件事。',
  },
  { code: 'qr', title: '确认内容', text: '我把您反映的情况整理如下，请看是否准确：' },
  { code: 'jd', title: '已建单', text: '已为您建立工单。请保存工单号和提取码，可在查询页面随时查看进度。' },
  { code: 'cx', title: '查进度', text: '请提供工单号和提取码，我为您查询办理进度。' },
  {
    code: 'zy',
    title: '法定渠道',
    text: '这件事依法由其他部门受理，我把办理渠道告诉您。如果您认为应由热线受理，可以申请人工复核。',
  },
  {
    code: 'jj',
    title: '紧急提醒',
    text: '如果正有人身危险，请先拨打 110、119、120 或 122。电话打完后可以继续在这里告诉我情况。',
  },
  { code: 'hy', title: '还有别的吗', text: '请问还有其他需要帮助的吗？' },
  { code: 'zj', title: '结束语', text: '感谢您的来信。之后有新情况可以随时在这里留言，祝您生活顺利。' },
];

/** `;` or `；` at the start or after a blank opens the list; what follows narrows it. Null = not asked for. */
export function snippetQuery(text: string, caret: number): { from: number; query: string } | null {
  const found = /(?:^|\s)([;；]([^\s;；]{0,12}))$/.exec(text.slice(0, caret));
  return found ? { from: caret - (found[1]?.length ?? 0), query: (found[2] ?? '').toLowerCase() } : null;
}

export function findSnippets(query: string): Snippet[] {
  return SNIPPETS.filter(({ code, title }) => code.startsWith(query) || title.includes(query));
}
