/** What citizens and staff call: the HTTP routes and the sockets, on one server. */
import { createServer, type Server as HttpServer, type IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Channel } from '../channels/channel.js';
import type { WebChannel } from '../channels/web.js';
import { callerOf } from './desk/caller.js';
import { liveDesk } from './desk/live.js';
import { createOrderPages } from './desk/order-pages.js';
import { orderRoutes } from './desk/order-routes.js';
import { outboxRoutes } from './desk/outbox-routes.js';
import { personRoutes } from './desk/person-routes.js';
import { relatedRoutes } from './desk/related.js';
import { stepRoute } from './desk/step-route.js';
import { threadRoutes } from './desk/thread-routes.js';
import { fileHandlers } from './files/handlers.js';
import { formHandlers } from './forms/house.js';
import type { Ground } from './ground.js';
import { health } from './health.js';
import { createHttp } from './http/app.js';
import type { GuessLock } from './http/guess-lock.js';
import { harden } from './http/harden.js';
import type { Limits } from './http/limits.js';
import { createLive } from './http/live.js';
import type { Log } from './http/log.js';
import { insightRoutes } from './insight/routes.js';
import { chatHandlers, createTakeWords, createTokens } from './intake/chat.js';
import { createThreadState } from './intake/citizen.js';
import { citizenRoutes } from './intake/citizen-routes.js';
import type { Core, Ears } from './intake/core.js';
import { createFormFiling } from './intake/form-filing.js';
import { liveChat } from './intake/live-chat.js';
import { rateRoute } from './intake/rate-route.js';
import { createWaiters } from './intake/waiters.js';
import { lettersRoom } from './letters/room.js';
import { qaRoom } from './qa/room.js';
import { siteMap } from './site/site-map.js';
import type { Ticket } from './tickets/ticket.js';
import { card } from './tickets/view.js';

export interface FrontParts {
  ground: Ground;
  core: Core;
  web: WebChannel;
  channels: readonly Channel[];
  guesses: GuessLock;
  log: Log;
  limits: Partial<Limits>;
  socketsPerAddress: number;
  failed: (where: string, error: unknown) => void;
  stopping: () => boolean;
}

export interface Front {
  server: HttpServer;
  ears: Ears;
  /** Disconnects the sockets and stops listening; resolves when the last request is answered. */
  close(): Promise<void>;
}

const PUBLIC = fileURLToPath(new URL('../public', import.meta.url));
/** Messages one chat socket may send a minute; faster than any person types. */
const PER_MINUTE = 60;
const RECHECK_MS = 30_000;

export function createFront({
  ground,
  core,
  web,
  guesses,
  log,
  failed,
  stopping,
  ...parts
}: FrontParts): Front {
  const { config, policy, people, secrets, threads, lines, files, now } = ground;
  const { masks, audit } = people;
  const tokens = createTokens(secrets.key('chat'));
  const state = createThreadState({ ...ground, queue: core.queue });
  const cardOf = (ticket: Ticket) => card(ticket, policy, masks);
  const waiters = createWaiters();
  const titles = new Map(parts.channels.map(({ name, title }) => [name, title]));
  const say = createTakeWords({ web, filesOf: ground.filesOf });
  const qa = qaRoom(ground, core.commit);
  const fileRoutes = fileHandlers(files, now);
  const letters = lettersRoom({ ground, core, guesses, formFile: fileRoutes.formFile });
  const knownDocument = (number: string) =>
    ground.knowledge.open(now()).some(({ basis }) => basis.some((text) => text.includes(number)));
  const pages = createOrderPages({ ...ground, masks, knownDocument });
  const deskParts = { ...ground, ...core, masks, audit, card: cardOf, pages };

  const fileForm = createFormFiling({
    receive: core.receive,
    lines,
    policy,
    turnOf: waiters.turnOf,
  });

  const http = createHttp({
    handlers: {
      ...health({ ...ground, channels: parts.channels, busy: core.lanes.busy, full: core.full, stopping }),
      ...chatHandlers({ tokens, web, lines, state, say, stopping }),
      ...fileRoutes,
      ...citizenRoutes({
        ...ground,
        fileForm,
        masks,
        adopt: (ids, owner) => ground.filesOf(owner, ids),
      }),
      ...formHandlers({ ground, commit: core.commit, fileForm }),
      ...people.handlers,
      ...qa.handlers,
      ...letters.handlers,
      ...siteMap({
        entries: async () => [...qa.entries(), ...(await letters.entries())],
        publicUrl: config.publicUrl,
      }),
      ...threadRoutes({ ...deskParts, phrase: policy.phrase }),
      ...personRoutes({ ...deskParts, phrase: policy.phrase }),
      ...outboxRoutes({ ...deskParts, titleOf: (channel) => titles.get(channel) ?? channel }),
      ...orderRoutes({ ...deskParts, unmask: people.unmask }),
      ...stepRoute(deskParts),
      ...relatedRoutes(deskParts),
      ...insightRoutes(deskParts),
      ...rateRoute(deskParts),
    },
    guesses,
    sessionOf: people.sessionOf,
    threadOf: async (token, thread) => tokens.owns(thread, token),
    hooks: parts.channels,
    stopping,
    publicUrl: config.publicUrl,
    publicDir: PUBLIC,
    log,
    now,
    trustProxy: config.trustProxy,
    origins: config.chatOrigins,
    limits: parts.limits,
  });
  const server = createServer(http);
  harden(server, { socketsPerAddress: config.trustProxy > 0 ? null : parts.socketsPerAddress * 4 });

  const io = createLive({
    server,
    origins: config.chatOrigins,
    socketsPerAddress: parts.socketsPerAddress,
    addressOf: (request) => addressOf(request, config.trustProxy),
  });
  liveChat(io.of('/chat'), { tokens, web, lines, threads, state, say, perMinute: PER_MINUTE, now, failed });
  const desk = liveDesk(io.of('/desk'), {
    ...ground,
    sessionOf: people.sessionOf,
    stillSignedIn: people.stillSignedIn,
    audit,
    card: cardOf,
    mask: masks.desk,
    caller: (thread) => callerOf(deskParts, thread),
    typing: (thread) => inWeb(thread, (name) => io.of('/chat').to(name).emit('typing')),
    failed,
    recheck: RECHECK_MS,
  });

  const ears: Ears = {
    seats: desk.seats,
    delivery: desk.delivery,
    arrived(thread, line) {
      desk.line(thread, line);
      inWeb(thread, (name) => web.push(name, line));
      // Something overheard that is nobody's words: a call came, was picked up, ended.
      if (line.from !== 'system') return;
      desk.thread(thread);
      if (line.seat) desk.call(thread, line.seat);
    },
    applied({ lines: said, threads: moved, tickets, alarms, marks }) {
      for (const { thread, line } of said) {
        desk.line(thread, line);
        waiters.came(thread, line);
      }
      for (const id of moved) {
        desk.thread(id);
        inWeb(id, web.wake);
      }
      for (const ticket of tickets) desk.ticket(ticket);
      for (const id of alarms) desk.alarm(id);
      for (const { thread, line, mark } of marks) desk.delivery(thread, line, mark);
    },
  };
  return { server, ears, close: () => io.close() };
}

/** Only the web chat has windows open here. */
function inWeb(thread: string, run: (name: string) => void): void {
  if (thread.startsWith('web:')) run(thread.slice('web:'.length));
}

/** The address a request came from, as far as it may be believed. */
function addressOf(request: IncomingMessage, proxies: number): string {
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => part.trim());
  return (proxies > 0 && forwarded.at(-proxies)) || request.socket.remoteAddress || '';
}
