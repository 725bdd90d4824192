/** What an agent is told of a line sent again or settled. */
export const OUTBOX_WORDS = {
  resent: '已重新发送',
  already: '这条消息已在发送或已送达，没有重复发送',
  settled: '已标记为另行告知',
  done: '这条消息已经处理过',
  gone: '没有这条消息，请刷新列表',
  delivered: '这条消息已经送达，不用另行告知',
} as const;
