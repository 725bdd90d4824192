/** What the terminal says at start and stop. */
export const WORDS = {
  banner: `
接诉 Jiesu 已启动（{seconds} 秒）
  市民演示页   {url}/
  查询与报修   {url}/portal
  工作台       {url}/console
  接口说明     {url}/api/openapi.json
  数据目录     {data}`,
  password: '  管理员       账号 {account}，一次性密码 {password}（只显示这一次，首次登录须修改）',
  recovered: '  上次未完成的 {count} 件已接着办理',
  exit: '按 Ctrl-C 停止\n',
  stopping: '正在停止：不再接收，办完手上的事就退出（再按一次 Ctrl-C 立即退出）…',
  stopped: '已停止。',
  failed: '启动失败：{reason}',
  locked: '数据目录 {dir} 正被进程 {pid} 使用。请先停掉它，或用 DATA_DIR 换一个目录。',
  unwritable:
    '数据目录 {dir} 写不进去（{why}）：请检查磁盘是不是满了或只读、运行本服务的用户有没有写权限，然后重新启动。已存的内容没有动。',
  unwritableNow: '现在写不进去：磁盘剩下不到 64 MiB，或变成只读',
  full: '数据目录 {dir} 所在的磁盘快满了（最后 64 MiB 不用）：请腾出空间，然后重新启动。已存的内容没有动。',
  portTaken: '端口 {port} 已被占用，请关闭占用的程序，或用 PORT 换一个端口。',
} as const;

export const say = (sentence: string, values: Record<string, string | number> = {}): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
