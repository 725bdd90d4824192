/** Masks for everything that is shown, logged or sent on. All keep the length, so that offsets stay true. */
import { createHmac } from 'node:crypto';
import { digitsIn, findPersonal } from '../../nlu/pii.js';
import type { Span } from '../../nlu/understanding.js';

/** Stars over the signs that `hide` picks; an astral sign gets as many stars as it has units. */
function star(text: string, hide: (index: number, count: number) => boolean, skip = /^$/): string {
  const signs = [...text];
  const count = signs.filter((sign) => !skip.test(sign)).length;
  let index = 0;
  return signs
    .map((sign) => {
      if (skip.test(sign)) return sign;
      const hidden = hide(index, count);
      index += 1;
      return hidden ? '*'.repeat(sign.length) : sign;
    })
    .join('');
}

const BETWEEN = /^[\s()（）+＋\-－–—]$/u;

/** 138****1234; of a short number only the last two signs stay, of a very short one none. */
export function maskPhone(phone: string): string {
  return star(
    phone,
    (index, count) => {
      if (count >= 11) return index >= count - 8 && index < count - 4;
      return count < 5 || index < count - 2;
    },
    BETWEEN,
  );
}

/** 张**: the first sign stays, unless it is all there is. */
export const maskName = (name: string): string => star(name, (index, count) => count < 2 || index > 0);

/** 150*************12: identity cards, passports, licence and account numbers. */
export function maskId(id: string): string {
  return star(
    id,
    (index, count) => {
      const front = count >= 15 ? 3 : 1;
      return count < 6 || (index >= front && index < count - 2);
    },
    BETWEEN,
  );
}

const hideAll = (text: string): string => star(text, () => true);

const FIGURE = /^(?:[\p{N}\p{Script=Latin}]|[〇零幺一二两三四五六七八九十百壹贰叁肆伍陆柒捌玖拾甲乙丙丁])$/u;
/** 大学东路**号*号楼*单元***: which door is hidden, which street is not; a hamlet without a number is hidden whole. */
export function maskAddress(address: string): string {
  const signs = [...address];
  return signs.some((sign) => FIGURE.test(sign))
    ? star(address, (index) => FIGURE.test(signs[index]!))
    : hideAll(address);
}

const BY_KIND: Record<string, (text: string) => string> = {
  phone: maskPhone,
  name: maskName,
  idcard: maskId,
  passport: maskId,
  permit: maskId,
  account: maskId,
  address: maskAddress,
  bankcard: maskId,
  creditCode: maskId,
  plate: maskId,
};

/**
 * `spans` are personal data only (findPersonal), in any order; a kind unknown here is hidden whole. Where two
 * overlap, what either hides is hidden. A span that cuts a sign in two takes the whole sign.
 */
export function maskText(text: string, spans: readonly Span[]): string {
  const units = text.split('');
  for (const span of spans) {
    let from = Math.max(0, span.from);
    let to = Math.min(text.length, span.to);
    if (from >= to) continue;
    if (/[\udc00-\udfff]/.test(text.charAt(from)) && from > 0) from -= 1;
    if (/[\ud800-\udbff]/.test(text.charAt(to - 1)) && to < text.length) to += 1;
    const masked = (BY_KIND[span.kind] ?? hideAll)(text.slice(from, to));
    for (let at = 0; at < masked.length; at++) if (masked[at] === '*') units[from + at] = '*';
  }
  return units.join('');
}

/** The head of a text, cut before what is personal rather than inside it: half a number is not known for one. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = findPersonal(text).find(
    // Half an address still says where to go.
    ({ kind, from, to }) => kind !== 'address' && from < most && to > most,
  );
  return text.slice(0, cut ? cut.from : most);
}

/** The same number is the same however it was written: full-width digits, 幺三八, gaps, +86, 0086. */
export function plainPhone(phone: string): string {
  const digits = digitsIn(phone.normalize('NFKC'));
  return digits.replace(/^(?:00)?86(?=1[3-9]\d{9}$)/, '');
}

/** Blind index: finds the same number without being one. Without the key 10^11 numbers are soon tried. */
export function hashPhone(phone: string, key: Buffer): string {
  return createHmac('sha256', key).update(plainPhone(phone)).digest('hex');
}

export interface Masks {
  phone(phone: string): string;
  name(name: string): string;
  id(id: string): string;
  /** All personal data found in a text (invariant 6). */
  text(text: string): string;
  /**
   * The same without addresses: for those who must send somebody to the door. A room number behind stars
   * costs minutes when the room is on fire.
   */
  desk(text: string): string;
  /** Blind index of a phone number, under this installation's key. */
  hashPhone(phone: string): string;
}

export const createMasks = (key: Buffer): Masks => ({
  phone: maskPhone,
  name: maskName,
  id: maskId,
  text: (text) => maskText(text, findPersonal(text)),
  desk: (text) =>
    maskText(
      text,
      findPersonal(text).filter((span) => span.kind !== 'address'),
    ),
  hashPhone: (phone) => hashPhone(phone, key),
});
