/** What a code of a dimension is called. */
import type { Policy } from '../policy/types.js';
import type { Dimension } from './counts.js';
import { WORDS } from './words.js';

/** `league`: banners told as their league. */
export type By = Exclude<Dimension, 'all'> | 'league' | 'day';

export interface NameParts {
  policy: Pick<Policy, 'regionName' | 'units' | 'categories' | 'hotlines' | 'types'>;
  channelName(channel: string): string;
}

export function nameOf(by: By, code: string, { policy, channelName }: NameParts): string {
  if (code === '') return by === 'unit' ? WORDS.noUnit : WORDS.unset;
  switch (by) {
    case 'region':
    case 'league':
      return policy.regionName(code);
    case 'unit':
      return policy.units.find((unit) => unit.code === code)?.name ?? code;
    case 'category':
      return policy.categories.find((row) => row.code === code)?.name ?? code;
    case 'hotline': {
      const row = policy.hotlines.find((line) => line.number === code);
      return row ? `${row.number} ${row.name}` : code;
    }
    case 'type':
      return policy.types.find((row) => row.type === code)?.name ?? code;
    case 'channel':
      return channelName(code);
    default:
      return code;
  }
}
