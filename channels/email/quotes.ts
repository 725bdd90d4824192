/**
 * What the citizen wrote in a mail, without the mails below it, signatures and disclaimers. Where it is not
 * clear what is whose, text stays: a quote too much is a nuisance, a lost sentence is a lost complaint.
 */
import {
  ATTRIBUTIONS,
  BANNERS,
  BLOCK,
  DISCLAIMER,
  DIVIDERS,
  FORWARDED,
  FORWARDS,
  OPENING,
  REPLIES,
  TAILS,
} from './quote-words.js';

export interface Circumstance {
  subject: string;
  /** It names mails before it (In-Reply-To, References). */
  refers: boolean;
  /** `lineKey` of every line that we wrote in this conversation before. */
  ours: ReadonlySet<string>;
}

/** Lines of two mails are the same whatever a client did to their blanks and marks. */
export const lineKey = (line: string): string => line.normalize('NFKC').replace(/[\s>|*]+/g, '');

/** Shorter lines («1», «好的») are said by anybody. */
const OWN = 6;

export function written(text: string, { subject, refers, ours }: Circumstance): string {
  const lines = settled(text);
  const answers = (refers || REPLIES.test(subject)) && !FORWARDS.test(subject);
  if (!answers) return finished(lines);
  const history = historyAt(lines);
  if (history === null) return finished(lines.filter((line) => !isQuoted(line) && !isOurs(line, ours)));
  const above = lines.slice(0, history.from).filter((line) => !isQuoted(line));
  const rest = lines.slice(history.to);
  if (rest.some(isQuoted)) {
    // Quotes are marked, so what is not marked was written: below them or in between.
    const own = rest.filter((line) => !isQuoted(line) && !isAttribution(line.trim()) && !isOurs(line, ours));
    return finished([...above, '', ...own]);
  }
  const top = finished(above);
  if (top !== '') return top;
  // Nothing on top: the answer stands below or inside an unmarked quote, if anywhere.
  return finished(unheaded(rest).filter((line) => !isOurs(line, ours)));
}

const INVISIBLE = /[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad]/g;

const settled = (text: string): string[] =>
  text
    .replace(/\r\n?/g, '\n')
    .replaceAll('&nbsp;', ' ')
    .replace(INVISIBLE, '')
    .replace(/[\u00a0\u3000]/g, ' ')
    .split('\n')
    .map((line) => line.trimEnd());

const isQuoted = (line: string): boolean => /^\s{0,3}>/.test(line);
const isOurs = (line: string, ours: ReadonlySet<string>): boolean => {
  const key = lineKey(line);
  return key.length >= OWN && ours.has(key);
};
const LONG = 400;
const isAttribution = (line: string): boolean =>
  line.length <= LONG && ATTRIBUTIONS.some((shape) => shape.test(line));
const isDivider = (line: string): boolean => line.length <= 120 && DIVIDERS.some((shape) => shape.test(line));
const isForward = (line: string): boolean =>
  line.length <= 120 && FORWARDED.some((shape) => shape.test(line));

/** Where the mails before begin, and where their own words begin after the head; null = there are none. */
function historyAt(lines: string[]): { from: number; to: number } | null {
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] as string).trim();
    if (isQuoted(line)) continue;
    if (isForward(line)) return null;
    const said = attributionLines(lines, at);
    if (said > 0) return { from: at, to: at + said };
    const divided = isDivider(line) || /^_{10,}$/.test(line);
    const block = blockLines(lines, divided ? at + 1 : at);
    if (block > 0) return { from: at, to: at + (divided ? 1 : 0) + block };
    if (isDivider(line)) return { from: at, to: at + 1 };
  }
  return null;
}

