/** What the terminal says. */
export const WORDS = {
  first: '市民甲',
  hello:
    '接诉已在 http://127.0.0.1:{port} 运行（坐席台 /console，管理员 admin，首次口令 {password}）。\n直接输入就是“市民甲”说的话；输入 @姓名 换一个人；Ctrl-D 结束。',
  now: '现在说话的是：{name}',
} as const;
