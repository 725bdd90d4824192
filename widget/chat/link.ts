/**
 * The two ways to hear and be heard: the socket, and the plain long poll while the socket is not there. Both
 * deliver into the same events; the conversation de-duplicates, so their overlapping does no harm.
 */
import { Manager, type Socket } from 'socket.io-client';
import type { Kept, Line, Say, ThreadState } from '../../server/http/contract-chat.js';
import type { ChatClientEvents, ChatServerEvents } from '../../server/http/contract-live.js';
import { getLines, getState, isFault, type Pass, postSay, Refused } from './wire.js';

export interface LinkEvents {
  /** Highest number shown; lines are asked for from the next one on. */
  after(): number;
  lines(lines: Line[], whole: boolean): void;
  state(state: ThreadState): void;
  typing(): void;
  wording(text: string | null): void;
  up(): void;
  /** `lost`: neither way works now. Otherwise the other way is being tried. */
  down(lost: boolean): void;
  expired(): void;
}

export interface Link {
  say(say: Say): Promise<Kept>;
  seen(seq: number): void;
  /** That something is being written, not what. */
  typing(): void;
  /** Asks for what is missing, whichever way is up. */
  fetch(): Promise<void>;
  /** The network is said to be back: try now, not at the end of the pause. */
  nudge(): void;
  stop(): void;
}

/** Seconds one long poll waits; below the 30 s at which many proxies cut. */
const WAIT = 20;
/** Milliseconds until a silent socket is taken for dead and the words go by HTTP under the same id. */
const PATIENCE = 8000;

export function connect(server: string, pass: Pass, events: LinkEvents): Link {
  const { origin, pathname } = new URL(server);
  const socket: Socket<ChatServerEvents, ChatClientEvents> = new Manager(origin, {
    path: `${pathname.replace(/\/$/, '')}/socket.io`,
    // The long poll below is the fallback; a second one inside the socket would only need sticky proxies.
    transports: ['websocket'],
    reconnectionDelayMax: 15_000,
    timeout: 8000,
  }).socket('/chat', { auth: (give: (pass: object) => void) => give({ ...pass, after: events.after() }) });
  let stopped = false;
  let polling: AbortController | null = null;
  let wake: () => void = () => {};

  const nap = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  function stop() {
    stopped = true;
    socket.disconnect();
    polling?.abort();
    wake();
  }

  async function poll() {
    if (polling || stopped) return;
    const mine = new AbortController();
    polling = mine;
    let tries = 0;
    let wait = 0;
    const idle = () => stopped || socket.connected || mine.signal.aborted;
    while (!idle()) {
      const asked = Date.now();
      try {
        const lines = await getLines(server, pass, events.after(), wait, mine.signal);
        const state = await getState(server, pass, mine.signal);
        if (idle()) break;
        events.up();
        events.lines(lines, true);
        events.state(state);
        tries = 0;
        // A server or proxy that does not wait must not be asked in a tight loop.
        if (!lines.length && wait && Date.now() - asked < 1000) await nap(2000);
        wait = WAIT;
      } catch (error) {
        if (idle()) break;
        if (error instanceof Refused && error.expired) {
          stop();
          events.expired();
          break;
        }
        events.down(true);
        wait = 0;
        await nap(Math.min(15_000, 1000 * 2 ** tries++));
      }
    }
    if (polling === mine) polling = null;
  }

  /** The server closed or refused the socket itself: socket.io does not come back alone from that. */
  function comeBack() {
    if (!stopped && !socket.active)
      setTimeout(() => !stopped && socket.connect(), 3000 + Math.random() * 9000);
    void poll();
  }

  socket.on('connect', () => {
    polling?.abort();
    polling = null;
    wake();
    events.up();
  });
  socket.on('disconnect', () => {
    if (stopped) return;
    events.down(false);
    comeBack();
  });
  socket.on('connect_error', comeBack);
  socket.on('line', (line) => events.lines([line], false));
  socket.on('state', events.state);
  socket.on('typing', events.typing);
  socket.on('wording', events.wording);

  // A proxy that swallows web sockets gives no error for long.
  setTimeout(() => !socket.connected && void poll(), 2000);

  return {
    async say(say) {
      if (socket.connected) {
        const answer = await socket
          .timeout(PATIENCE)
          .emitWithAck('say', say)
          .catch(() => null);
        if (isFault(answer)) throw new Refused(answer.error.code, answer.error.message);
        if (answer) return answer;
      }
      return postSay(server, pass, say);
    },
    seen(seq) {
      if (socket.connected) socket.emit('seen', seq);
    },
    typing() {
      if (socket.connected) socket.emit('typing');
    },
    async fetch() {
      events.lines(await getLines(server, pass, events.after(), 0), true);
    },
    nudge() {
      wake();
      if (!socket.connected && !stopped) socket.connect();
    },
    stop,
  };
}
