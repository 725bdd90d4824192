/** What citizens and staff call: the HTTP routes and the sockets, on one server. */
import { createServer, type Server as HttpServer, type IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Channel } from '../channels/channel.js';
import type { WebChannel } from '../channels/web.js';
import { assistRoutes } from './assist/routes.js';
import { supervisorRoutes } from './assist/supervisor-routes.js';
import { assignRoom } from './desk/assign/room.js';
import { callbackRoutes } from './desk/callback-routes.js';
import { callerOf } from './desk/caller.js';
import { inspectionRoutes } from './desk/inspection-routes.js';
import { liveDesk } from './desk/live.js';
import { createOrderPages } from './desk/order-pages.js';
import { orderRoutes } from './desk/order-routes.js';
import { createOrderStep } from './desk/order-step.js';
import { outboxRoutes } from './desk/outbox-routes.js';
import { personRoutes } from './desk/person-routes.js';
import { precedentRoutes } from './desk/precedent-routes.js';
import { proceedingRoutes } from './desk/proceeding-routes.js';
import { relatedRoutes } from './desk/related.js';
import { stepRoutes } from './desk/step-route.js';
import { threadRoutes } from './desk/thread-routes.js';
import { createEars, inWeb } from './ears.js';
import { exportRoutes } from './export/routes.js';
import { sheetRoute } from './export/sheet-route.js';
import { fileHandlers } from './files/handlers.js';
import { formHandlers } from './forms/house.js';
import type { Ground } from './ground.js';
import { health } from './health.js';
import { createHttp } from './http/app.js';
import type { GuessLock } from './http/guess-lock.js';
import { afterwards } from './http/handler.js';
import { harden } from './http/harden.js';
import type { Limits } from './http/limits.js';
import { createLive } from './http/live.js';
import type { Log } from './http/log.js';
import { conductRoutes } from './insight/conduct-routes.js';
import { createPress } from './insight/reports/press.js';
import { reportRoutes } from './insight/reports/routes.js';
import { insightRoutes } from './insight/routes.js';
import { spotRoutes } from './insight/spot-routes.js';
import { supplyRoutes } from './insight/supply/routes.js';
import { talkRoutes } from './insight/talks/routes.js';
import { actRoute } from './intake/act-route.js';
import { chatHandlers, createTakeWords, createTokens } from './intake/chat.js';
import { createThreadState } from './intake/citizen.js';
import { citizenRoutes } from './intake/citizen-routes.js';
import type { Core, Ears } from './intake/core.js';
import { createFormFiling } from './intake/form-filing.js';
import { liveChat } from './intake/live-chat.js';
import { ratePages } from './intake/rate-pages.js';
import { rateRoute } from './intake/rate-route.js';
import { threadKey } from './intake/receive.js';
import { createWaiters } from './intake/waiters.js';
import { knowledgeRoom } from './knowledge/room.js';
import { lettersRoom } from './letters/room.js';
import { createCounts } from './lists/counts.js';
import { previewRoute } from './lists/preview.js';
import { listRoutes } from './lists/routes.js';
import { traceRoute } from './lists/trace.js';
import { auditRoutes } from './people/audit-routes.js';
import { phoneRoom } from './phone/room.js';
import { qaRoom } from './qa/room.js';
import { ruleRoutes } from './rules/read-routes.js';
import { unitRoutes } from './rules/unit-routes.js';
import { siteMap } from './site/site-map.js';
import type { Ticket } from './tickets/ticket.js';
import type { Ticking } from './tickets/ticking.js';
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
  /** Are all orders sorted into lists? */
  sorted: () => boolean;
  /** Resolves when conversations are counted up to now. */
  talksCounted: () => Promise<void>;
}

export interface Front {
  server: HttpServer;
  ears: Ears;
  /** Offers who waits to who is there. */
  assigning: Ticking;
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
  const cardOf = (ticket: Ticket, scope: ReadonlySet<string> | null) => card(ticket, policy, masks, scope);
  const waiters = createWaiters();
  const titles = new Map(parts.channels.map(({ name, title }) => [name, title]));
  const say = createTakeWords({ web, filesOf: ground.filesOf });
  const kb = knowledgeRoom(ground, core.commit);
  const qa = qaRoom(ground, core.commit, kb.notUseful, (error) => failed('gaps', error));
  const fileRoutes = fileHandlers(files, now);
  const phone = phoneRoom({ ground, core, channels: parts.channels });
  const letters = lettersRoom({ ground, core, guesses, formFile: fileRoutes.formFile });
  // Not read yet, it knows of no document: that is no doubt about a reply.
  const knownDocument = (number: string) =>
    !ground.knowledge.read ||
    ground.knowledge.open(now()).some(({ basis }) => basis.some((text) => text.includes(number)));
  const pages = createOrderPages({ ...ground, masks, knownDocument });
  const own = { ...ground, ...core, masks, opens: phone.opens };
  const counts = createCounts(ground.tickets);
  const deskParts = { ...ground, ...core, masks, audit, card: cardOf, pages };

