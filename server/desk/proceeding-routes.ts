/** 专办 at the desk: lists by kind, one, its moves, its document, and what runs beside an order. */
import { Readable } from 'node:stream';
import { Problem } from '../errors.js';
import { Answer, type Handlers, type SignedIn, signedIn } from '../http/handler.js';
import type { Audit } from '../people/audit.js';
import type { CopyMark, OfficialDocument } from '../print/document.js';
import { setPdf } from '../print/pdf.js';
import { maskFor } from '../tickets/identity.js';
import { OWES } from '../tickets/proceedings/effects.js';
import { KINDS, type Kind, PROCEEDING_STATES } from '../tickets/proceedings/kinds.js';
import type { Proceeding } from '../tickets/proceedings/proceeding.js';
import {
  lookOf,
  type ProceedingReader,
  proceedingCard,
  proceedingPage,
  sees,
} from '../tickets/proceedings/view.js';
import { fill, stateName, WORDS } from '../tickets/proceedings/words.js';
import { documentOf, numberText, printable } from '../tickets/supervision/document.js';
import { staff } from './moves.js';
import type { OrderPages } from './order-pages.js';
import { createProceedingMoves, type ProceedingMoveParts } from './proceeding-moves.js';
import { openFor, opening } from './proceeding-open.js';
import { limitOf } from './thread-routes.js';

export interface ProceedingRouteParts extends ProceedingMoveParts {
  pages: Pick<OrderPages, 'ticketOf'>;
  audit: Audit;
}

const STANDS = ['near', 'late'] as const;

export type ProceedingRoutes =
  | 'proceedings'
  | 'proceeding'
  | 'proceedingMove'
  | 'proceedingDocument'
  | 'orderBeside'
  | 'proceedingOpen';

