/** How wide the columns of a table are that together want more than the page has. Pure; points. */

/** What wants no more than this is a name or a number: broken, it stands a sign a line. */
const NARROW = 90;

/** The narrow ones are given what they want, the wide ones share what is left by what they want. */
export function fitted(wanted: readonly number[], whole: number): number[] {
  const sum = (of: readonly number[]): number => of.reduce((all, one) => all + one, 0);
  const all = sum(wanted);
  const narrow = sum(wanted.filter((one) => one <= NARROW));
  const wide = all - narrow;
  // With room for all each grows; where even names are too many, each shrinks.
  if (all <= whole || narrow >= whole / 2 || wide === 0) return wanted.map((one) => (one / all) * whole);
  return wanted.map((one) => (one <= NARROW ? one : (one / wide) * (whole - narrow)));
}
