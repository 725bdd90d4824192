import { type Group, joins } from './figures.js';
import { beforeOf } from './found.js';

/** The longest number looked for, +86 and gaps apart. */
const LONGEST = 24;

/** A row of groups that may be one number. */
export interface Row {
  digits: string;
  groups: Group[];
  /** Gaps between the groups. */
  gaps: string[];
  /** Ends with the X of an id card. */
  x: boolean;
  from: number;
  to: number;
  before: string;
  after: string;
}

const X = /^[^\p{L}\p{N}]{0,2}(?:[Xx×хΧ]|叉)(?![A-Za-z0-9])/u;

/** Every row that begins with this group, the longest first. */
export function rowsFrom(text: string, groups: Group[], at: number): Row[] {
  const rows: Row[] = [];
  const before = beforeOf(text, groups[at]!.from);
  let digits = '';
  const gaps: string[] = [];
  for (let i = at; i < groups.length; i++) {
    const group = groups[i]!;
    if (i > at) {
      const gap = text.slice(groups[i - 1]!.to, Math.min(group.from, groups[i - 1]!.to + 12));
      if (!joins(gap)) break;
      gaps.push(gap);
    }
    digits += group.digits;
    if (digits.length > LONGEST) break;
    const row = { digits, groups: groups.slice(at, i + 1), gaps: [...gaps], before, from: groups[at]!.from };
    const after = text.slice(group.to, group.to + 12);
    rows.push({ ...row, x: false, to: group.to, after });
    const x = digits.length === 17 ? X.exec(after) : null;
    if (x) {
      const to = group.to + x[0].length;
      rows.push({ ...row, digits: `${digits}X`, x: true, to, after: text.slice(to, to + 12) });
    }
  }
  return rows.reverse();
}
