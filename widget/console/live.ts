/**
 * The desk's live side. One connection a page; it re-connects by itself, and everybody who shows a list
 * hears of it through `onReconnect` and fetches anew, because what was said meanwhile was not heard.
 */
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { io, type Socket } from 'socket.io-client';
import type { Line } from '../../server/http/contract-chat.js';
import type { DeskClientEvents, DeskServerEvents } from '../../server/http/contract-live.js';
import { call, Problem } from './api.js';
import { auth } from './auth.js';

export type Connection = 'connecting' | 'online' | 'offline';
type Desk = Socket<DeskServerEvents, DeskClientEvents>;

let socket: Desk | null = null;
let connection: Connection = 'connecting';
let seats = 0;
const watchers = new Set<() => void>();
const reconnected = new Set<() => void>();

function changed(): void {
  for (const watcher of [...watchers]) watcher();
}

function become(next: Connection): void {
  connection = next;
  changed();
}

/** The namespace refuses an ended session; only the server can say whether that is what happened. */
async function stillSignedIn(): Promise<void> {
  try {
    await call('whoAmI');
  } catch (error) {
    if (error instanceof Problem && error.code === 'NOT_SIGNED_IN') {
      await auth.expire();
      socket?.connect();
    }
  }
}

export function openDesk(): () => void {
  let before = false;
  const desk: Desk = io('/desk', { withCredentials: true, reconnectionDelayMax: 5000, forceNew: true });
  socket = desk;
  become('connecting');
  desk.on('connect', () => {
    become('online');
    if (before) for (const tell of [...reconnected]) tell();
    before = true;
  });
  desk.on('disconnect', (reason) => {
    become('offline');
    // Ended by the server: socket.io does not come back by itself then.
    if (reason === 'io server disconnect') {
      void stillSignedIn().then(() => setTimeout(() => socket === desk && desk.connect(), 1000));
    }
  });
  desk.on('connect_error', () => {
    become('offline');
    // `active` false: refused by the namespace, not by the network.
    if (!desk.active)
      void stillSignedIn().then(() => setTimeout(() => socket === desk && desk.connect(), 3000));
  });
  desk.on('online', (count) => {
    seats = count;
    changed();
  });
  changed();
  return () => {
    socket = null;
    desk.close();
  };
}

/** All lines after `after`; from now on `line` of this thread arrives. Rejects when the desk is not there. */
export function watchThread(thread: string, after: number): Promise<Line[]> {
  return new Promise((resolve, reject) => {
    if (!socket?.connected) return reject(new Error('not connected'));
    socket.timeout(10_000).emit('watch', thread, after, (late: Error | null, answer) => {
      if (late) reject(late);
      else if (Array.isArray(answer)) resolve(answer);
      else reject(new Problem(answer.error.code, answer.error.message, answer.error.hint));
    });
  });
}

export function unwatchThread(thread: string): void {
  socket?.emit('unwatch', thread);
}

export function tellTyping(thread: string): void {
  socket?.volatile.emit('typing', thread);
}

const watch = (watcher: () => void) => {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
};
export const useConnection = () => useSyncExternalStore(watch, () => connection);
export const useSeats = () => useSyncExternalStore(watch, () => seats);
const useDesk = () => useSyncExternalStore(watch, () => socket);

export function useLive<E extends keyof DeskServerEvents>(event: E, hear: DeskServerEvents[E]): void {
  const desk = useDesk();
  const heard = useEffectEvent(hear as (...told: unknown[]) => void);
  useEffect(() => {
    if (!desk) return;
    const listener = ((...told: unknown[]) => heard(...told)) as never;
    desk.on(event, listener);
    return () => void desk.off(event, listener);
  }, [desk, event]);
}

export function useReconnect(then: () => void): void {
  const tell = useEffectEvent(then);
  useEffect(() => {
    const told = () => tell();
    reconnected.add(told);
    return () => void reconnected.delete(told);
  }, []);
}