const PRINT = {
  pdf: { set: setPdf, type: 'application/pdf' },
  docx: {
    set: async (document: OfficialDocument, mark: CopyMark) =>
      (await import('../print/docx.js')).setDocx(document, mark),
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
};

export function proceedingRoutes(parts: ProceedingRouteParts): Handlers<ProceedingRoutes> {
  const { proceedings, policy, masks, audit, now } = parts;
  const moves = createProceedingMoves(parts);

  const readerOf = ({ account, permissions, scope }: SignedIn): ProceedingReader => ({
    ...{ account, permissions, scope, policy },
    mask: masks,
    now: now(),
  });

  /** What the reader may not see is as good as not there. */
  async function found(id: string | undefined, account: SignedIn): Promise<Proceeding> {
    const proceeding = id ? await proceedings.get(id) : null;
    if (!proceeding || !sees(proceeding, account)) throw new Problem('NOT_FOUND');
    return proceeding;
  }

  async function pageOf(proceeding: Proceeding, account: SignedIn) {
    const ticket = await moves.orderOf(proceeding.orderNo);
    const all = await proceedings.ofOrder(proceeding.orderNo);
    const reader = readerOf(account);
    const mask = account.scope === null ? reader.mask : maskFor(ticket, reader.mask);
    return proceedingPage(proceeding, { ...reader, mask }, moves.around(ticket, all));
  }

  return {
    async proceedings(asked) {
      const account = signedIn(asked);
      const { query } = asked;
      const seen = KINDS.filter((kind) => lookOf(kind, account) !== null);
      const kind: Kind | undefined = query.kind ? KINDS.find((one) => one === query.kind) : seen[0];
      if (query.kind && !kind) throw new Problem('BAD_REQUEST');
      const look = kind && lookOf(kind, account);
      if (!kind || !look) throw new Problem('FORBIDDEN');
      const { states, ...which } = look;
      const known: readonly string[] = states ?? PROCEEDING_STATES[kind];
      if (query.state && !known.includes(query.state)) throw new Problem('BAD_REQUEST');
      const stands = STANDS.find((one) => one === query.clock);
      const owed = known.filter((state) => OWES[kind]?.includes(state));
      const pressing = (one: (typeof STANDS)[number]) => ({
        ...{ ...which, kind, states: owed },
        clock: { stands: one, now: now() },
      });
      const among = async (one: (typeof STANDS)[number]) =>
        owed.length > 0 ? (await proceedings.list({ ...pressing(one), limit: 1 })).total : 0;
      const asks = stands
        ? pressing(stands)
        : { ...which, kind, states: query.state ? [query.state] : states };
      const [page, near, late] = await Promise.all([
        proceedings.list({ ...asks, after: query.after || undefined, limit: limitOf(query.limit) }),
        among('near'),
        among('late'),
      ]);
      const reader = readerOf(account);
      return {
        rows: page.rows.map((row) => proceedingCard(row, reader)),
        ...{ next: page.next, total: page.total },
        pressing: owed.length > 0 ? { near, late } : null,
        kinds: seen.map((one) => ({ kind: one, name: WORDS.kinds[one] })),
        states: known.map((state) => ({ state, name: stateName(kind, state) })),
      };
    },

    async proceeding(asked) {
      const account = signedIn(asked);
      const proceeding = await found(asked.params.id, account);
      await audit({ who: account, ip: asked.ip, action: 'proceeding.read', target: proceeding.id });
      return pageOf(proceeding, account);
    },

    async proceedingMove(asked) {
      const account = signedIn(asked as never);
      const { body, ip } = asked;
      const proceeding = await found(asked.params.id, account);
      const wish = {
        action: body.action,
        version: body.version,
        reason: body.reason ?? '',
        said: body.said ?? {},
      };
      const next = await moves.move(proceeding, wish, account, ip);
      await audit({
        who: account,
        ip,
        action: 'proceeding.move',
        target: proceeding.id,
        reason: body.action,
      });
      return pageOf(next, account);
    },

    async proceedingDocument(asked) {
      const account = signedIn(asked);
      const as = asked.query.as === 'docx' ? 'docx' : 'pdf';
      const proceeding = await found(asked.params.id, account);
      if (!printable(proceeding)) throw new Problem('NOT_FOUND');
      const ticket = await moves.orderOf(proceeding.orderNo);
      const document = documentOf(proceeding, ticket, policy, masks);
      if (!document) throw new Problem('NOT_FOUND');
      const at = new Date(now().getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
      const text = fill(WORDS.document.copy, { account: account.account, at });
      // Written down first: what cannot be traced does not leave.
      await audit({
        who: account,
        ip: asked.ip,
        action: 'proceeding.print',
        target: proceeding.id,
        reason: as,
      });
      const file = await PRINT[as].set(document, { text });
      const name = `${numberText(proceeding)}${document.title}.${as}`;
      return new Answer({
        headers: {
          'Content-Type': PRINT[as].type,
          'Content-Disposition': `attachment; filename="document.${as}"; filename*=UTF-8''${encodeURIComponent(name)}`,
          'Cache-Control': 'private, no-store',
        },
        stream: Readable.from([file]),
      });
    },

    async orderBeside(asked) {
      const account = signedIn(asked);
      const ticket = await parts.pages.ticketOf(asked.params.orderNo, account);
      const all = await proceedings.ofOrder(ticket.orderNo);
      const reader = readerOf(account);
      return {
        rows: all.filter((one) => sees(one, account)).map((one) => proceedingCard(one, reader)),
        open: openFor({ ticket, all, account, policy }),
      };
    },

    async proceedingOpen(asked) {
      const account = signedIn(asked as never);
      const { body, ip } = asked;
      const ticket = await parts.pages.ticketOf(asked.params.orderNo, account);
      const all = await proceedings.ofOrder(ticket.orderNo);
      const wish = { kind: body.kind, reason: body.reason?.trim() ?? '', said: body.said ?? {} };
      const made = opening({ ticket, all, account, policy }, wish, staff(account, ip), now());
      await moves.open(made, ticket, account, ip);
      await audit({ who: account, ip, action: 'proceeding.move', target: made.id, reason: 'open' });
      return pageOf(made, account);
    },
  };
}
