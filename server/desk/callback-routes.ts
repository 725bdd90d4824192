/** 回访 at the desk: who is to be called next, with what is known of earlier tries, and what to say. */
import { Problem } from '../errors.js';
import type { CallbackRow } from '../http/contract-callbacks.js';
import type { OrderCard } from '../http/contract-orders.js';
import { type Handlers, signedIn } from '../http/handler.js';
import type { Masks } from '../people/privacy.js';
import type { Policy } from '../policy/types.js';
import type { CallbackStore } from '../store/callbacks.js';
import { leadOf } from '../tickets/assignment.js';
import { callsOfRound, mayCall, STAGES } from '../tickets/callback/plan.js';
import { verdictsOf } from '../tickets/callback/verdict.js';
import type { Ticket } from '../tickets/ticket.js';
import { limitOf } from './thread-routes.js';

export interface CallbackRouteParts {
  callbacks: Pick<CallbackStore, 'list' | 'counts'>;
  policy: Policy;
  masks: Masks;
  card: (ticket: Ticket, scope: ReadonlySet<string> | null) => OrderCard;
  now: () => Date;
}

export function callbackRoutes(parts: CallbackRouteParts): Handlers<'callbacks'> {
  const { callbacks, policy, masks, card, now } = parts;

  function rowOf(ticket: Ticket): CallbackRow {
    const { call } = ticket;
    const { first, final } = verdictsOf(ticket);
    const verdict = (one: typeof first) =>
      one && {
        at: one.at.toISOString(),
        contacted: one.contacted ?? null,
        solved: one.solved ?? null,
        satisfied: one.satisfied ?? null,
      };
    return {
      card: card(ticket, null),
      stage: call?.stage ?? 'due',
      rule: policy.callbacks.find(({ id }) => id === call?.rule)?.name ?? '',
      nextAt: (call?.nextAt ?? ticket.updatedAt).toISOString(),
      tries: callsOfRound(ticket).map(({ at, connected, by, note }) => ({
        at: at.toISOString(),
        ...{ connected, by },
        note: masks.desk(note),
      })),
      first: verdict(first),
      final: verdict(final),
      // What the citizen was told is what he is asked about.
      answer: masks.desk(leadOf(ticket.assignments)?.reply?.public ?? ''),
    };
  }

  return {
    async callbacks(asked) {
      // Units do not learn what is asked of their citizens, nor when.
      if (signedIn(asked).scope !== null) throw new Problem('FORBIDDEN');
      const { query } = asked;
      const stage = query.stage ? STAGES.find((one) => one === query.stage) : 'due';
      if (!stage) throw new Problem('BAD_REQUEST');
      const ripe = (stage === 'due' || stage === 'self') && query.when !== 'all' ? now() : null;
      const page = await callbacks.list({
        ...{ stage, ripe, limit: limitOf(query.limit) },
        after: query.after || undefined,
      });
      return {
        rows: page.rows.map(rowOf),
        ...{ next: page.next, total: page.total },
        counts: await callbacks.counts(now()),
        allowedNow: mayCall(now(), policy),
        script: {
          open: policy.phrase('callback.open'),
          questions: {
            contacted: policy.phrase('callback.contacted'),
            solved: policy.phrase('callback.solved'),
            satisfied: policy.phrase('callback.satisfied'),
          },
          close: policy.phrase('callback.close'),
        },
      };
    },
  };
}
