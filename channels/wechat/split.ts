/**
 * A long text in parts the platform takes: counted in UTF-8 bytes, cut where a reader would pause, never inside
 * a character, and not inside a number or a link where it can be helped.
 */

/** custom/send of Official Accounts and message/send of WeCom both end at 2,048 bytes of content. */
export const MOST_BYTES = 2048;

/** Best places to cut first; the cut comes after the match. */
const PAUSES = [/\n\s*\n/g, /\n/g, /[。！？!?；;…]["”』」）)]*/g, /[，,、：:]/g, /\s/g];
/** Letters and digits belong together: an order number, a query code, a link. */
const WORD = /[\w.,:/?&=%#@+-]/;
/** A part far from full reads worse than a cut at a lesser pause. */
const LEAST = 0.5;

/** The parts in order, each at most `most` bytes and none blank. White space at a cut is dropped, nothing else. */
export function split(text: string, most = MOST_BYTES): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (Buffer.byteLength(rest) > most) {
    const fits = longest(rest, most);
    const at = cutAt(fits, rest);
    parts.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return [...parts, rest].filter((part) => part !== '');
}

/** UTF-16 length of the longest beginning of whole characters (as a reader sees them) within `most` bytes. */
function longest(text: string, most: number): number {
  let bytes = 0;
  let at = 0;
  // As many units as bytes can never be too few.
  for (const { segment } of segmenter.segment(text.slice(0, most + 64))) {
    bytes += Buffer.byteLength(segment);
    if (bytes > most) break;
    at += segment.length;
  }
  return at > 0 ? at : firstUnits(text, most);
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** One character as seen may be longer than a whole part (joined signs without end): code points then. */
function firstUnits(text: string, most: number): number {
  let bytes = 0;
  let at = 0;
  for (const sign of text) {
    bytes += Buffer.byteLength(sign);
    if (bytes > most && at > 0) break;
    at += sign.length;
  }
  return at;
}

function cutAt(fits: number, text: string): number {
  const head = text.slice(0, fits);
  for (const pause of PAUSES) {
    const last = [...head.matchAll(pause)].at(-1);
    const end = last ? last.index + last[0].length : 0;
    // Between digits a sign is no pause: 3.5, 10:30, 1,000.
    if (end >= fits * LEAST && !(/[\w]/.test(text[end] ?? '') && /\w\W$/.test(text.slice(0, end))))
      return end;
  }
  let at = fits;
  while (at > fits * LEAST && WORD.test(text[at] ?? '') && WORD.test(text[at - 1] ?? '')) at -= 1;
  return at > fits * LEAST ? at : fits;
}
