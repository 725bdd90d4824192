/** Every sentence a member of staff reads: one table a room (`words/`), joined here. `fill` fills places in braces. */
import { ACCOUNTS } from './words/accounts.js';
import { ASSIGN } from './words/assign.js';
import { ASSIST } from './words/assist.js';
import { AUDIT } from './words/audit.js';
import { CASE } from './words/case.js';
import { CONDUCT } from './words/conduct.js';
import { DESK } from './words/desk.js';
import { HINTS } from './words/hints.js';
import { INSIGHT } from './words/insight.js';
import { LETTERS } from './words/letters.js';
import { LISTS } from './words/lists.js';
import { ORDERS } from './words/orders.js';
import { PERSON } from './words/person.js';
import { PRECEDENTS } from './words/precedents.js';
import { PROCEEDINGS } from './words/proceedings.js';
import { RULES } from './words/rules.js';
import { STEPS } from './words/steps.js';
import { TALKS } from './words/talks.js';
import { TRANSFER_IN } from './words/transfer-in.js';
import { UNDELIVERED } from './words/undelivered.js';

export const W = {
  ...DESK,
  ...CASE,
  ...HINTS,
  ...ASSIGN,
  ...ASSIST,
  ...ORDERS,
  ...PERSON,
  ...LISTS,
  ...STEPS,
  ...TRANSFER_IN,
  ...RULES,
  ...PRECEDENTS,
  ...PROCEEDINGS,
  ...UNDELIVERED,
  ...INSIGHT,
  ...CONDUCT,
  ...TALKS,
  ...LETTERS,
  ...ACCOUNTS,
  ...AUDIT,
  product: '接诉工作台',
  nav: {
    label: '主导航',
    desk: '对话',
    orders: '工单',
    callbacks: '回访',
    proceedings: '督办与评价',
    letters: '来信公开',
    knowledge: '知识库',
    forms: '自助表单',
    insight: '统计',
    talks: '对话统计',
    units: '单位',
    rules: '规则',
    reports: '报告',
    spots: '热点',
    precedents: '派单先例',
    accounts: '账号',
    audit: '审计',
    undelivered: '未送达',
    menus: { figures: '统计分析', ruling: '规则与管理' },
  },
  noPage: '您的角色在工作台里还没有可用的页面，请联系系统管理员。',
  common: {
    loading: '正在加载…',
    slow: '网络较慢，仍在等待服务器答复…',
    retry: '重试',
    reload: '重新载入',
    cancel: '取消',
    close: '关闭',
    copy: '复制',
    copied: '已复制',
    copyFailed: '浏览器不允许自动复制，请手动选中后复制',
    more: '加载更多',
    none: '未填写',
    offline: '连不上服务器，请检查网络后重试。您填写的内容都还在。',
    unexpected: '没有完成，请重试；仍不行请联系系统管理员。',
    total: '共 {n} 条',
  },
  session: {
    heading: '登录接诉工作台',
    again: '登录已过期',
    againHint: '请重新登录 {account}。页面上填写的内容都还在，登录后继续。',
    account: '账号',
    password: '密码',
    submit: '登录',
    needAccount: '请填写账号',
    needPassword: '请填写密码',
    locked: '请等待 {wait}后再试',
    minutes: '{m} 分 {s} 秒',
    seconds: '{s} 秒',
    menu: '{name}，坐席 {seat}',
    signOut: '退出登录',
    drafts: '有 {n} 处未发送的内容，退出后会从本机清除。',
    draftsStay: '先不退出',
    draftsGo: '清除并退出',
    change: '修改密码',
    mustChange: '首次登录，请先设置自己的密码',
    changeRule: '至少 10 位，包含字母和数字，不能与原密码相同。',
    old: '原密码',
    new: '新密码',
    repeat: '再输一次新密码',
    differ: '两次输入的新密码不一样',
    short: '新密码至少 10 位，现在是 {n} 位',
    changeSubmit: '保存新密码',
    changed: '密码已修改',
  },
  time: {
    now: '刚刚',
    minutes: '{n} 分钟前',
    hours: '{n} 小时前',
    leftSeconds: '{s} 秒',
    leftMinutes: '{m} 分 {s} 秒',
    spanMinutes: '{n} 分钟',
    spanHours: '{h} 小时 {m} 分',
    spanDays: '{d} 天',
  },
  help: {
    open: '快捷键',
    title: '快捷键',
    keys: [
      ['/', '搜索'],
      ['J、K', '在列表里下移、上移'],
      ['Enter', '打开选中的一条'],
      ['C', '接起对话'],
      ['R', '写回复'],
      ['T', '转接或请教'],
      ['F', '填建单表单'],
      ['P', '看这位市民的其他对话'],
      ['1 至 9', '把第几条知识插入回复'],
      ['A、E、D', '在“助手”里：采用、改后采用、不用'],
      [';', '在回复框里选常用语'],
      ['Enter / Ctrl+Enter', '发送回复'],
      ['X、B', '在“工单”页：选中、批量操作'],
      ['X、S', '在“未送达”页：选中、记下另行告知（R 重新发送）'],
      ['?', '显示本表'],
    ],
  },
} as const;

/** Fills `{name}` places. An unknown place stays visible, so that a mistake is seen at once. */
export function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The word for a code that comes from the server; a code without a word is shown as it is. */
export function wordFor(table: Readonly<Record<string, string>>, code: string | null | undefined): string {
  return code ? (table[code] ?? code) : '';
}
