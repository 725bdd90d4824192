import { Converter } from 'opencc-js/t2cn';

/** Text to judge, and for each of its units the half-open range of the raw text it came from. */
export interface Folded {
  raw: string;
  text: string;
  from: Int32Array;
  to: Int32Array;
}

export interface Range {
  from: number;
  to: number;
}

const simplified = Converter({ from: 't', to: 'cn' });
// Format, control, private-use, surrogate halves, variation selectors, the keycap ring: nothing a reader sees.
const UNSEEN = /^(?:[\p{Cf}\p{Cc}\p{Co}\p{Cs}]|[\uFE00-\uFE0F]|\u20E3)$/u;
// \s takes in U+FEFF, which nobody sees: 「着\ufeff火」 is 着火.
const BLANK = /^(?:(?!\ufeff)\s|[\u3164\u2800])$/u;
const HAN_OR_KANA = /[\u3400-\u9FFF\uF900-\uFAFF]/;

/**
 * NFKC a code point at a time (a whole-string NFKC would lose the offsets), without unseen characters,
 * with runs of blanks as one blank; line breaks stay.
 */
export function fold(raw: string): Folded {
  const parts: string[] = [];
  const from: number[] = [];
  const to: number[] = [];
  let last = '';
  for (let at = 0; at < raw.length; ) {
    const point = raw.codePointAt(at)!;
    const char = String.fromCodePoint(point);
    const next = at + char.length;
    let seen = char;
    if (char === '\n' || char === '\r') seen = '\n';
    else if (BLANK.test(char)) seen = ' ';
    else if (point < 32 || (point > 126 && UNSEEN.test(char))) seen = '';
    else if (point > 126) seen = char.normalize('NFKC').replace(/\s/g, ' ');
    if ((seen === ' ' && (last === ' ' || last === '\n')) || (seen === '\n' && last === '\n')) seen = '';
    for (let i = 0; i < seen.length; i++) {
      from.push(at);
      to.push(next);
    }
    if (seen) {
      parts.push(seen);
      last = seen.at(-1)!;
    }
    at = next;
  }
  return { raw, text: parts.join(''), from: Int32Array.from(from), to: Int32Array.from(to) };
}

/** 著火, 著急, 跟著: written with 著 wherever 着 is meant, and a character table alone leaves it. */
const worn = (text: string): string =>
  text.replace(/(?<![显卓名原专土论巨编译遗昭])著(?![名作者述称录书])/gu, '着');

function simplify(text: string): string {
  if (!HAN_OR_KANA.test(text)) return text;
  const whole = simplified(text);
  if (whole.length === text.length) return worn(whole);
  // A phrase that changes its length would shift every later offset: then character by character.
  let out = '';
  for (const char of text) {
    const one = simplified(char);
    out += one.length === char.length ? one : char;
  }
  return worn(out);
}

/** `fold`, then traditional to simplified, without changing lengths. */
export function normalize(raw: string): Folded {
  const folded = fold(raw);
  return { ...folded, text: simplify(folded.text) };
}

/** A range of the judged text as a range of the raw text. */
export function toRaw(folded: Folded, from: number, to: number): Range {
  if (to <= from) {
    const at = folded.from[from] ?? folded.raw.length;
    return { from: at, to: at };
  }
  return { from: folded.from[from]!, to: folded.to[to - 1]! };
}
