/** Something personal; offsets are of the folded text until findPersonal turns them into those of the raw one. */
export interface Found {
  kind: string;
  from: number;
  to: number;
}

/**
 * Puts a range down as personal, where none of it was put down before: finders run in the order of their
 * certainty. False where it was.
 */
export type Claim = (kind: string, from: number, to: number) => boolean;

/** The same for whatever of the range is still free and worth it, in as many pieces as that takes. */
export type Fill = (
  kind: string,
  from: number,
  to: number,
  worth: (from: number, to: number) => boolean,
) => void;

/** One kind of search. Linear in the length of the text. */
export type Finder = (text: string, claim: Claim, fill: Fill) => void;

export function createClaims(length: number): { found: Found[]; claim: Claim; fill: Fill } {
  const taken = new Uint8Array(length);
  const found: Found[] = [];
  const claim: Claim = (kind, from, to) => {
    for (let at = from; at < to; at++) if (taken[at] === 1) return false;
    taken.fill(1, from, to);
    found.push({ kind, from, to });
    return true;
  };
  const fill: Fill = (kind, from, to, worth) => {
    for (let at = from; at < to; ) {
      let end = at;
      while (end < to && taken[end] === 0) end++;
      if (end > at && worth(at, end)) claim(kind, at, end);
      at = end + 1;
    }
  };
  return { found, claim, fill };
}

/** How far back a word that announces a number is looked for. */
const NEAR = 28;
export const beforeOf = (text: string, at: number): string => text.slice(Math.max(0, at - NEAR), at);
