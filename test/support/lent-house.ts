/**
 * What a house lends a channel, in memory and in the test's hand: its clock, its notes, what it keeps, and how
 * it takes words in. The hooks of the channel are open on a port of their own.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { Channel, FileRef, InboundMessage, Sent, ThreadLine, Words } from '../../channels/channel.js';
import type { ChannelKind, House, Notes, Values } from '../../channels/kind.js';
import { memoryNotes } from './memory-notes.js';

export interface Lent {
  channel: Channel;
  notes: Notes;
  url: string;
  /** Each once, in the order it was kept. */
  said: InboundMessage[];
  kept: { ref: FileRef; bytes: Buffer; thread: string }[];
  logs: { level: string; what: string; facts: Readonly<Record<string, string | number>> }[];
  /** What was told of a line after it was sent. */
  late: { line: string; sent: Sent }[];
  /** Awaited before anything is kept; throws as a full disk does. */
  before: { take?: (() => Promise<void>) | undefined; refuse?: string | undefined };
  /** A file of the house, as an agent attaches it. */
  file(name: string, type: string, bytes: Buffer): FileRef;
  line(words: Partial<Words> & { text: string }, files?: FileRef[]): ThreadLine;
  advance(ms: number): void;
  /** Stops it, and starts another on the same notes. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** As much as a request of a platform needs. */
function serve(channelOf: () => Channel) {
  return createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://house');
    const channel = channelOf();
    const hook = channel.hooks?.find(
      ({ method, path }) =>
        method === request.method?.toLowerCase() && url.pathname === `/hooks/${channel.name}${path}`,
    );
    const body = Buffer.concat((await request.toArray()) as Buffer[]);
    if (!hook || body.length > hook.maxBytes) return void response.writeHead(hook ? 413 : 404).end();
    const said = await hook.answer({
      query: Object.fromEntries(url.searchParams),
      search: url.search.slice(1),
      headers: request.headers as Record<string, string>,
      body,
      ip: '127.0.0.1',
    });
    response.writeHead(said.status, { 'content-type': said.type }).end(said.body);
  });
}

export async function lend(
  kind: ChannelKind,
  values: Values,
  { notes: shared, publicUrl = null }: { notes?: Notes; publicUrl?: string | null } = {},
): Promise<Lent> {
  let offset = 0;
  const now = () => new Date(Date.now() + offset);
  const notes = shared ?? memoryNotes(now);
  const sleepers = new Set<{ at: number; wake: () => void }>();
  const said: InboundMessage[] = [];
  const kept: Lent['kept'] = [];
  const logs: Lent['logs'] = [];
  const before: Lent['before'] = {};
  const files = new Map<string, { ref: FileRef; bytes: Buffer }>();
  const late: Lent['late'] = [];
  let seq = 0;

  const wakeUntil = (at: number) => {
    for (const one of [...sleepers]) if (one.at <= at) one.wake();
  };

  const house: House = {
    async keep(bytes, name, thread) {
      const whole = Buffer.concat((await bytes.toArray()) as Buffer[]);
      if (before.refuse) return { refused: before.refuse };
      const ref = { id: randomUUID(), name, type: 'application/octet-stream', size: whole.length };
      kept.push({ ref, bytes: whole, thread });
      return ref;
    },
    async file(id) {
      const there = files.get(id);
      return there ? { ref: there.ref, bytes: Readable.from([there.bytes]) } : null;
    },
    notes,
    now,
    async late(line, sent) {
      late.push({ line, sent });
    },
    pause: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(wake, ms);
        timer.unref();
        const one = { at: now().getTime() + ms, wake };
        function wake() {
          clearTimeout(timer);
          sleepers.delete(one);
          resolve();
        }
        sleepers.add(one);
      }),
    log: (level, what, facts = {}) => void logs.push({ level, what, facts }),
    publicUrl,
  };

  const receive = async (message: InboundMessage) => {
    await before.take?.();
    const there = said.findIndex(({ id }) => id === message.id);
    if (there >= 0) return { kept: true as const, seen: true, seq: there + 1 };
    said.push(message);
    return { kept: true as const, seen: false, seq: said.length };
  };

  const lent: Lent = {
    channel: kind.open(values, house),
    ...{ notes, said, kept, logs, late, before },
    url: '',
    file(name, type, bytes) {
      const ref = { id: randomUUID(), name, type, size: bytes.length };
      files.set(ref.id, { ref, bytes });
      return ref;
    },
    line: (words, attached) => ({
      id: randomUUID(),
      seq: ++seq,
      from: 'bot',
      at: now(),
      ...words,
      ...(attached ? { files: attached } : {}),
    }),
    advance(ms) {
      offset += ms;
      wakeUntil(now().getTime());
    },
    async restart() {
      wakeUntil(Number.POSITIVE_INFINITY);
      await lent.channel.stop();
      lent.channel = kind.open(values, house);
      await lent.channel.start(receive);
    },
    async stop() {
      wakeUntil(Number.POSITIVE_INFINITY);
      await lent.channel.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = serve(() => lent.channel);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  lent.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await lent.channel.start(receive);
  return lent;
}
