/**
 * Every part of the house, built in reading order; parts come in by argument, tests replace them by name.
 * Nothing listens and nothing is taken up before `start`.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type Server as HttpServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compose } from '../bot/compose.js';
import { decide } from '../bot/decide.js';
import type { Found } from '../bot/decision.js';
import type { Channel } from '../channels/channel.js';
import { formChannel } from '../channels/forms.js';
import { webChannel } from '../channels/web.js';
import { createNlu } from '../nlu/understand.js';
import type { Nlu } from '../nlu/understanding.js';
import type { Config } from './config.js';
import { liveDesk } from './desk/live.js';
import { orderRoutes } from './desk/order-routes.js';
import { threadRoutes } from './desk/thread-routes.js';
import { createFiles } from './files/files.js';
import { fileHandlers } from './files/handlers.js';
import { health } from './health.js';
import { createHttp } from './http/app.js';
import { guessLock } from './http/guess-lock.js';
import { harden } from './http/harden.js';
import type { Limits } from './http/limits.js';
import { createLive } from './http/live.js';
import { type Log, maskError } from './http/log.js';
import { createCarry } from './intake/carry.js';
import { chatHandlers, createTokens } from './intake/chat.js';
import { createThreadState } from './intake/citizen.js';
import { citizenRoutes } from './intake/citizen-routes.js';
import { type Applied, createCommit } from './intake/commit.js';
import { createFile } from './intake/filing.js';
import { createLanes } from './intake/lane.js';
import { liveChat } from './intake/live-chat.js';
import { createOutbox } from './intake/outbox.js';
import { createQueue } from './intake/queue.js';
import { createReceive } from './intake/receive.js';
import { createSettle } from './intake/settle.js';
import { createTurn } from './intake/turn.js';
import { createUndeliverable } from './intake/undeliverable.js';
import { createWaiters } from './intake/waiters.js';
import { readItems, SHIPPED } from './knowledge/items.js';
import { createKnowledge } from './knowledge/search.js';
import { createPeople } from './people/people.js';
import { loadSecrets } from './people/secrets.js';
import { loadPolicy } from './policy/policy.js';
import { accountStore } from './store/accounts.js';
import { openDatabase } from './store/connect.js';
import { fileStore } from './store/files.js';
import { alarmStore, journalStore } from './store/journal.js';
import { knowledgeStore } from './store/knowledge.js';
import { lineStore } from './store/lines.js';
import { threadStore } from './store/threads.js';
import { ticketStore } from './store/tickets.js';
import { createNumbers } from './tickets/numbers.js';
import { card } from './tickets/view.js';

/** What tests may put in place of the real thing. */
export interface Overrides {
  now?: () => Date;
  /** Named places on the way of a message; a test kills the process at each of them. */
  at?: (step: string) => void;
  nlu?: Nlu;
  channels?: Channel[];
  settle?: { quiet: number; longest: number };
  limits?: Partial<Limits>;
  socketsPerAddress?: number;
  /** Milliseconds before the nth try of a failed turn or sending. */
  backoff?: (tries: number) => number;
  /** Threads at work beyond which new ones go to a person unjudged. */
  full?: number;
}

export interface App {
  server: HttpServer;
  /** The first administrator's password, if this start made it. */
  firstPassword: string | null;
  /** Recovers what a crash left, then listens. */
  start(): Promise<{ port: number; recovered: number }>;
  /** Takes in nothing new, finishes what is under way, closes the store. */
  stop(): Promise<void>;
}

const PUBLIC = fileURLToPath(new URL('../public', import.meta.url));
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

