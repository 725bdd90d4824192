/** What can be wrong with a policy folder, in words for the person who wrote it. */
export const FAULT_WORDS = {
  unreadable: '读不到这个文件，或内容不是有效的 JSON：{detail}',
  unknownFile: '不认识的文件，请删去或改名',
  shape: '格式不对：{detail}',
  twice: '“{detail}”在同一段有效期内出现了不止一次',
  dates: '失效日期 {detail} 早于生效日期',
  missing: '缺少“{detail}”',
  unknown: '引用了不存在的“{detail}”',
  place: '句子里的 {{detail}} 没有对应的值',
  unusedPlace: '句子里缺少 {{detail}}，市民会看不到这项内容',
  hours: '开始时间 {detail} 不早于结束时间',
  circle: '“{detail}”的上级单位绕了一圈又回到自己',
  season: '“{detail}”的起止应写成月-日；以春节为准的写成前后多少天',
  weights: '三个权重之和应为 1',
  grades: '各档应从高到低排列，最后一档从 0 起',
  range: '结束日期 {detail} 早于开始日期',
  both: '“{detail}”与另一行矛盾：同一天既放假又上班',
  known: '日历已写到 {detail}，knownUntil 应不早于这一天',
  bands: 'suggest 应小于 answer',
  refusal: 'ask 应小于 propose',
  people: '“{detail}”的常住人口（residents）和统计截止日期（asOf）要么都填，要么都空着',
  unsourced: '“{detail}”填了常住人口，请把 source 改成统计公报的名称和年份',
  upwards: '下一级“{detail}”应高于本级',
  hundred: '各项分值之和应为 100',
  quality: 'mend 不应高于 pass',
  conflict: '“{detail}”不得由同一账号兼任',
} as const;

export interface Fault {
  file: string;
  /** `[row].field`, empty for the file as a whole. */
  path: string;
  message: string;
}

export const fault = (file: string, path: string, code: keyof typeof FAULT_WORDS, detail = ''): Fault => ({
  file,
  path,
  message: FAULT_WORDS[code].replace('{detail}', detail),
});

/** All faults at once: a person mends a folder in one go. */
export class PolicyFaults extends Error {
  constructor(readonly faults: Fault[]) {
    super(faults.map((f) => `${f.file}${f.path}: ${f.message}`).join('\n'));
    this.name = 'PolicyFaults';
  }
}
