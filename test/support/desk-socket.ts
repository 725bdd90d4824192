/** The console of a seat, open: its socket alone, with the cards and lines it was shown. */
import { io } from 'socket.io-client';
import type { Line } from '../../server/http/contract-chat.js';
import type { ThreadCard } from '../../server/http/contract-desk.js';
import type { OrderCard } from '../../server/http/contract-orders.js';
import type { Seat } from './seat.js';

export interface DeskSocket {
  /** The latest card of a conversation for which this holds; waits until one comes. */
  card(thread: string, holds: (card: ThreadCard) => boolean): Promise<ThreadCard>;
  /** From now on lines of the conversation are shown; resolves with those there are. */
  watch(thread: string): Promise<Line[]>;
  /** Waits for a line of a watched conversation with these words. */
  line(thread: string, words: string): Promise<Line>;
  /** Waits for this order. */
  order(orderNo: string): Promise<OrderCard>;
  close(): void;
}

export async function openDeskOf(url: string, seat: Seat): Promise<DeskSocket> {
  const socket = io(`${url}/desk`, {
    ...{ transports: ['websocket'], forceNew: true, reconnection: false },
    extraHeaders: { cookie: seat.cookie },
  });
  const cards = new Map<string, ThreadCard>();
  const lines: { thread: string; line: Line }[] = [];
  const orders = new Map<string, OrderCard>();
  const waiting = new Set<() => void>();
  const shown = (): void => {
    for (const look of [...waiting]) look();
  };
  socket.on('thread', (card: ThreadCard) => {
    cards.set(card.id, card);
    shown();
  });
  socket.on('line', (thread: string, line: Line) => {
    lines.push({ thread, line });
    shown();
  });
  socket.on('order', (card: OrderCard) => {
    orders.set(card.orderNo, card);
    shown();
  });
  const until = <T>(find: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const look = () => {
        const found = find();
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => resolve());
    socket.once('connect_error', reject);
  });
  return {
    card: (thread, holds) =>
      until(() => {
        const card = cards.get(thread);
        return card && holds(card) ? card : undefined;
      }),
    watch: (thread) => socket.timeout(10_000).emitWithAck('watch', thread, 0) as Promise<Line[]>,
    line: (thread, words) =>
      until(() => lines.find((one) => one.thread === thread && one.line.text.includes(words))?.line),
    order: (orderNo) => until(() => orders.get(orderNo)),
    close: () => socket.close(),
  };
}
