/** 不当退单 and 推诿 by unit, each figure with its orders (domain §2.4); whom the reader may see, and no others. */
import type { Conduct as View } from '../http/contract-conduct.js';
import { type Handlers, signedIn } from '../http/handler.js';
import type { Policy } from '../policy/types.js';
import type { TicketStore } from '../store/tickets.js';
import { midnight, plusDays } from '../tickets/deadlines/calendar.js';
import { type Conduct, conductOf, wrongReturnRate } from '../tickets/supervision/conduct.js';
import { daysOf } from './routes.js';
import { WORDS } from './words.js';

export interface ConductRouteParts {
  tickets: Pick<TicketStore, 'conduct'>;
  policy: Pick<Policy, 'units' | 'knobs'>;
  now: () => Date;
}

/** Orders that tell something; a whole region's quarter is some thousands. */
const MOST = 20_000;

export function conductRoutes({ tickets, policy, now }: ConductRouteParts): Handlers<'conduct'> {
  const { smallest } = policy.knobs.insight;

  function view(one: Conduct): View['rows'][number] {
    const { unit, returns, wrongReturns, pushed } = one;
    const row = policy.units.find(({ code }) => code === unit);
    const small = returns.asked < smallest;
    return {
      ...{
        unit,
        name: row?.name ?? unit,
        kind: row ? (WORDS.kinds[row.kind] ?? null) : null,
        returns,
        wrongReturns,
      },
      rate: {
        value: small ? null : wrongReturnRate(one),
        why: returns.asked === 0 ? 'none' : small ? 'small' : null,
      },
      pushed: pushed.map(({ orderNo, why }) => ({
        orderNo,
        why: why.map((each) => WORDS.conduct.why[each]),
      })),
    };
  }

  return {
    async conduct(asked): Promise<View> {
      const { scope, unit } = signedIn(asked);
      const { from, to } = daysOf(asked.query, now());
      const place = scope === null ? null : unit;
      const found = await tickets.conduct(place, midnight(from), midnight(plusDays(to, 1)), MOST + 1);
      const rows = conductOf(found.slice(0, MOST)).filter((one) => scope === null || scope.has(one.unit));
      return {
        ...{ from, to, cut: found.length > MOST, rows: rows.map(view) },
        definitions: [WORDS.conduct.rate, WORDS.conduct.pushed],
        note: WORDS.conduct.note.replace('{n}', String(smallest)),
      };
    },
  };
}
