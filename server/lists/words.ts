export const WORDS = {
  noRole: '只能给您自己的角色共用筛选条件。',
  tooMany: '最多保存 {n} 个筛选条件，请先删去不用的。',
  notYours: '这个筛选条件是 {by} 保存的，只有本人可以删除。',
} as const;

export const say = (sentence: string, values: Record<string, string | number>): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
