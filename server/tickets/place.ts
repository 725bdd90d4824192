/** A place without the regions it lies in: they are told beside it, and many citizens write them into it. */
export function withoutRegion(place: string, path: readonly string[]): string {
  let rest = place.trimStart();
  // Some begin with the league, some with the banner.
  for (const name of path) if (rest.startsWith(name)) rest = rest.slice(name.length).trimStart();
  return rest;
}
