/** What goes over socket.io. */
import type { Fault } from './contract.js';
import type { Delivery, Kept, Line, Say, ThreadState } from './contract-chat.js';
import type { Alarm, Caller, ThreadCard } from './contract-desk.js';
import type { OrderCard } from './contract-orders.js';

/** Namespace /chat; handshake auth `{ thread, token, after }`. Lines come in order of seq, from after+1. */
export interface ChatServerEvents {
  line(line: Line): void;
  state(state: ThreadState): void;
  typing(): void;
  /** Checked sentences of an answer that is being written; null = no longer. The line itself comes as a line. */
  wording(text: string | null): void;
}
export interface ChatClientEvents {
  say(body: Say, ack: (answer: Kept | Fault) => void): void;
  /** Highest seq shown to the citizen. */
  seen(seq: number): void;
  /**
   * The citizen is writing; a bare sign. The words are the citizen's own until they are sent, so there is no place
   * for them here, and none is to be made: what was thought better of is nobody's business.
   */
  typing(): void;
}
/** Namespace /desk; the session cookie signs in. Cards are whole: the client replaces what it has by id. */
export interface DeskServerEvents {
  thread(card: ThreadCard): void;
  order(card: OrderCard): void;
  alarm(alarm: Alarm): void;
  /** Lines of threads this socket watches; the desk's view (codes dropped, personal data masked). */
  line(thread: string, line: Line): void;
  /** The citizen of a thread this socket watches is writing; never what. Told anew every few seconds, then it is over. */
  typing(thread: string): void;
  online(seats: number): void;
  /** The seat of this socket has picked up a call. */
  call(caller: Caller): void;
  /** How a line of a thread this socket watches now stands. */
  delivery(thread: string, line: string, delivery: Delivery): void;
  /** Something about the lines in trouble changed: whoever lists them asks anew. */
  undelivered(): void;
}
export interface DeskClientEvents {
  /** From now on `line` of this thread; answers with all lines after `after`. */
  watch(thread: string, after: number, ack: (lines: Line[] | Fault) => void): void;
  unwatch(thread: string): void;
  typing(thread: string): void;
}
