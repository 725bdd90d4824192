/** A row of choices that is wider than a phone shows the chosen one, not its beginning. */
export function inSight(row: HTMLElement | null): void {
  const chosen = row?.querySelector<HTMLElement>('.ant-segmented-item-selected');
  if (!row || !chosen) return;
  // Its own row alone is moved: `scrollIntoView` would move the page too.
  row.scrollLeft = chosen.offsetLeft - (row.clientWidth - chosen.offsetWidth) / 2;
}
