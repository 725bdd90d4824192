/**
 * One citizen's conversation: opens the thread at the first word, keeps what is unsent until the server has
 * it, and holds the log. Knows nothing of the page; `changed` is called whenever the picture is another.
 */
import type { FileView, Line, Say, ThreadState } from '../../server/http/contract-chat.js';
import type { Keep } from './keep.js';
import { connect, type Link } from './link.js';
import { type Log, last, merge } from './log.js';
import {
  acked,
  again,
  inOrder,
  next,
  type Outbox,
  type Parcel,
  parcelOf,
  refused,
  settle,
} from './outbox.js';
import { getLines, openThread, type Pass, Refused } from './wire.js';

export type Status = 'new' | 'loading' | 'connecting' | 'online' | 'offline' | 'expired';

export interface Picture {
  status: Status;
  log: Log;
  box: Outbox;
  state: ThreadState | null;
  /** Until when somebody is said to be typing, ms. */
  typing: number;
  /** An answer that is being written. */
  wording: Line | null;
  /** When the citizen last asked, by this page's own clock; the server's may differ by minutes. */
  asked: number;
  /** The server's sentence for why sending waits; a retry is offered. */
  fault: string;
}

export interface Conversation {
  readonly picture: Readonly<Picture>;
  /** Takes an earlier thread up again; does nothing where there is none and nothing to send. */
  resume(): void;
  say(text: string, files?: FileView[], fields?: Record<string, string>): void;
  /** Opens the thread if need be; a file goes to a thread before any word does. */
  pass(): Promise<Pass>;
  retry(id: string): void;
  drop(id: string): void;
  nudge(): void;
  /** All shown so far has been seen. */
  seen(): void;
  /** Something is being written: a person at the other end is told so, the words stay here. */
  typing(): void;
  /** Leaves this thread; returns the words that never arrived, for the input. */
  restart(): string;
  stop(): void;
}

/** Milliseconds between two signs that somebody writes; the desk lets one stand for twice as long. */
const TYPING_EVERY = 3000;

/** Not in the log yet: no number. */
const wordingLine = (text: string): Line => ({
  id: 'wording',
  seq: 0,
  from: 'bot',
  text,
  aiWorded: true,
  at: new Date().toISOString(),
});