export async function createApp(config: Config, log: Log, overrides: Overrides = {}): Promise<App> {
  const now = overrides.now ?? (() => new Date());
  const at = overrides.at ?? (() => {});
  const backoff = overrides.backoff ?? ((tries: number) => Math.min(60_000, 250 * 2 ** tries));
  const failed = (where: string, error: unknown) => log.error({ where, error: maskError(error) }, 'failed');
  let stopping = false;

  // What is decided elsewhere: rules, secrets, knowledge, understanding.
  const policy = await loadPolicy(config.policyDir ?? undefined, now());
  const secrets = await loadSecrets(config.dataDir);
  const database = await openDatabase({
    uri: config.mongodbUri,
    dataDir: config.dataDir,
    onCrash: (error) => crashed(error),
  });
  const { connection } = database;
  const threads = threadStore(connection);
  const lines = lineStore(connection);
  const journal = journalStore(connection);
  const alarms = alarmStore(connection);
  const tickets = ticketStore(connection);
  const items = knowledgeStore(connection);
  const rows = fileStore(connection);
  await Promise.all([
    rows.init(),
    threads.init(),
    lines.init(),
    journal.init(),
    alarms.init(),
    tickets.ensureIndexes(),
  ]);
  await items.seed(readItems(SHIPPED));
  const knowledge = createKnowledge(await items.all(), policy);
  const nlu = overrides.nlu ?? (await createNlu());
  const find = (text: string, region: string | null): Found => knowledge.find(text, { region, now: now() });

  // Who people are.
  const people = await createPeople({ connection, policy, secrets, config, now });
  const accounts = accountStore(connection);
  const { masks, audit } = people;
  const first = await people.ensureFirstAdmin({ password: config.adminPassword });

  // The edge.
  const web = webChannel(now);
  const channels = new Map<string, Channel>(
    [web, formChannel(), ...(overrides.channels ?? [])].map((channel) => [channel.name, channel]),
  );
  const files = createFiles({ dir: join(config.dataDir, 'files'), rows, caps: policy.knobs.files });
  const filesOf = async (owner: string, ids: string[]) => (ids.length === 0 ? [] : files.adopt(ids, owner));

  // The core: one place that changes things, one door out, lanes, one door in.
  const waiters = createWaiters();
  const { commit, recover } = createCommit({
    journal,
    lines,
    threads,
    tickets,
    alarms,
    policyHash: policy.hash,
    now,
    at,
    told: (applied) => told(applied),
  });
  const outbox = createOutbox({
    lines,
    channels,
    now,
    at,
    failed,
    backoff: (attempts) => (attempts > 8 ? null : backoff(attempts)),
    gaveUp: createUndeliverable({ threads, commit, masks, now }),
  });
  const numbers = createNumbers({ lastTaken: (key) => tickets.lastSeq(key.replaceAll(':', '')) });
  const file = createFile({ numbers, commit, now });
  const queue = createQueue({ threads, policy, seats: () => desk.seats(), now });
  const guesses = guessLock();
  const carry = createCarry({
    guesses,
    policy,
    tickets,
    queue,
    masks,
    now,
    file,
    compose: (outcomes) => compose(outcomes, policy.phrase, policy),
  });
  const settling = createSettle({
    quiet: 120,
    longest: 2400,
    ...overrides.settle,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
  const full = () => lanes.busy() > (overrides.full ?? 2000);
  const turn = createTurn({
    threads,
    lines,
    nlu,
    find,
    decide,
    policy,
    carry,
    commit,
    at,
    failed,
    newId: randomUUID,
    settle: settling.settle,
    full,
  });
  const lanes = createLanes({ turn, failed, backoff });
  const receive = createReceive({
    threads,
    lines,
    now,
    at,
    stopping: () => stopping,
    wake(thread) {
      settling.arrived(thread);
      lanes.wake(thread);
    },
    told(thread, line) {
      desk.line(thread, line);
      wakeWeb(thread);
    },
  });

  // What citizens and staff call.
  const tokens = createTokens(secrets.key('chat'));
  const seatOf = async (account: string) => (await accounts.find(account))?.seat ?? null;
  const state = createThreadState({ threads, queue, policy, now, seatOf });
  const cardOf = (ticket: Parameters<typeof card>[0]) => card(ticket, policy, masks);
  const chat = chatHandlers({
    tokens,
    web,
    lines,
    state,
    filesOf: (thread, ids) => filesOf(thread, ids),
    stopping: () => stopping,
  });
  const deskParts = {
    threads,
    lines,
    alarms,
    tickets,
    journal,
    nlu,
    find,
    policy,
    masks,
    audit,
    files,
    file,
    commit,
    now,
  };
  const http = createHttp({
    handlers: {
      ...health({ database, nlu, policy, knowledge, busy: lanes.busy, full, stopping: () => stopping }),
      ...chat,
      ...fileHandlers(files, now),
      ...citizenRoutes({
        receive,
        lines,
        tickets,
        policy,
        masks,
        adopt: (ids, owner) => filesOf(owner, ids),
        turnOf: waiters.turnOf,
        now,
      }),
      ...people.handlers,
      ...threadRoutes({ ...deskParts, phrase: policy.phrase, card: cardOf, filesOf }),
      ...orderRoutes({ ...deskParts, unmask: people.unmask, card: cardOf }),
    },
    guesses,
    sessionOf: people.sessionOf,
    threadOf: async (token, thread) => tokens.owns(thread, token),
    publicUrl: config.publicUrl,
    publicDir: PUBLIC,
    log,
    now,
    trustProxy: config.trustProxy,
    origins: config.chatOrigins,
    ...(overrides.limits ? { limits: overrides.limits } : {}),
  });
  const server = createServer(http);
  const perAddress = overrides.socketsPerAddress ?? 500;
  harden(server, { socketsPerAddress: config.trustProxy > 0 ? null : perAddress * 4 });
  const io = createLive({
    server,
    origins: config.chatOrigins,
    socketsPerAddress: perAddress,
    addressOf: (request) => addressOf(request, config.trustProxy),
  });
  liveChat(io.of('/chat'), {
    tokens,
    web,
    lines,
    threads,
    state,
    perMinute: 60,
    now,
    failed,
    async say(thread, { id, text, files: ids, fields }) {
      const { seq, seen } = await web.take({
        thread,
        id,
        text,
        files: await filesOf(thread, ids ?? []),
        ...(fields ? { fields } : {}),
      });
      return { seq, seen };
    },
  });
  const desk = liveDesk(io.of('/desk'), {
    sessionOf: people.sessionOf,
    stillSignedIn: people.stillSignedIn,
    threads,
    lines,
    alarms,
    card: cardOf,
    mask: masks.text,
    typing: (thread) => typing(thread),
    failed,
    recheck: 30_000,
  });

  function wakeWeb(thread: string): void {
    if (thread.startsWith('web:')) web.wake(thread.slice('web:'.length));
  }

  function typing(thread: string): void {
    if (thread.startsWith('web:')) io.of('/chat').to(thread).emit('typing');
  }

  /** After a commit: the citizen's side, the desk, and whoever waits for this turn. */
  function told({ lines: said, threads: moved, tickets: changed, alarms: rung }: Applied): void {
    for (const { thread, line } of said) {
      outbox.post(thread, line);
      desk.line(thread, line);
      waiters.came(thread, line);
    }
    for (const id of moved) {
      desk.thread(id);
      wakeWeb(id);
    }
    for (const ticket of changed) desk.ticket(ticket);
    for (const id of rung) desk.alarm(id);
  }

  /** The store's worker died: nothing can be kept any more, so nothing may be acknowledged any more. */
  function crashed(error: Error): void {
    failed('store', error);
    process.exitCode = 1;
    process.kill(process.pid, 'SIGTERM');
  }

  const timers = [
    setInterval(() => void files.sweep(now()).catch((error: unknown) => failed('files', error)), HOUR_MS),
    setInterval(() => void people.sweep().catch((error: unknown) => failed('people', error)), DAY_MS / 24),
  ];
  for (const timer of timers) timer.unref();

  return {
    server,
    firstPassword: first.made ? first.password : null,
    async start() {
      for (const channel of channels.values()) await channel.start(receive);
      const recovered = await recover();
      const left = await lines.keptThreads();
      for (const thread of left) lanes.wake(thread);
      await outbox.recover();
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(config.port, config.host, () => resolve());
      });
      const address = server.address();
      return {
        port: typeof address === 'object' && address ? address.port : config.port,
        recovered: recovered + left.length,
      };
    },
    async stop() {
      stopping = true;
      for (const timer of timers) clearInterval(timer);
      for (const channel of channels.values()) await channel.stop();
      const closed = io.close();
      server.closeIdleConnections();
      await lanes.drain();
      await outbox.drain();
      server.closeAllConnections();
      await closed;
      await nlu.close();
      await database.close();
    },
  };
}

/** The address a request came from, as far as it may be believed. */
function addressOf(request: IncomingMessage, proxies: number): string {
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => part.trim());
  return (proxies > 0 && forwarded.at(-proxies)) || request.socket.remoteAddress || '';
}
