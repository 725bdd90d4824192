/**
 * One place, however it was written: an estate is one place, its houses and stairs are not told apart, and with the
 * banner before it it is the same as without. A banner alone is no place.
 */
import { withoutRegion } from '../tickets/place.js';

/** From the number of a house, a stair or a flat on; a road's number stays, and so does 「2号线」. */
const INSIDE =
  /(?:第?[0-9a-z一二三四五六七八九十]+(?:号楼|号院|栋|幢|座|单元|楼|层|室|户|门)|(?<=小区|家园|花园|苑|公寓)[0-9].*).*$/u;

/** `path`: names of the regions it lies in, the widest first. */
export const placeKey = (place: string, path: readonly string[]): string =>
  withoutRegion(
    place
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\s,，。、；;:：()（）“”"'·|/-]/gu, ''),
    path,
  )
    .replace(INSIDE, '')
    .slice(0, 40);
