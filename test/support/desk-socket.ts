/** The console of a seat, open: its socket alone, with the cards it was shown. */
import { io } from 'socket.io-client';
import type { ThreadCard } from '../../server/http/contract-desk.js';
import type { Seat } from './seat.js';

export interface DeskSocket {
  /** The latest card of a conversation for which this holds; waits until one comes. */
  card(thread: string, holds: (card: ThreadCard) => boolean): Promise<ThreadCard>;
  close(): void;
}

export async function openDeskOf(url: string, seat: Seat): Promise<DeskSocket> {
  const socket = io(`${url}/desk`, {
    ...{ transports: ['websocket'], forceNew: true, reconnection: false },
    extraHeaders: { cookie: seat.cookie },
  });
  const cards = new Map<string, ThreadCard>();
  const waiting = new Set<() => void>();
  socket.on('thread', (card: ThreadCard) => {
    cards.set(card.id, card);
    for (const look of [...waiting]) look();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => resolve());
    socket.once('connect_error', reject);
  });
  return {
    card: (thread, holds) =>
      new Promise((resolve) => {
        const look = () => {
          const card = cards.get(thread);
          if (!card || !holds(card)) return;
          waiting.delete(look);
          resolve(card);
        };
        waiting.add(look);
        look();
      }),
    close: () => socket.close(),
  };
}