  const fileForm = createFormFiling({
    receive: core.receive,
    lines,
    policy,
    turnOf: waiters.turnOf,
  });

  const assign = assignRoom({
    ...{ ground, core, failed },
    // The desk is opened on the server that these handlers make: asked for later, when it is there.
    here: () => desk.present(),
    show: {
      listens: (id) => desk.watched(id) || inWeb(id, web.listened),
      line(id, line) {
        desk.line(id, line);
        inWeb(id, (name) => web.push(name, line));
      },
      thread(id) {
        desk.thread(id);
        inWeb(id, web.wake);
      },
      ticket(ticket) {
        counts.changed();
        desk.ticket(ticket);
      },
      alarm: (id) => desk.alarm(id),
      online: () => desk.online(),
    },
    rests: (account, away) => desk.rests(account, away),
  });

  const http = createHttp({
    handlers: {
      ...health({ ...ground, channels: parts.channels, busy: core.lanes.busy, full: core.full, stopping }),
      ...chatHandlers({ tokens, web, lines, state, say, stopping }),
      ...fileRoutes,
      ...phone.handlers,
      ...citizenRoutes({
        ...own,
        fileForm,
        adopt: (ids, owner) => ground.filesOf(owner, ids),
      }),
      ...formHandlers({ ground, commit: core.commit, fileForm, proved: phone.provedIn }),
      ...people.handlers,
      ...assign.handlers,
      ...afterwards(ground.knowledge.ready, qa.handlers),
      ...afterwards(ground.knowledge.ready, kb.handlers),
      ...letters.handlers,
      ...siteMap({
        async entries() {
          await ground.knowledge.ready();
          return [...qa.entries(), ...(await letters.entries())];
        },
        publicUrl: config.publicUrl,
      }),
      ...threadRoutes({ ...deskParts, phrase: policy.phrase }),
      ...personRoutes({ ...deskParts, phrase: policy.phrase }),
      ...outboxRoutes({ ...deskParts, titleOf: (channel) => titles.get(channel) ?? channel }),
      ...orderRoutes({ ...deskParts, channels: parts.channels, unmask: people.unmask }),
      ...stepRoutes({ ...deskParts, channels: parts.channels, stepOrder: createOrderStep(deskParts) }),
      ...relatedRoutes(deskParts),
      ...assistRoutes(deskParts),
      ...supervisorRoutes(deskParts),
      ...listRoutes({
        ...deskParts,
        filters: ground.listFilters,
        count: counts.count,
        sorted: parts.sorted,
      }),
      ...previewRoute(deskParts),
      ...auditRoutes({
        ...{ trail: people.trail, verify: people.verifyAudit, audit },
        roleName: (id) => policy.roles.find((role) => role.id === id)?.name ?? id,
      }),
      ...traceRoute({ ...deskParts, traces: people.traces }),
      ...ruleRoutes({ rules: ground.rules, trials: ground.trials, audit }),
      ...unitRoutes({ rules: ground.rules, tickets: ground.tickets, audit }),
      ...exportRoutes({ exports: ground.exports, audit }),
      ...sheetRoute(deskParts),
      ...insightRoutes(deskParts),
      ...talkRoutes({ ...deskParts, fresh: parts.talksCounted }),
      ...supplyRoutes({ ...deskParts, ...ground.keep }),
      ...conductRoutes(deskParts),
      ...spotRoutes(deskParts),
      ...reportRoutes({ ...deskParts, press: createPress({ ...ground, masks }) }),
      ...rateRoute(own),
      ...ratePages({ ...own, links: deskParts.links }),
      ...actRoute(own),
      ...precedentRoutes(deskParts),
      ...proceedingRoutes(deskParts),
      ...inspectionRoutes(deskParts),
      ...callbackRoutes(deskParts),
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
  liveChat(io.of('/chat'), {
    ...{ tokens, web, lines, threads, state, say, perMinute: PER_MINUTE, now, failed },
    typing: (thread) => desk.typing(threadKey('web', thread)),
  });
  const desk = liveDesk(io.of('/desk'), {
    ...ground,
    sessionOf: people.sessionOf,
    stillSignedIn: people.stillSignedIn,
    audit,
    card: cardOf,
    mask: masks.desk,
    caller: (thread) => callerOf(deskParts, thread),
    isAway: async (account) => Boolean((await ground.accounts.find(account))?.away),
    seats: assign.seats,
    came: assign.stir,
    typing: (thread) => inWeb(thread, (name) => io.of('/chat').to(name).emit('typing')),
    failed,
    recheck: RECHECK_MS,
  });

  const ears = createEars({
    ...{ desk, web, waiters, assign, counts, uses: ground.keep.uses },
    chat: io.of('/chat'),
  });
  return { server, ears, assigning: assign.ticking, close: () => io.close() };
}

/** The address a request came from, as far as it may be believed. */
function addressOf(request: IncomingMessage, proxies: number): string {
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => part.trim());
  return (proxies > 0 && forwarded.at(-proxies)) || request.socket.remoteAddress || '';
}
