/** Figures of conversations. */
export const TALKS = {
  talks: {
    heading: '对话统计',
    lead: '机器人答过的，真的解决了吗？',
    leadHint:
      '左边按市民后来有没有再来、要人工、说没解决来算；右边是通常的算法，没有坐席接入就算解决。两个数差多少，就是多报了多少。',
    by: { channel: '渠道', day: '日期' },
    failed: '对话统计没有载入',
    empty: '这段时间没有对话。换一段时间看看。',
    whole: '合计',
    ask: '各渠道的{measure}怎么样？',
    askDay: '{measure}每天怎么变化？',
    table: '对话统计表',
    open: '{name}：{told}，看是哪些会话',
    rows: '这些会话',
    rowsEmpty: '没有会话。',
    rowsFailed: '会话没有载入',
    said: '市民说了 {n} 句',
    quiet: '，静默期到 {until}',
    minutes: '{m} 分 {s} 秒',
    hours: '{h} 小时 {m} 分',
  },
} as const;