export function converse(
  server: string,
  keep: Keep,
  makeId: () => string,
  changed: () => void,
): Conversation {
  const kept = inOrder(keep.all('out:').flatMap((value) => parcelOf(value) ?? []));
  const picture: Picture = {
    status: 'new',
    log: [],
    box: kept,
    state: null,
    typing: 0,
    wording: null,
    asked: 0,
    fault: '',
  };
  let pass = keep.get<Pass>('pass');
  let link: Link | null = null;
  let opening: Promise<Pass> | null = null;
  let pumping = false;
  let tries = 0;
  let told = 0;
  let typed = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function put(box: Outbox) {
    for (const parcel of picture.box) if (!box.includes(parcel)) keep.set(`out:${parcel.id}`, null);
    for (const parcel of box) if (!picture.box.includes(parcel)) keep.set(`out:${parcel.id}`, parcel);
    picture.box = box;
  }

  function set(part: Partial<Picture>) {
    Object.assign(picture, part);
    changed();
  }

  function expire() {
    link?.stop();
    link = null;
    set({ status: 'expired' });
  }

  function hear(lines: Line[], whole: boolean) {
    const { log, gap } = merge(picture.log, lines, whole);
    if (gap) void link?.fetch().catch(() => {});
    if (log === picture.log) return;
    if (lines.some((line) => line.from !== 'citizen')) {
      picture.typing = 0;
      picture.wording = null;
    }
    put(settle(picture.box, log));
    set({ log });
  }

  function join(to: Pass) {
    link ??= connect(server, to, {
      after: () => last(picture.log),
      lines: hear,
      state: (state) => set({ state }),
      typing: () => set({ typing: Date.now() + 6000 }),
      wording: (text) => set({ wording: text ? wordingLine(text) : null }),
      up() {
        told = 0;
        set({ status: 'online' });
        void pump();
      },
      down: (lost) => set({ status: lost ? 'offline' : 'connecting', wording: null }),
      expired: expire,
    });
  }

  function opened(): Promise<Pass> {
    if (pass) return Promise.resolve(pass);
    opening ??= openThread(server)
      .then((made) => {
        pass = made;
        keep.set('pass', made);
        return made;
      })
      .finally(() => {
        opening = null;
      });
    return opening;
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(pump, Math.min(15_000, 1000 * 2 ** tries++));
  }

  /** One parcel at a time, so that words arrive in the order they were said. */
  async function pump(): Promise<void> {
    if (pumping || picture.status === 'expired' || !next(picture.box)) return;
    pumping = true;
    clearTimeout(timer);
    let parcel: Parcel | undefined;
    try {
      if (!link) set({ status: 'connecting' });
      join(await opened());
      for (parcel = next(picture.box); parcel && link; parcel = next(picture.box)) {
        const { id, text, files, fields } = parcel;
        const body: Say = { id, text, ...(files.length && { files: files.map((file) => file.id) }) };
        const { seq } = await link.say(fields ? { ...body, fields } : body);
        tries = 0;
        put(settle(acked(picture.box, id, seq), picture.log));
        set({ fault: '', status: 'online' });
        // Its line comes by itself; should it not, it is fetched.
        setTimeout(() => last(picture.log) < seq && void link?.fetch().catch(() => {}), 2000);
      }
    } catch (error) {
      stumble(error, parcel);
    } finally {
      pumping = false;
    }
    if (!picture.fault && picture.status === 'online') void pump();
  }

  function stumble(error: unknown, parcel: Parcel | undefined) {
    if (error instanceof Refused && error.expired) return expire();
    if (error instanceof Refused && parcel && !error.later) {
      put(refused(picture.box, parcel.id, error.message));
      return changed();
    }
    set(error instanceof Refused && error.message ? { fault: error.message } : { status: 'offline' });
    later();
  }

  return {
    picture,
    pass: opened,
    resume() {
      if (link || picture.status === 'expired' || picture.status === 'loading') return;
      const known = pass;
      if (!known) return void pump();
      set({ status: 'loading', asked: Date.now() });
      // The past comes in one piece, so that it is not read aloud line by line.
      getLines(server, known, 0, 0)
        .then((lines) => hear(lines, true))
        .catch((error) => error instanceof Refused && error.expired && expire())
        .finally(() => {
          if (picture.status !== 'loading') return;
          set({ status: 'connecting' });
          join(known);
        });
    },
    say(text, files = [], fields) {
      const parcel: Parcel = { id: makeId(), text, files, at: new Date().toISOString() };
      put([...picture.box, fields ? { ...parcel, fields } : parcel]);
      set({ asked: Date.now(), wording: null });
      // What is written after it is told at once.
      typed = 0;
      void pump();
    },
    retry(id) {
      put(again(picture.box, id));
      set({ fault: '' });
      void pump();
    },
    drop(id) {
      put(picture.box.filter((parcel) => parcel.id !== id));
      changed();
    },
    nudge() {
      tries = 0;
      link?.nudge();
      void pump();
    },
    seen() {
      const seq = last(picture.log);
      if (seq <= told || picture.status !== 'online') return;
      told = seq;
      link?.seen(seq);
    },
    typing() {
      const now = Date.now();
      if (picture.state?.holder !== 'agent' || now - typed < TYPING_EVERY) return;
      typed = now;
      link?.typing();
    },
    restart() {
      link?.stop();
      link = null;
      const words = picture.box.filter((parcel) => parcel.seq === undefined).map((parcel) => parcel.text);
      put([]);
      keep.set('pass', null);
      pass = null;
      tries = 0;
      set({ status: 'new', log: [], state: null, typing: 0, wording: null, fault: '' });
      return words.join('\n');
    },
    stop() {
      clearTimeout(timer);
      link?.stop();
      link = null;
    },
  };
}