/** Clients wrap the line at 76 signs, addresses and all; the citizen's own line above is never part of it. */
function attributionLines(lines: string[], at: number): number {
  const part = (count: number): string => (lines[at + count] ?? '').trim();
  if (part(0) === '') return 0;
  if (isAttribution(part(0))) return 1;
  const opens = OPENING.test(part(0));
  if (!opens && !/[<@]|\d{4}/.test(part(0))) return 0;
  for (let count = 2; count <= 3 && part(count - 1) !== ''; count++) {
    const rest = Array.from({ length: count - 1 }, (_, n) => part(n + 1)).join(' ');
    if (!opens && isAttribution(rest)) return 0;
    if (isAttribution(`${part(0)} ${rest}`)) return count;
  }
  return 0;
}

const bare = (line: string): string => line.trim().replace(/^[*|>\s]+/, '');

/** How many lines the head of a quoted mail takes from here; 0 = none is here. */
function blockLines(lines: string[], from: number): number {
  let start = from;
  while (start < lines.length && (lines[start] as string).trim() === '' && start - from < 3) start += 1;
  if (!BLOCK.from.test(bare(lines[start] ?? ''))) return 0;
  const found = new Set<string>();
  let last = start;
  for (let at = start; at < Math.min(lines.length, start + 12); at++) {
    const row = Object.entries(BLOCK).find(([, shape]) => shape.test(bare(lines[at] as string)));
    if (!row) continue;
    found.add(row[0]);
    last = at;
  }
  return found.size >= 3 ? last - from + 1 : 0;
}

/** Heads of older mails further down are nobody's answer. */
function unheaded(lines: string[]): string[] {
  const left: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const skip = Math.max(blockLines(lines, at), attributionLines(lines, at));
    if (skip > 0) at += skip - 1;
    else if (!isDivider((lines[at] as string).trim())) left.push(lines[at] as string);
  }
  return left;
}

function finished(lines: string[]): string {
  const text = withoutTail(withoutSignature(withoutBanner(lines)));
  return text
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function withoutBanner(lines: string[]): string[] {
  const start = lines.findIndex((line) => line.trim() !== '');
  if (start < 0) return lines;
  const banner = BANNERS.some((shape) => shape.test((lines[start] as string).trim()));
  return banner ? lines.slice(start + 1) : lines;
}

/** RFC 3676 §4.3; longer than this it is no signature. */
const SIGNATURE = 12;

function withoutSignature(lines: string[]): string[] {
  const at = lines.lastIndexOf('--');
  const told = lines.slice(0, Math.max(0, at)).some((line) => line.trim() !== '');
  const below = lines.slice(at + 1).filter((line) => line.trim() !== '').length;
  return at >= 0 && told && below <= SIGNATURE ? lines.slice(0, at) : lines;
}

/** Takes what programs and lawyers add off the end, as often as there is something. */
function withoutTail(lines: string[]): string[] {
  let left = lines;
  for (;;) {
    const end = left.findLastIndex((line) => line.trim() !== '') + 1;
    if (end === 0) return [];
    const last = (left[end - 1] as string).trim();
    const above = left.slice(0, end - 1).some((line) => line.trim() !== '');
    if (TAILS.some((shape) => last.length <= LONG && shape.test(last))) left = left.slice(0, end - 1);
    else if (/^[_\-—=*]{4,}$/.test(last) && above) left = left.slice(0, end - 1);
    // Foxmail's own signature: a rule and the address.
    else if (/^[^\s@]+@[^\s@]+$/.test(last) && /^[_\-—=]{4,}$/.test((left[end - 2] ?? '').trim()))
      left = left.slice(0, end - 2);
    else {
      const start = left.slice(0, end).findLastIndex((line) => line.trim() === '') + 1;
      if (start === 0 || !isDisclaimer(left.slice(start, end).join(' '))) return left.slice(0, end);
      left = left.slice(0, start);
    }
  }
}

const isDisclaimer = (paragraph: string): boolean =>
  DISCLAIMER.about.test(paragraph) && DISCLAIMER.words.filter((word) => word.test(paragraph)).length >= 2;
