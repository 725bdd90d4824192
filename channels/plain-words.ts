/** What a card becomes where there is text alone. */
export const PLAIN = {
  choose: '请回复序号，或直接说：',
  amend: '需要修改时，请按“名称：内容”回复，如“地点：新城区某路 1 号”。',
  lacks: '（请补充）',
  source: '依据：{title}（{unit}，{updated}）{basis}',
  basis: '；{basis}',
  order: '编号 {orderNo}，提取码 {code}。凭这两项可查进度，请勿转给他人。',
  aiWorded: 'AI 生成，仅供参考。',
  comma: '、',
  space: ' ',
} as const;
