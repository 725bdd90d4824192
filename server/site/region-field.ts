/** The regions of the policy as one field: leagues as groups, their banners within. */
import type { Region } from '../policy/types.js';
import { html, type Markup } from './markup.js';
import { SITE } from './words.js';

export type Regions = readonly Pick<Region, 'code' | 'name' | 'parent' | 'level'>[];

const option = (code: string, name: string, chosen: string): Markup =>
  code === chosen
    ? html`<option value="${code}" selected>${name}</option>`
    : html`<option value="${code}">${name}</option>`;

export function regionOptions(regions: Regions, chosen: string): Markup {
  const leagues = regions.filter(({ level }) => level === 'league');
  const groups = leagues.map((league) => {
    const within = regions.filter(({ parent }) => parent === league.code);
    const whole = SITE.whole.replace('{name}', league.name);
    return html`<optgroup label="${league.name}">${option(league.code, whole, chosen)}${within.map((row) => option(row.code, row.name, chosen))}</optgroup>`;
  });
  return html`<option value="">${SITE.anyRegion}</option>${groups}`;
}
