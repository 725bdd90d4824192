/** 不当退单 and 推诿. */
export const CONDUCT = {
  conduct: {
    heading: '哪些单位退单不当、有推诿情形？',
    table: '不当退单和推诿',
    columns: {
      unit: '单位',
      asked: '已决定的退单',
      agreed: '同意',
      rejected: '驳回',
      rate: '不当退单率',
      wrong: '被驳回的退单',
      pushed: '推诿情形',
    },
    none: '—',
    small: '基数不足',
    orderWhy: '{orderNo}：{why}',
    more: '还有 {n} 件',
    less: '收起',
    defs: '怎么算的',
    cut: '工单太多，只读了其中一部分，请缩短时间再看。',
    empty: '这段时间没有已决定的退单，也没有推诿情形。',
    failed: '不当退单和推诿没有载入',
  },
} as const;
