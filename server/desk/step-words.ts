/** What is said of steps that are no refusal of `step` itself. */
export const STEP_WORDS = {
  done: '已完成',
  tooMany: (most: number) => `一次最多操作 ${most} 张工单，请分几次做。`,
  whyRelease: (n: number) => `答复检查还有 ${n} 处提示：请退回重办，或写明放行的理由。`,
  outOfHours: '现在不在回访时间。诉求人约了这个时间的，请在回访记录里写明。',
} as const;
