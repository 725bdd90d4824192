/** Which orders a figure is made of: the same parts that were summed, so that rows and figure cannot differ. */
import type mongoose from 'mongoose';
import type { Part, RowsAsk } from './insight.js';

export interface PartCursor {
  day: string;
  id: string;
}

const NEWEST = { day: -1, _id: -1 } as const;

export async function rowsOf(
  Parts: mongoose.Model<Part>,
  { at, league, spot, place, from, to, counts, units, after, limit }: RowsAsk,
): Promise<Part[]> {
  const which: Record<string, unknown>[] = [{ day: { $gte: from, $lte: after ? after.day : to } }];
  for (const [name, code] of Object.entries(at)) if (name !== 'all') which.push({ [`at.${name}`]: code });
  // ':' is the sign after '9': what begins with the league's four digits lies in it.
  if (league !== undefined)
    which.push({ 'at.region': { $gte: league.slice(0, 4), $lt: `${league.slice(0, 4)}:` } });
  if (spot !== undefined) which.push({ spot });
  if (place !== undefined) which.push({ place });
  if (units) which.push({ 'at.unit': { $in: [...units] } });
  if (counts.length > 0) which.push({ $or: counts.map((name) => ({ [`counts.${name}`]: { $gt: 0 } })) });
  if (after) which.push({ $or: [{ day: { $lt: after.day } }, { day: after.day, _id: { $lt: after.id } }] });
  return Parts.find({ $and: which } as never)
    .sort(NEWEST)
    .limit(limit)
    .lean<Part[]>();
}
