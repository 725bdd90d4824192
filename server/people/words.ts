/** Sentences of sign-in and accounts that are more exact than those of server/errors.ts. */
export const WORDS = {
  noUnit: '所选单位不在单位名录里，请刷新后重选',
  needsUnit: '承办单位、工作站、分中心的账号必须选单位',
  weak: {
    short: '密码至少 10 位。',
    long: '密码最多 256 位。',
    mix: '密码须同时包含字母和数字。',
    plain: '密码中相同的字符太多，请换一个。',
    account: '密码不能只是账号名加几个字符。',
    same: '新密码不能与原密码相同。',
    common: '这个密码太常见，容易被猜中，请换一个。',
    control: '密码中有无法识别的字符，请删去。',
  },
  oldPassword: '原密码不对，请重试。',
  firstAdmin: '系统管理员',
  adminPassword: 'ADMIN_PASSWORD 太弱：{why}请换一个后重新启动。',
  accountName: '账号须以小写字母开头，3 至 32 位，可含小写字母、数字、点、下划线和短横线。',
  accountTaken: '这个账号名已被使用（账号停用后也不再分配给他人），请换一个。',
  seatTaken: '这个工号已被使用，请换一个。',
  seat: '工号须为 2 至 6 位数字。',
  name: '姓名须为 1 至 40 个字。',
  noRole: '没有“{role}”这个角色，请从角色列表中选择。',
  notForPeople: '“{role}”不能授予账号。',
  apart: '“{one}”与“{other}”须由不同的人担任（三员分立），请分开授予。',
  lastAdmin: '这是最后一个系统管理员，不能停用。请先新建另一个系统管理员。',
  disabledAccount: '账号已停用，不能重置密码。请新建账号。',
  reason: '请写明查看原因（至少 4 个字）。',
  secret: {
    mode: '密钥文件 {path} 可被其他用户读取（权限 {mode}）。请执行 chmod 600 {path} 后重新启动。',
    size: '密钥文件 {path} 应为 32 字节，实为 {size} 字节，可能已损坏。请从备份恢复；没有备份时移走它会生成新密钥，但旧的号码索引将失效。',
    kind: '密钥文件 {path} 不是普通文件，请移走后重新启动。',
    owner: '密钥文件 {path} 属于其他用户，请改为运行本服务的用户所有后重新启动。',
  },
} as const;

/** Fills `{name}` places. */
export function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ''));
}
