/** Sentences of the way of an item: why a step is not taken, and what its text lacks. */
export const FLOW = {
  refused: {
    action: '现在这一步做不了：这条知识已经走到别的环节，请刷新后再看。',
    permission: '您的角色不能做这一步。',
    reason: '请写明原因（至少 4 个字），写稿的人和复查的人都看得到。',
    inScope: '这条知识由别的单位负责，请联系责任单位或知识库管理员。',
    writer: '只有写这一稿的人能撤回或放弃。',
    notWriter: '这一稿您写过，要由另一个人来审。',
    notReviewer: '部门审核是您做的，平台审核要由另一个人来做。',
    sound: '还有必须改的地方，改好后再继续。',
    fresh: '失效日期已过，先改有效期再发布。',
  },
  faults: {
    title: '写标准问题：市民会怎么问。',
    answer: '写给市民的答复，至少 10 个字。',
    basis: '写明依据：文件或法规的名称，有文号、条款的一并写上。',
    unit: '写明责任单位。',
    region: '请从列表里选适用地区。',
    category: '请从列表里选一个类别。',
    from: '写明从哪天起有效。',
    to: '失效时间早于生效时间，请检查。',
    past: '失效时间已过，发布出去也没人看得到。',
    review: '没有写复核周期或下次复核日期，到期没人提醒。',
    personal: '像是个人信息，请删去。单位对外公开的电话可以留。',
    absolute: '说得太满，又没有引原文。改成文件里的说法，或加上条件。',
    document: '提到的文号不在依据里，请核对后写进依据。',
    same: '和“{title}”（{id}）问的是同一件事，先看是不是改那一条就行。',
    sources: '依据明细：名称要写，页码写数字，网址以 https:// 开头。',
    service: '办事链接要写事项名称和以 https:// 开头的网址。',
    language: '口径的文字和所选的语言不一样，市民按语言查，会查不到。',
    shape: '“{field}”的格式不对。',
  },
  imported: '由文件导入：{name}',
} as const;

/** 纠错单 */
export const CORRECT = {
  notUseful: '{all} 位市民评价过，{n} 位说没解决。',
  refused: {
    settled: '这张纠错单已经答复过了，请刷新。',
    unmended: '还没有发布新版本，也没有下架，不能记为“已改”。',
    short: '写明为什么不改（至少 10 个字），提出的人看得到。',
  },
} as const;

export const fill = (sentence: string, values: Record<string, string | number>): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
