/** 质检抽样: draws orders of a span of days by the policy's shares; drawing again draws the same. */
import { createHash } from 'node:crypto';
import { Problem } from '../errors.js';
import { type Handlers, signedIn } from '../http/handler.js';
import type { Commit, Committed } from '../intake/journal.js';
import type { Audit } from '../people/audit.js';
import type { Policy } from '../policy/types.js';
import type { CallbackStore } from '../store/callbacks.js';
import { dayOf, midnight, plusDays } from '../tickets/deadlines/calendar.js';
import { opened } from '../tickets/proceedings/open.js';
import { proceedingClaim } from '../tickets/proceedings/proceeding.js';
import { agentOf, draw } from '../tickets/quality/draw.js';
import type { State, Ticket } from '../tickets/ticket.js';
import { staff } from './moves.js';

export interface InspectionRouteParts {
  callbacks: Pick<CallbackStore, 'between'>;
  policy: Policy;
  audit: Audit;
  commit: (commit: Commit) => Promise<Committed>;
  now: () => Date;
}

/** There is something to look at: refused, or answered. */
const DONE: ReadonlySet<State> = new Set([
  'REJECTED',
  'ANSWERED_DIRECT',
  'REPLIED',
  'CALLBACK_PENDING',
  'REWORK',
  'CLOSED',
  'ESCALATED',
]);
/** A quarter: longer spans are drawn in parts. */
const LONGEST = 92;
const PAGE = 500;

export function inspectionRoutes(parts: InspectionRouteParts): Handlers<'inspectionDraw'> {
  const { callbacks, policy, audit, commit, now } = parts;

  async function among(from: string, to: string): Promise<Ticket[]> {
    const all: Ticket[] = [];
    for (let after = ''; ; ) {
      const rows = await callbacks.between(midnight(from), midnight(plusDays(to, 1)), after, PAGE);
      all.push(...rows.filter(({ state }) => DONE.has(state)));
      const last = rows.at(-1);
      if (rows.length < PAGE || !last) return all;
      after = last.orderNo;
    }
  }

  return {
    async inspectionDraw(asked) {
      const account = signedIn(asked as never);
      const { from, to, seed } = asked.body;
      if (from > to || to > dayOf(now()) || to > plusDays(from, LONGEST)) throw new Problem('BAD_REQUEST');
      const tickets = await among(from, to);
      const drawn = draw(tickets, policy.knobs.quality, seed);
      const batch = createHash('sha256').update(`${from} ${to} ${seed}`).digest('hex').slice(0, 12);
      const actor = staff(account, asked.ip);
      let fresh = 0;
      for (const { ticket, why } of drawn) {
        const made = opened(
          {
            ...{ id: `QC-${ticket.orderNo}`, kind: 'inspection', state: 'DRAWN', action: 'open' },
            ...{ ticket, actor, now: now(), policy: policy.hash },
            ...(ticket.lead ? { units: [ticket.lead] } : {}),
          },
          { drawn: { why, batch, agent: agentOf(ticket) } },
        );
        // Looked at once: an order that was drawn before stays what it was.
        const done = await commit({
          ...{ cause: `draw:${made.id}`, actor, claims: [proceedingClaim(made)], before: {} },
          changes: [{ do: 'proceeding', proceeding: made }],
        });
        if (done === 'done') fresh += 1;
      }
      await audit({
        who: account,
        ip: asked.ip,
        action: 'inspection.draw',
        target: `${from} ${to}`,
        reason: seed,
      });
      return { batch, among: tickets.length, drawn: drawn.length, fresh };
    },
  };
}
