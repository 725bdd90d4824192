/** Beginning and moving what runs beside an order: judged by `proceed`, written with the order in one commit. */
import { Problem } from '../errors.js';
import type { SignedIn } from '../http/handler.js';
import type { Change, Commit, Committed } from '../intake/journal.js';
import { ticketClaim } from '../intake/plan.js';
import type { Masks } from '../people/privacy.js';
import type { Policy } from '../policy/types.js';
import type { ProceedingStore } from '../store/proceedings.js';
import type { TicketStore } from '../store/tickets.js';
import { dayOf } from '../tickets/deadlines/calendar.js';
import { noted } from '../tickets/note.js';
import { claimOf, createNumbers } from '../tickets/numbers.js';
import { rulesOf } from '../tickets/proceedings/follow.js';
import type { Said } from '../tickets/proceedings/guards.js';
import type { Move } from '../tickets/proceedings/moves.js';
import { opened } from '../tickets/proceedings/open.js';
import { type ProceedAsk, proceed } from '../tickets/proceedings/proceed.js';
import { levelDone, type Proceeding, proceedingClaim } from '../tickets/proceedings/proceeding.js';
import { WORDS } from '../tickets/proceedings/words.js';
import { step } from '../tickets/step.js';
import type { Exemption, Refused, Ticket } from '../tickets/ticket.js';
import { staff } from './moves.js';
import { REFUSED } from './order-step.js';

export interface ProceedingMoveParts {
  proceedings: ProceedingStore;
  tickets: Pick<TicketStore, 'get'>;
  policy: Policy;
  masks: Masks;
  commit: (commit: Commit) => Promise<Committed>;
  now: () => Date;
}

export interface MoveWish {
  action: string;
  version: number;
  reason: string;
  said: Said;
}

/** Who had a hand in what the citizen said of an order: they do not judge whether it counts. */
const INVOLVED = new Set(['callback', 'confirmDone', 'rework', 'accept', 'proposeInvalid', 'confirmInvalid']);

export const refused = ({ code, refused: said }: Refused): Problem => new Problem(REFUSED[code], said);

