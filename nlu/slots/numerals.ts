const DIGIT = new Map([...'零一二三四五六七八九'].map((sign, digit) => [sign, digit] as [string, number]));
DIGIT.set('〇', 0).set('两', 2);
const UNIT = new Map([
  ['十', 10],
  ['百', 100],
  ['千', 1000],
]);

/** 「三十五」 35, 「两百」 200, 「十几」 and what is no number: null. */
export function numberOf(said: string): number | null {
  if (/^\d+$/.test(said)) return Number(said);
  let sum = 0;
  let digit: number | null = null;
  for (const sign of said) {
    const unit = UNIT.get(sign);
    if (unit !== undefined) {
      sum += (digit ?? 1) * unit;
      digit = null;
    } else if (DIGIT.has(sign)) digit = DIGIT.get(sign)!;
    else return null;
  }
  return said === '' ? null : sum + (digit ?? 0);
}
