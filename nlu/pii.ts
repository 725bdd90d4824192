import { birthPlausible, creditCodeValid, idCardValid, luhnValid } from './checksums.js';
import { fold, toRaw } from './normalize.js';
import type { Span } from './understanding.js';

const NUMERALS: Record<string, string> = {};
'〇零○洞|一壹幺么|二贰两|三叁|四肆|五伍|六陆|七柒拐|八捌|九玖勾'.split('|').forEach((forms, digit) => {
  for (const form of forms) NUMERALS[form] = String(digit);
});
const SPOKEN = /[〇零○洞一壹幺么二贰两三叁四肆五伍六陆七柒拐八捌九玖勾]/g;

// Between two digits of one number people put blanks, dashes, dots, commas, line breaks.
const GAP = '[ \\n\\-.·•_—–/,、]{0,3}';
const digits = (first: string, more: number) => `${first}(?:${GAP}\\d){${more}}`;

interface Form {
  kind: string;
  pattern: RegExp;
  /** On the match without anything but letters and digits. */
  holds?: (bare: string, before: string) => boolean;
}

const near = (words: string) => (_: string, before: string) =>
  new RegExp(`(?:${words})[^\\d]{0,8}$`).test(before);
const idHint = near('身份证|证件|身份|idcard|ID');
const cardHint = near('卡号|银行卡|账号|账户|卡是|存折|工资卡');

const FORMS: Form[] = [
  {
    kind: 'email',
    pattern: /[A-Za-z0-9._%+-]{1,64} ?@ ?[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.){1,8}[A-Za-z]{2,24}/g,
  },
  {
    kind: 'idcard',
    pattern: new RegExp(`(?<!\\d)${digits('[1-9]', 16)}${GAP}[\\dXx](?![\\dA-Za-z])`, 'g'),
    // Recall first: a mistyped check digit is still somebody's number.
    holds: (bare, before) => idCardValid(bare) || birthPlausible(bare) || idHint(bare, before),
  },
  {
    kind: 'idcard',
    pattern: new RegExp(`(?<!\\d)${digits('[1-9]', 14)}(?!\\d)`, 'g'),
    holds: (bare, before) => idHint(bare, before),
  },
  {
    kind: 'creditCode',
    pattern:
      /(?<![A-Za-z0-9])[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{2}\d{6}[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{10}(?![A-Za-z0-9])/g,
    holds: (bare, before) => creditCodeValid(bare) || near('信用代码|税号|组织机构代码')(bare, before),
  },
  {
    kind: 'bankcard',
    pattern: new RegExp(`(?<!\\d)[3-69](?:${GAP}\\d){15,18}(?!\\d)`, 'g'),
    holds: (bare, before) => luhnValid(bare) || cardHint(bare, before),
  },
  {
    kind: 'phone',
    pattern: new RegExp(`(?<!\\d)(?:\\+?(?:00)?86${GAP})?${digits(`1${GAP}[3-9]`, 9)}(?!\\d)`, 'g'),
  },
  { kind: 'phone', pattern: /(?<!\d)(?:\(?0\d{2,3}\)?[ \-—]{0,2})[2-8]\d{6,7}(?!\d)/g },
  {
    kind: 'phone',
    pattern: /(?<!\d)[2-8]\d{6,7}(?!\d)/g,
    holds: near('电话|座机|固话|打这个|联系方式|拨'),
  },
  {
    kind: 'plate',
    pattern:
      /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][ ·-]?[A-HJ-NP-Za-hj-np-z][ ·\-.]{0,2}(?:[A-HJ-NP-Za-hj-np-z0-9]{5,6}|[A-HJ-NP-Za-hj-np-z0-9]{4}[挂学警港澳])(?![A-Za-z0-9])/g,
    holds: (bare) => /\d/.test(bare),
  },
];

/**
 * Personal data in a raw text, in order, never overlapping. Recall before precision: full-width, spaced,
 * Chinese-numeral and zero-width-split forms are found. Linear in the length of the text.
 */
export function findPersonal(text: string): Span[] {
  const folded = fold(text);
  const judged = folded.text.replace(SPOKEN, (form) => NUMERALS[form]!);
  const taken = new Uint8Array(judged.length);
  const spans: Span[] = [];
  for (const form of FORMS) {
    const source = form.kind === 'email' || form.kind === 'plate' ? folded.text : judged;
    for (const match of source.matchAll(form.pattern)) {
      const from = match.index;
      const to = from + match[0].length;
      if (taken.subarray(from, to).some((cell) => cell === 1)) continue;
      const bare = match[0].replace(/[^A-Za-z0-9]/g, '');
      if (form.holds && !form.holds(bare, folded.text.slice(Math.max(0, from - 16), from))) continue;
      taken.fill(1, from, to);
      spans.push({ kind: form.kind, ...toRaw(folded, from, to) });
    }
  }
  return spans.sort((a, b) => a.from - b.from);
}

/** The text with every span starred, unit for unit: offsets stay good. */
export function mask(text: string, spans: readonly Span[]): string {
  const units = text.split('');
  for (const { from, to } of spans) for (let i = from; i < to && i < units.length; i++) units[i] = '*';
  return units.join('');
}
