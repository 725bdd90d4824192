/**
 * One mailbox, watched: what is new is fetched and taken in, one mail after the other; the cursor moves only
 * past what the house has kept. Nothing is ever deleted or moved. Whatever ends the connection, a new one
 * goes on where this one stopped.
 */
import type { FetchMessageObject, ImapFlow } from 'imapflow';
import type { House } from '../kind.js';
import type { Account } from './accounts.js';
import { bySender, sideBySide } from './chunk.js';
import { backoff, firstLook, place, stale } from './cursor.js';
import { LIMITS } from './limits.js';
import { codeOf, isSignIn, lost, whatIsWrong } from './mailbox-faults.js';
import type { Cursor, MailNotes } from './notes.js';
import type { Tokens } from './oauth.js';
import type { Mail, Taken } from './take.js';

export interface MailboxParts {
  account: Account;
  house: House;
  notes: MailNotes;
  tokens: Tokens | null;
  take: (mail: Mail) => Promise<Taken>;
}

export interface Mailbox {
  start(): void;
  /** Resolves when nothing is half taken in. */
  stop(): Promise<void>;
  trouble(): string | null;
}

interface Flags {
  taken: number[];
  skipped: number[];
}

export function createMailbox({ account, house, notes, tokens, take }: MailboxParts): Mailbox {
  const { address, folder, imap, login, place: box } = account;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let trouble: string | null = null;
  let wake = (): void => {};
  let client: ImapFlow | null = null;

  async function run(): Promise<void> {
    for (let tries = 0; !stopped; ) {
      try {
        await session(() => {
          tries = 0;
          trouble = null;
        });
      } catch (error) {
        if (stopped) return;
        trouble = whatIsWrong(error, account);
        house.log('warn', 'mailbox connection ended', { box, code: codeOf(error) });
        if (isSignIn(error)) tokens?.drop();
      }
      if (!stopped) await house.pause(backoff(++tries));
    }
  }

  async function session(well: () => void): Promise<void> {
    // Loaded by who has a mailbox: it takes a third of a second.
    const imapflow = await import('imapflow');
    const connection = new imapflow.ImapFlow({
      host: imap.host,
      port: imap.port,
      secure: imap.tls === 'on',
      ...(imap.tls === 'on' ? {} : { doSTARTTLS: imap.tls === 'start' }),
      auth: tokens
        ? { user: login.user, accessToken: await tokens.get() }
        : { user: login.user, pass: login.kind === 'password' ? login.password : '' },
      // Some Chinese providers refuse a client that does not say who it is.
      clientInfo: { name: 'Jiesu', version: '1' },
      logger: false,
      disableAutoIdle: true,
      maxLiteralSize: LIMITS.mail + LIMITS.head,
    });
    client = connection;
    let news = true;
    const called = () => {
      news = true;
      wake();
    };
    connection.on('exists', called);
    connection.on('close', called);
    // Without a listener a broken socket would end the process; what it broke rejects by itself.
    connection.on('error', called);
    try {
      await connection.connect();
      await connection.mailboxOpen(folder);
      well();
      let asked = house.now().getTime();
      while (!stopped) {
        if (!connection.usable) throw lost();
        if (news) {
          news = false;
          await sync(connection);
          continue;
        }
        // After every fetch: a server tells of the next mail only to who waits for it.
        connection.idle().catch(called);
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (news || stopped) resolve();
          else house.pause(LIMITS.pollMs).then(resolve, resolve);
        });
        if (!stopped && house.now().getTime() - asked >= LIMITS.pollMs) {
          asked = house.now().getTime();
          // A folder made anew keeps its name: only opening it again tells.
          await connection.mailboxOpen(folder);
          news = true;
        }
      }
    } finally {
      client = null;
      connection.close();
    }
  }

  async function sync(connection: ImapFlow): Promise<void> {
    const open = connection.mailbox;
    if (!open) throw lost();
    const uidValidity = String(open.uidValidity);
    const kept = await notes.cursor.get(address, folder);
    const cursor = place(kept, uidValidity, account.since, house.now());
    if (kept && kept.uidValidity !== uidValidity)
      house.log('warn', 'folder was made anew, read again from its beginning', { box });
    const first = kept === null;
    const found = first
      ? await connection.search(firstLook(account.since, cursor), { uid: true })
      : await connection.search({ uid: `${cursor.lastUid + 1}:*` }, { uid: true });
    if (!found) throw new Error('search refused');
    // 'n:*' is never empty: where n is beyond the end, it names the last mail.
    const uids = found.filter((uid) => uid > cursor.lastUid).sort((one, other) => one - other);
    // Not moved past what the first look left out before all it found is in.
    const after = first ? Math.max(0, open.uidNext - 1) : cursor.lastUid;
    for (let at = 0; at < uids.length && !stopped; at += LIMITS.chunkMails)
      await page(connection, uids.slice(at, at + LIMITS.chunkMails), cursor, !first);
    if (first && !stopped)
      await notes.cursor.set({ ...cursor, lastUid: Math.max(after, uids.at(-1) ?? 0) }, address, folder);
  }

  async function page(connection: ImapFlow, uids: number[], cursor: Cursor, move: boolean): Promise<void> {
    const sizes = await connection.fetchAll(uids.join(','), { uid: true, size: true }, { uid: true });
    sizes.sort((one, other) => one.uid - other.uid);
    let chunk: { uid: number; size: number }[] = [];
    let bytes = 0;
    for (const { uid, size = 0 } of sizes) {
      if (chunk.length > 0 && bytes + size > LIMITS.chunkBytes) {
        await takeChunk(connection, chunk, cursor, move);
        chunk = [];
        bytes = 0;
      }
      chunk.push({ uid, size });
      bytes += size;
    }
    if (chunk.length > 0) await takeChunk(connection, chunk, cursor, move);
  }

  async function takeChunk(
    connection: ImapFlow,
    chunk: { uid: number; size: number }[],
    cursor: Cursor,
    move: boolean,
  ): Promise<void> {
    const large = chunk.length === 1 && (chunk[0]?.size ?? 0) > LIMITS.mail;
    const mails = await connection.fetchAll(
      chunk.map(({ uid }) => uid).join(','),
      { uid: true, internalDate: true, source: large ? { maxLength: LIMITS.head } : true },
      { uid: true },
    );
    mails.sort((one, other) => one.uid - other.uid);
    const flags: Flags = { taken: [], skipped: [] };
    const done = new Set<number>();
    const takeOne = async ({ uid, source, internalDate }: FetchMessageObject): Promise<void> => {
      const raw = source ? Buffer.from(source) : Buffer.alloc(0);
      const at = internalDate ? new Date(internalDate) : house.now();
      // A mail that vanished between the two looks has no bytes; one from before our time is not ours.
      const theirs = raw.length === 0 || stale(raw, cursor);
      const taken = theirs ? 'seen' : await take({ raw, whole: !large, at, account: address });
      if (taken === 'skipped') flags.skipped.push(uid);
      else if (!theirs) flags.taken.push(uid);
      done.add(uid);
    };
    try {
      await sideBySide(bySender(mails), takeOne, () => stopped);
    } finally {
      // Marked before the cursor moves: what a cut connection left unmarked is looked at again, and known.
      await mark(connection, flags);
      const gone = new Set(chunk.map(({ uid }) => uid));
      for (const { uid } of mails) gone.delete(uid);
      const whole = chunk.findIndex(({ uid }) => !done.has(uid) && !gone.has(uid));
      const last = whole < 0 ? chunk.at(-1)?.uid : chunk[whole - 1]?.uid;
      cursor.lastUid = Math.max(cursor.lastUid, last ?? 0);
      if (move) await notes.cursor.set({ ...cursor }, address, folder);
    }
  }

  /** For people who look into the mailbox; a server that knows no own words has at least \Seen. */
  async function mark(connection: ImapFlow, { taken, skipped }: Flags): Promise<void> {
    try {
      if (taken.length > 0)
        await connection.messageFlagsAdd(taken.join(','), ['\\Seen', '$JiesuTaken'], { uid: true });
      if (skipped.length > 0)
        await connection.messageFlagsAdd(skipped.join(','), ['$JiesuSkipped'], { uid: true });
    } catch (error) {
      if (!connection.usable) throw error;
      house.log('warn', 'flags not set', { box, code: codeOf(error) });
    }
  }

  return {
    start() {
      running = run();
    },
    async stop() {
      stopped = true;
      wake();
      // Idle or waiting for a server: nothing is half taken in there, and nobody waits for a dead server.
      if (client?.idling || !client?.usable) client?.close();
      await running;
    },
    trouble: () => trouble,
  };
}
