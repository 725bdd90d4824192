import { birthPlausible, creditCodeValid, idCardValid, luhnValid } from '../checksums.js';
import { readJson } from '../rule.js';
import { asDigits } from './figures.js';
import { beforeOf, type Claim } from './found.js';

interface Table {
  cues: Record<'account', string>;
  cueEnd: string;
}
const table = readJson<Table>('pii');

interface Form {
  kind: string;
  pattern: RegExp;
  /** On the match without gaps, upper case. */
  holds(bare: string, before: string): boolean;
}

const near = (words: string) => {
  const pattern = new RegExp(`(?:${words})(?:${table.cueEnd}){0,2}$`, 'iu');
  return (before: string) => pattern.test(before);
};
const creditCue = near('信用代码|社会代码|税号|纳税人识别号|识别号|组织机构代码|机构代码|注册号|营业执照');
const passCue = near('护照|通行证|回乡证|台胞证|往来港澳|passport|证件|旅行证');
const hongKongCue = near('香港身份证|港人身份证|澳门身份证|台湾身份证|香港居民身份证|身份证');
const accountCue = near(table.cues.account);
const always = () => true;

/** Codes of letters and digits. The patterns have bounded length and begin at a boundary: linear. */
const FORMS: Form[] = [
  {
    kind: 'creditCode',
    pattern: /(?<![A-Za-z0-9])[0-9A-Za-z](?:[ -]?[0-9A-Za-z]){17}(?![A-Za-z0-9])/g,
    holds: (bare, before) => {
      if (creditCodeValid(bare) && (/[A-Z]/.test(bare) || !idCardValid(bare))) return true;
      // O and I are not in the alphabet of the code; people type them for 0 and 1.
      if (/[OI]/.test(bare) && creditCodeValid(bare.replaceAll('O', '0').replaceAll('I', '1'))) return true;
      return (
        creditCue(before) ||
        /^[159N][1-39]1[1-5]\d{4}MA/.test(bare) ||
        /^9[1-3]\d{6}MA[0-9A-Z]{8}$/.test(bare)
      );
    },
  },
  {
    kind: 'creditCode',
    pattern: /(?<![A-Za-z0-9])[0-9A-Za-z](?:[ -]?[0-9A-Za-z]){8,19}(?![A-Za-z0-9])/g,
    holds: (bare, before) => creditCue(before) && /\d{6}/.test(bare),
  },
  {
    kind: 'idcard',
    // Letters that look like digits in an id card number.
    pattern: /(?<![A-Za-z0-9])[0-9OolIZSB]{17}[0-9OolIXx](?![A-Za-z0-9])/g,
    holds: (bare) => {
      const id = asDigits(bare.slice(0, 17)) + (bare[17] === 'X' ? 'X' : asDigits(bare[17]!));
      return /[A-Z]/.test(bare.slice(0, 17)) && (idCardValid(id) || birthPlausible(id));
    },
  },
  {
    kind: 'bankcard',
    pattern: /(?<![A-Za-z0-9])[0-9OolI]{15,19}(?![A-Za-z0-9])/g,
    holds: (bare) => /[OLI]/.test(bare) && /^[3-69]/.test(bare) && luhnValid(asDigits(bare)),
  },
  // 护照: E and eight digits, or E, a letter and seven; older G; 公务 S, P, 外交 D.
  { kind: 'passport', pattern: /(?<![A-Za-z0-9])[EGeg][ -]?\d{8}(?![A-Za-z0-9])/g, holds: always },
  {
    kind: 'passport',
    pattern: /(?<![A-Za-z0-9])[EDSPKedspk][A-Za-z][ -]?\d{7}(?![A-Za-z0-9])/g,
    holds: (bare, before) => /^E[A-HJ-NP-Z]/.test(bare) || passCue(before),
  },
  // 往来港澳通行证 C、W; 回乡证 H、M; 往来台湾通行证 L、T.
  { kind: 'permit', pattern: /(?<![A-Za-z0-9])[CWcw][ -]?\d{8}(?![A-Za-z0-9])/g, holds: always },
  {
    kind: 'permit',
    pattern: /(?<![A-Za-z0-9])[Cc][A-Za-z][ -]?\d{7}(?![A-Za-z0-9])/g,
    holds: (bare) => /^C[A-HJ-NP-Z]/.test(bare),
  },
  {
    kind: 'permit',
    pattern: /(?<![A-Za-z0-9])[HMhm][ -]?\d{8}(?:[ -]?\d{2})?(?![A-Za-z0-9])/g,
    holds: always,
  },
  {
    kind: 'passport',
    pattern: /(?<![A-Za-z0-9])[A-Za-z0-9](?:[ -]?[A-Za-z0-9]){5,11}(?![A-Za-z0-9])/g,
    holds: (bare, before) => passCue(before) && (bare.match(/\d/g)?.length ?? 0) >= 5,
  },
  {
    kind: 'idcard',
    pattern: /(?<![A-Za-z0-9])[A-Za-z]{1,2}\d{6,9}(?:\([0-9A]\))?(?![A-Za-z0-9])/g,
    holds: (_, before) => hongKongCue(before),
  },
  {
    kind: 'account',
    pattern: /(?<![A-Za-z0-9])[A-Za-z0-9][A-Za-z0-9_.-]{4,31}(?![A-Za-z0-9])/g,
    holds: (bare, before) => accountCue(before) && /[A-Z]/.test(bare) && bare.length >= 5,
  },
];

export function codesIn(text: string, claim: Claim): void {
  for (const { kind, pattern, holds } of FORMS) {
    for (const match of text.matchAll(pattern)) {
      const from = match.index;
      const bare = match[0].replace(/[^A-Za-z0-9]/g, '').toUpperCase();
      if (holds(bare, beforeOf(text, from))) claim(kind, from, from + match[0].length);
    }
  }
}