export function createProceedingMoves(parts: ProceedingMoveParts) {
  const { proceedings, tickets, policy, masks, commit, now } = parts;
  const numbers = createNumbers({ lastTaken: proceedings.lastNumber });
  const rules = rulesOf(policy);

  async function orderOf(orderNo: string): Promise<Ticket> {
    const ticket = await tickets.get(orderNo);
    if (!ticket) throw new Error(`a proceeding without its order ${orderNo}`);
    return ticket;
  }

  function around(
    ticket: Ticket,
    all: readonly Proceeding[],
  ): Pick<ProceedAsk, 'levelDone' | 'involved' | 'rules'> {
    const hands = [
      ...ticket.timeline.filter(({ action }) => INVOLVED.has(action)),
      ...all
        .filter(({ kind }) => kind === 'lowRating')
        .flatMap(({ rows }) => rows.filter(({ action }) => INVOLVED.has(action))),
    ];
    return {
      levelDone: levelDone(all, policy.ladder),
      involved: new Set(hands.map(({ actor }) => actor.id)),
      rules,
    };
  }

  /** What the move does to the order; null = nothing. */
  function orderAfter(
    ticket: Ticket,
    proceeding: Proceeding,
    move: Move,
    account: SignedIn,
    ip: string,
    reason: string,
  ): Ticket | null {
    const actor = staff(account, ip);
    const stepped = (action: string, why: string): Ticket => {
      const next = step(ticket, {
        ...{ action, actor, permissions: account.permissions, version: ticket.version, reason: why },
        ...{ scope: account.scope, rules: policy, now: now(), policy: policy.hash, mask: masks },
      });
      if ('refused' in next) throw refused(next);
      return next.ticket;
    };
    const at = now();
    switch (move.order) {
      case 'supervised': {
        const rung = policy.ladder.find((one) => one.rung === proceeding.rung);
        const why = `${rung?.name ?? ''}：${masks.text(proceeding.matter ?? '')}`;
        return rung?.answers
          ? stepped('supervise', why)
          : noted(ticket, { at, actor, action: 'staffUrge', reason: why });
      }
      case 'rework':
        return stepped('rework', reason);
      case 'exempt': {
        const of: Exemption['of'] =
          proceeding.kind === 'unreasonable' ? 'all' : (proceeding.subject ?? 'verdict');
        const exempt = [...(ticket.exempt ?? []), { of, by: proceeding.id, at }];
        const why = WORDS.order.exempt.replace('{kind}', WORDS.kinds[proceeding.kind]);
        return { ...noted(ticket, { at, actor, action: 'exempt', reason: why }), exempt };
      }
      default:
        return null;
    }
  }

  async function write(
    cause: string,
    account: SignedIn,
    ip: string,
    changed: Proceeding[],
    order: Ticket | null,
    before: Record<string, unknown>,
    claims: string[] = [],
  ): Promise<Committed> {
    const changes: Change[] = changed.map((proceeding) => ({ do: 'proceeding', proceeding }));
    if (order) changes.push({ do: 'ticket', ticket: order });
    return commit({
      cause,
      actor: staff(account, ip),
      claims: [...changed.map(proceedingClaim), ...(order ? [ticketClaim(order)] : []), ...claims],
      changes,
      before,
    });
  }

  /** The key of a document's number: its mark and the year of issue in Shanghai. */
  function numberKey({ rung }: Proceeding): string | null {
    const mark = policy.ladder.find((one) => one.rung === rung)?.document?.mark;
    return mark ? `${mark}〔${dayOf(now()).slice(0, 4)}〕` : null;
  }

  return {
    around,
    orderOf,

    async move(proceeding: Proceeding, wish: MoveWish, account: SignedIn, ip: string): Promise<Proceeding> {
      const ticket = await orderOf(proceeding.orderNo);
      const all = await proceedings.ofOrder(proceeding.orderNo);
      const judge = (number: ProceedAsk['number']) => {
        const done = proceed(proceeding, {
          ...wish,
          ...around(ticket, all),
          ...{ actor: staff(account, ip), permissions: account.permissions, scope: account.scope },
          ...{ criteria: policy.criteria, known: (unit) => policy.units.some(({ code }) => code === unit) },
          ...{ now: now(), policy: policy.hash, number },
        });
        if ('refused' in done) throw refused(done);
        return done;
      };
      const key = wish.action === 'issue' ? numberKey(proceeding) : null;
      // Refused before a number is asked for.
      const { proceeding: next, move } = judge(null);
      const order = orderAfter(ticket, next, move, account, ip, wish.reason);
      const raised = wish.action === 'raise' ? [raise(proceeding, ticket, wish, all, account, ip)] : [];
      const cause = `move:${proceedingClaim(next)}:${account.account}:${wish.action}`;
      const before = { state: proceeding.state, version: proceeding.version };
      const put = (one: Proceeding, claims: string[]) =>
        write(cause, account, ip, [one, ...raised], order, before, claims);
      if (key === null) {
        if ((await put(next, [])) === 'conflict') throw new Problem('STALE');
        return raised[0] ?? next;
      }
      let issued = next;
      const taken = await numbers.take(key, (seq) => {
        issued = judge({ key, seq }).proceeding;
        return put(issued, [claimOf(key, seq)]);
      });
      if (taken.outcome === 'conflict') throw new Problem('STALE');
      return taken.outcome === 'done' ? issued : ((await proceedings.get(next.id)) ?? issued);
    },

    /** Begins it. The same thing twice is one thing. */
    async open(proceeding: Proceeding, ticket: Ticket, account: SignedIn, ip: string): Promise<Proceeding> {
      const rung = policy.ladder.find((one) => one.rung === proceeding.rung);
      const told = rung && !rung.answers;
      const order = told
        ? noted(ticket, {
            ...{ at: now(), actor: staff(account, ip), action: 'staffUrge' },
            reason: masks.text(proceeding.matter ?? ''),
          })
        : null;
      const done = await write(`open:${proceeding.id}`, account, ip, [proceeding], order, {});
      if (done !== 'done') throw new Problem('STALE');
      return proceeding;
    },
  };

  function raise(
    from: Proceeding,
    ticket: Ticket,
    { said, reason }: MoveWish,
    all: readonly Proceeding[],
    account: SignedIn,
    ip: string,
  ): Proceeding {
    const n = all.filter(({ kind }) => kind === 'supervision').length + 1;
    return opened(
      {
        ...{
          id: `SV-${ticket.orderNo}-${n}`,
          kind: 'supervision',
          state: 'SUBMITTED',
          action: 'open',
          reason,
        },
        ...{ ticket, actor: staff(account, ip), now: now(), policy: policy.hash, units: said.units ?? [] },
      },
      {
        ...(said.rung === undefined ? {} : { rung: said.rung }),
        ...{ matter: said.matter?.trim() ?? '', said: said.needs ?? {}, after: from.id },
      },
    );
  }
}

export type ProceedingMoves = ReturnType<typeof createProceedingMoves>;
