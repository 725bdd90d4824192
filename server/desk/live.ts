/**
 * The desk's side of the socket: whole cards to everybody who may see them, lines of a thread to those who
 * watch it. A card replaces the one before by id, so a lost one does no harm: the next or a reload mends it.
 */
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import type { ThreadLine } from '../../channels/channel.js';
import { Problem } from '../errors.js';
import type { Delivery, Line } from '../http/contract-chat.js';
import type { Caller } from '../http/contract-desk.js';
import type { DeskClientEvents, DeskServerEvents } from '../http/contract-live.js';
import type { OrderCard } from '../http/contract-orders.js';
import type { SignedIn } from '../http/handler.js';
import { faultOf } from '../intake/live-chat.js';
import type { Audit } from '../people/audit.js';
import { ownOrigin } from '../people/guard.js';
import type { AlarmStore } from '../store/journal.js';
import type { LineStore } from '../store/lines.js';
import type { ThreadStore } from '../store/threads.js';
import type { Ticket } from '../tickets/ticket.js';
import { AUDIENCES, type Audience, audiencesFor, audiencesOf } from './alarm-audience.js';
import type { Present } from './assign/workers.js';
import type { Mask } from './show.js';
import { alarmView, deskLine, threadCard } from './show.js';

interface SocketData {
  account: SignedIn;
}
type DeskSocket = Socket<DeskClientEvents, DeskServerEvents, DefaultEventsMap, SocketData>;
export type DeskNamespace = Namespace<DeskClientEvents, DeskServerEvents, DefaultEventsMap, SocketData>;

export interface LiveDeskParts {
  config: { publicUrl: string | null };
  sessionOf: (cookie: string | undefined) => Promise<SignedIn | null>;
  /** Is the session of an open socket still good? Counts as no sign of life. */
  stillSignedIn: (session: string) => Promise<SignedIn | null>;
  threads: ThreadStore;
  lines: LineStore;
  alarms: AlarmStore;
  audit: Audit;
  card: (ticket: Ticket, scope: ReadonlySet<string> | null) => OrderCard;
  mask: Mask;
  caller: (thread: string) => Promise<Caller | null>;
  isAway: (account: string) => Promise<boolean>;
  /** Seats that take conversations, at any process. */
  seats: () => number;
  /** Somebody came to the desk. */
  came: () => void;
  /** Somebody writes: shown to the citizen. */
  typing: (thread: string) => void;
  failed: (where: string, error: unknown) => void;
  /** Milliseconds between checks that a socket's session is still good. */
  recheck: number;
}

export interface LiveDesk {
  thread(id: string): void;
  /** Lines may overtake each other here; the console sorts by seq and asks again where one is missing. */
  line(thread: string, line: ThreadLine): void;
  /** The citizen is writing: told to whoever has the thread open. */
  typing(thread: string): void;
  /** Has somebody at this process the thread open? */
  watched(thread: string): boolean;
  ticket(ticket: Ticket): void;
  delivery(thread: string, line: string, mark: Delivery): void;
  alarm(id: string): void;
  /** This seat has picked up. */
  call(thread: string, seat: string): void;
  /** Everybody who has the console open, at this process. */
  present(): Present[];
  /** Stepped away, or back. */
  rests(account: string, away: boolean): void;
  /** How many seats there are has changed. */
  online(): void;
}

const THREADS = 'threads';
const ORDERS = 'orders';
const alarmsOf = (audience: Audience): string => `alarms:${audience}`;
const ofUnit = (unit: string): string => `orders:${unit}`;
const ofSeat = (seat: string): string => `seat:${seat}`;
const watching = (thread: string): string => `watch:${thread}`;
const BATCH = 500;

const headersOf = ({ handshake }: DeskSocket): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(handshake.headers).map(([name, value]) => [name, value?.toString()]));

