/**
 * Bytes of a mail to text. What the sender says of the charset is a hint: GB bytes are sent as us-ascii,
 * UTF-8 as gb2312, Big5 without a word. Every reading that is possible is weighed by how ordinary its
 * Chinese is.
 */
import { FREQUENT } from './frequent.js';

/** Labels that say nothing: mailers write them without looking. */
const HOLLOW =
  /^(us-ascii|ascii|iso-8859-1|iso-8859-15|latin-?1|windows-1252|unknown(-8bit)?|x-unknown|8bit|binary|default(_charset)?)$/;
/** GB 18030 reads all that GBK and GB 2312 can, and their mislabelled supersets. */
const GB = /^(gb_?2312(-80|_charset)?|gbk|cp936|ms936|windows-936|x-gbk|gb_?18030|hz-gb-2312|euc-cn)$/;

const TRUST = 0.3;
/** Text of another charset is hardly ever valid UTF-8 by chance. */
const VALID_UTF8 = 0.6;

export function decode(bytes: Uint8Array, claimed: string | null): string {
  const label = known(claimed);
  if (label?.startsWith('utf-16')) return new TextDecoder(label).decode(bytes);
  if (label === 'iso-2022-jp') return new TextDecoder(label).decode(bytes);
  if (!bytes.some((byte) => byte > 0x7f)) return new TextDecoder('utf-8').decode(bytes);
  const hollow = label === null;
  const candidates = new Set(['utf-8', 'gb18030', 'big5', ...(hollow ? ['windows-1252'] : [label])]);
  let best = { text: '', score: Number.NEGATIVE_INFINITY };
  for (const candidate of candidates) {
    const text = new TextDecoder(candidate).decode(bytes);
    const bonus =
      (candidate === label ? TRUST : 0) + (candidate === 'utf-8' && whole(bytes) ? VALID_UTF8 : 0);
    const score = ordinary(text, bytes) + bonus;
    if (score > best.score) best = { text, score };
  }
  return best.text;
}

/** A label Node can decode, or null where the claim is worth nothing. */
function known(claimed: string | null): string | null {
  const label = (claimed ?? '')
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '');
  if (label === '' || HOLLOW.test(label)) return null;
  if (GB.test(label)) return 'gb18030';
  if (label === 'cp950' || label === 'big5-hkscs' || label === 'ms950') return 'big5';
  try {
    const { encoding } = new TextDecoder(label);
    return HOLLOW.test(encoding) ? null : encoding;
  } catch {
    return null;
  }
}

/** A body cut in the middle of its last character is still UTF-8. */
function whole(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Most mails say enough in their first lines; a long one is not read four times. */
const SAMPLE = 4000;

/** Points per byte above ASCII, so that charsets of two and of three bytes a character compare. */
function ordinary(text: string, bytes: Uint8Array): number {
  let points = 0;
  let taken = 0;
  for (const char of text.length > SAMPLE ? text.slice(0, SAMPLE) : text) {
    const code = char.codePointAt(0) as number;
    if (code < 0x80) continue;
    taken += 1;
    points += worth(char, code);
  }
  const high = bytes.reduce((sum, byte) => sum + (byte > 0x7f ? 1 : 0), 0);
  // GB and Big5 hide second bytes below 0x80: the count of characters keeps the measure fair.
  const measure = text.length > SAMPLE ? taken * 2 : Math.max(high, taken);
  return measure === 0 ? 0 : (points * 2) / measure;
}

function worth(char: string, code: number): number {
  if (code === 0xfffd) return -5;
  if (code < 0xa0 || (code >= 0xe000 && code <= 0xf8ff)) return -3;
  if (FREQUENT.has(char)) return 1;
  if (code >= 0x4e00 && code <= 0x9fff) return 0.25;
  // 、。《》“”…—！，：；？
  if ((code >= 0x3000 && code <= 0x3020) || (code >= 0xff01 && code <= 0xff5e)) return 0.8;
  if (code >= 0x2010 && code <= 0x2026) return 0.5;
  if (code >= 0xc0 && code <= 0x17f) return 0.15;
  if (code >= 0x1800 && code <= 0x18af) return 0.8;
  if (code >= 0x1f300 && code <= 0x1faff) return 0.8;
  return -0.5;
}
