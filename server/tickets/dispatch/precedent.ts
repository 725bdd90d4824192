/**
 * A unit that was designated is a precedent for the next order like it (国办函〔2025〕66号 派单目录动态更新: what was
 * settled once is not argued about anew), until somebody withdraws it.
 */
import type { DispatchMatter } from './suggest.js';

export interface Precedent {
  /** `${orderNo}@${version}` of the step that made it. */
  _id: string;
  /** Counts changes; claims are made on it. */
  version: number;
  orderNo: string;
  region: string | null;
  category: string;
  hotline: string | null;
  /** '' where the order is secret: nobody is told of it by this way. */
  title: string;
  place: string;
  unit: string;
  /** The reason written when it was designated, masked. */
  reason: string;
  by: string;
  at: Date;
  withdrawn: { by: string; at: Date; reason: string } | null;
}

export type Nearness = 'place' | 'line';

/** The same place and category, or the same line within the same league; a place that is not known is no place. */
export function nearness(matter: DispatchMatter, one: Precedent): Nearness | null {
  if (one.withdrawn || one.category !== matter.category || !one.region || !matter.region) return null;
  const line = one.hotline === matter.hotline;
  if (one.region === matter.region && line) return 'place';
  const league = one.region.slice(0, 4) === matter.region.slice(0, 4);
  return league && line && one.hotline !== null ? 'line' : null;
}

/** The one that counts: the nearest, of these the latest. */
export function precedentFor(
  matter: DispatchMatter,
  precedents: readonly Precedent[],
): { precedent: Precedent; near: Nearness } | null {
  const found = precedents.flatMap((precedent) => {
    const near = nearness(matter, precedent);
    return near ? [{ precedent, near }] : [];
  });
  const rank = (near: Nearness): number => (near === 'place' ? 1 : 0);
  found.sort(
    (a, b) =>
      rank(b.near) - rank(a.near) ||
      b.precedent.at.getTime() - a.precedent.at.getTime() ||
      (a.precedent._id < b.precedent._id ? 1 : -1),
  );
  return found[0] ?? null;
}

/** As the books stood at `when`: what was settled later was not known, what was withdrawn later still counted. */
export const standing = (precedents: readonly Precedent[], when: Date): Precedent[] =>
  precedents
    .filter(({ at, withdrawn }) => at <= when && (withdrawn === null || withdrawn.at > when))
    .map((one) => ({ ...one, withdrawn: null }));
