/** Taking a step back, and the forms of the steps of an order's whole life. */
export const STEPS = {
  undo: {
    bar: '撤销刚做的操作',
    can: '{name}已完成，市民还没有收到通知。',
    button: '撤销（{s} 秒）',
    done: '已撤销：{name}。市民没有收到通知。',
    hint: '完成后 {s} 秒内可以撤销，之后才告知市民。',
    row: '（已撤销，没有告知市民）',
  },
} as const;