export function liveDesk(namespace: DeskNamespace, parts: LiveDeskParts): LiveDesk {
  const atDesk = new Map<string, { count: number; permissions: ReadonlySet<string> }>();
  const away = new Set<string>();

  const tell = () => void namespace.to(THREADS).emit('online', parts.seats());
  const sit = ({ account, permissions }: SignedIn, by: 1 | -1) => {
    const count = (atDesk.get(account)?.count ?? 0) + by;
    if (count > 0) atDesk.set(account, { count, permissions });
    else atDesk.delete(account);
    tell();
  };
  function rests(account: string, now: boolean): void {
    if (now) away.add(account);
    else away.delete(account);
    tell();
    parts.came();
  }
  const quietly = (where: string, run: Promise<unknown>) => {
    run.catch((error: unknown) => parts.failed(where, error));
  };

  namespace.use((socket, next) => {
    // No script guards a handshake as CORS guards a request: a foreign page of the same site brings the cookie.
    if (!ownOrigin(headersOf(socket), parts.config.publicUrl))
      return next(Object.assign(new Error('CSRF'), { data: faultOf(new Problem('CSRF')) }));
    parts.sessionOf(socket.handshake.headers.cookie).then(
      (account) => {
        const ok = account !== null && !account.mustChange;
        if (ok) socket.data.account = account;
        next(
          ok
            ? undefined
            : Object.assign(new Error('NOT_SIGNED_IN'), { data: faultOf(new Problem('NOT_SIGNED_IN')) }),
        );
      },
      (error: Error) => next(error),
    );
  });

  namespace.on('connection', (socket: DeskSocket) => {
    const { account } = socket.data;
    const watched = new Set<string>();
    const may = (permission: string) => account.permissions.has(permission);
    if (may('thread.read')) quietly('join', Promise.resolve(socket.join(THREADS)));
    for (const audience of audiencesFor(account))
      quietly('join', Promise.resolve(socket.join(alarmsOf(audience))));
    // A unit's people hear of what was sent to their units, and of nothing else.
    const orders = account.scope === null ? ORDERS : [...account.scope].map(ofUnit);
    if (may('order.read')) quietly('join', Promise.resolve(socket.join(orders)));
    // A call's history is orders of any unit: only whoever may see them all is shown it.
    const whole = may('thread.read') && may('order.read') && account.scope === null;
    if (whole) quietly('join', Promise.resolve(socket.join(ofSeat(account.seat))));
    sit(account, 1);
    quietly(
      'away',
      parts.isAway(account.account).then((now) => rests(account.account, now)),
    );
    // Signing out or being disabled ends the socket too, not only the next request.
    const check = setInterval(() => {
      parts.stillSignedIn(account.session).then(
        (now) => {
          // Rights that were taken away end it too: it comes back with those it has.
          if (!now || now.mustChange || [...account.permissions].some((one) => !now.permissions.has(one)))
            socket.disconnect(true);
        },
        (error: unknown) => parts.failed('session', error),
      );
    }, parts.recheck);
    check.unref();
    /** Joined before reading: a line that lands between the two comes over the room. */
    const traced = new Set<string>();
    async function open(thread: string, from: number): Promise<Line[]> {
      // The check above comes now and then; what is opened anew is judged now.
      if (!(await parts.stillSignedIn(account.session))) {
        socket.disconnect(true);
        throw new Problem('NOT_SIGNED_IN');
      }
      // Reading somebody's conversation leaves a trace by whichever way it is read.
      if (!traced.has(thread)) {
        const { address: ip } = socket.handshake;
        await parts.audit({ who: account, ip, action: 'thread.read', target: thread.slice(0, 160) });
        traced.add(thread);
      }
      if (watched.has(thread)) await socket.join(watching(thread));
      const rows = await parts.lines.after(thread, from, BATCH);
      return rows.map((row) => deskLine(thread, row, parts.mask));
    }
    socket.on('disconnect', () => {
      clearInterval(check);
      sit(account, -1);
    });
    socket.on('watch', (thread, after, ack) => {
      if (typeof thread !== 'string' || typeof ack !== 'function') return;
      if (!may('thread.read')) return ack(faultOf(new Problem('FORBIDDEN')));
      const from = Number.isSafeInteger(after) && after >= 0 ? after : 0;
      watched.add(thread);
      open(thread, from).then(ack, (error: unknown) => {
        if (!(error instanceof Problem)) parts.failed(thread, error);
        ack(faultOf(error));
      });
    });
    socket.on('unwatch', (thread) => {
      if (typeof thread !== 'string') return;
      watched.delete(thread);
      quietly('leave', Promise.resolve(socket.leave(watching(thread))));
    });
    socket.on('typing', (thread) => {
      if (typeof thread === 'string' && may('thread.claim')) parts.typing(thread);
    });
  });

  /** Nobody listens: nothing to read for. */
  const empty = (room: string) => !namespace.adapter.rooms.has(room);

  async function sendCard(id: string): Promise<void> {
    if (empty(THREADS)) return;
    const doc = await parts.threads.get(id);
    if (doc) namespace.to(THREADS).emit('thread', threadCard(doc, await parts.lines.lastSeq(id), parts.mask));
  }

  async function sendCall(thread: string, room: string): Promise<void> {
    if (empty(room)) return;
    const found = await parts.caller(thread);
    if (found) namespace.to(room).emit('call', found);
  }

  async function sendAlarm(id: string): Promise<void> {
    if (AUDIENCES.every((audience) => empty(alarmsOf(audience)))) return;
    const doc = await parts.alarms.get(id);
    if (doc) namespace.to(audiencesOf(doc.kind).map(alarmsOf)).emit('alarm', alarmView(doc, parts.mask));
  }

  return {
    thread: (id) => quietly(id, sendCard(id)),
    line(thread, line) {
      if (empty(watching(thread))) return;
      namespace.to(watching(thread)).emit('line', thread, deskLine(thread, line, parts.mask));
    },
    watched: (thread) => !empty(watching(thread)),
    typing: (thread) => void namespace.to(watching(thread)).emit('typing', thread),
    ticket(ticket) {
      if (!empty(ORDERS)) namespace.to(ORDERS).emit('order', parts.card(ticket, null));
      const units = (ticket.assignments ?? []).map(({ unit }) => unit);
      if (units.map(ofUnit).every(empty)) return;
      namespace.to(units.map(ofUnit)).emit('order', parts.card(ticket, new Set(units)));
    },
    alarm: (id) => quietly(id, sendAlarm(id)),
    call: (thread, seat) => quietly(thread, sendCall(thread, ofSeat(seat))),
    delivery(thread, line, mark) {
      if (!empty(watching(thread))) namespace.to(watching(thread)).emit('delivery', thread, line, mark);
      // A line that goes out at once was never in trouble: nobody lists it.
      if (mark.state !== 'sent' || mark.tries > 0) namespace.to(THREADS).emit('undelivered');
    },
    present: () =>
      [...atDesk].map(([account, { permissions }]) => ({ account, permissions, away: away.has(account) })),
    rests,
    online: tell,
  };
}
