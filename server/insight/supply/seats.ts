/** Who can be at the desk: an account that may take conversations and is not disabled is a seat, told by its number. */
import { permissionsOf, type RolesOf } from '../../people/roles.js';
import type { Policy } from '../../policy/types.js';
import type { AccountDoc } from '../../store/accounts.js';

export interface Seat {
  number: string;
  roles: string[];
  unit: string | null;
  /** Where its unit lies; the hotline's own region where it has none. */
  region: string;
}

export type SeatRules = RolesOf & Pick<Policy, 'units'> & { knobs: Pick<Policy['knobs'], 'home'> };

export const seatsOf = (accounts: readonly AccountDoc[], policy: SeatRules, now: Date): Seat[] =>
  accounts
    .filter(({ disabled, roles }) => !disabled && permissionsOf(roles, policy, now).has('thread.claim'))
    .map(({ seat, roles, unit }) => ({
      number: seat,
      roles,
      unit: unit ?? null,
      region: policy.units.find(({ code }) => code === unit)?.region ?? policy.knobs.home,
    }));
