/**
 * Every part of the house, joined in reading order; parts come in by argument, tests replace them by name.
 * Nothing listens and nothing is taken up before `start`.
 */
import type { Server as HttpServer } from 'node:http';
import type { Channel } from '../channels/channel.js';
import { formChannel } from '../channels/forms.js';
import type { ChannelKind } from '../channels/kind.js';
import { webChannel } from '../channels/web.js';
import { websiteChannel } from '../channels/website.js';
import type { Nlu } from '../nlu/understanding.js';
import type { Config } from './config.js';
import { createFront, type Front } from './front.js';
import { openGround } from './ground.js';
import { guessLock } from './http/guess-lock.js';
import type { Limits } from './http/limits.js';
import { type Log, maskError } from './http/log.js';
import { createTally } from './insight/tally.js';
import { channelHouse } from './intake/channel-house.js';
import { createCore } from './intake/core.js';
import { createTimers } from './tickets/timers.js';

/** What tests may put in place of the real thing. */
export interface Overrides {
  now?: () => Date;
  /** Named places on the way of a message; a test kills the process at each of them. */
  at?: (step: string) => void;
  nlu?: Nlu;
  channels?: Channel[];
  /** Kinds to read the configuration for, in place of the list. */
  kinds?: readonly ChannelKind[];
  settle?: { quiet: number; longest: number };
  limits?: Partial<Limits>;
  socketsPerAddress?: number;
  /** Milliseconds before the nth try of a failed turn or sending. */
  backoff?: (tries: number) => number;
  /** Milliseconds between looks at the clocks of first replies. */
  look?: number;
  /** Threads at work beyond which new ones go to a person unjudged. */
  full?: number;
  /** Milliseconds between looks at what is due. */
  sweepEvery?: number;
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

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const LOOK_MS = 10_000;
const SETTLE = { quiet: 120, longest: 2400 };

export async function createApp(config: Config, log: Log, overrides: Overrides = {}): Promise<App> {
  const now = overrides.now ?? (() => new Date());
  const failed = (where: string, error: unknown) => log.error({ where, error: maskError(error) }, 'failed');
  let stopping = false;

  /** Nothing can be kept any more, so nothing may be acknowledged any more. */
  function onCrash(error: Error): void {
    failed('store', error);
    process.exitCode = 1;
    process.kill(process.pid, 'SIGTERM');
  }

  const ground = await openGround({
    config,
    now,
    nlu: overrides.nlu,
    onCrash,
    onFault: (error) => failed('knowledge', error),
  });
  const web = webChannel(now);
  const naps = createNaps();
  const opened = config.channels.map(({ kind, values }) =>
    kind.open(
      values,
      channelHouse(kind.name, kind.settings, values, {
        ...ground,
        caps: ground.policy.knobs.channelFiles,
        log,
        pause: naps.pause,
        late: (...told) => core.outbox.late(...told),
        publicUrl: config.publicUrl,
      }),
    ),
  );
  const list = [web, formChannel(), websiteChannel(), ...opened, ...(overrides.channels ?? [])];
  const channels = new Map<string, Channel>(list.map((channel) => [channel.name, channel]));
  const guesses = guessLock();
  const core = createCore({
    ground,
    channels,
    guesses,
    // The front is built on the core and hears of what the core does: joined by name, after both exist.
    ears: {
      applied: (applied) => {
        front.ears.applied(applied);
        for (const ticket of applied.tickets) tally.written(ticket);
      },
      arrived: (thread, line) => front.ears.arrived(thread, line),
      delivery: (...told) => front.ears.delivery(...told),
      seats: () => front.ears.seats(),
    },
    at: overrides.at ?? (() => {}),
    failed,
    settle: overrides.settle ?? SETTLE,
    backoff: overrides.backoff ?? ((tries) => Math.min(60_000, 250 * 2 ** tries)),
    mostThreads: overrides.full ?? 2000,
    stopping: () => stopping,
  });
  const front: Front = createFront({
    ground,
    core,
    web,
    channels: list,
    guesses,
    log,
    limits: overrides.limits ?? {},
    socketsPerAddress: overrides.socketsPerAddress ?? 500,
    failed,
    stopping: () => stopping,
  });

  const tally = createTally({
    store: ground.insight,
    tickets: ground.tickets,
    notes: ground.notes.of('insight'),
    failed,
  });
  const clock = createTimers({ ...ground, masks: ground.people.masks, commit: core.commit, failed });
  const tidy = (name: string, run: () => Promise<unknown>) =>
    setInterval(() => run().catch((error: unknown) => failed(name, error)), HOUR_MS).unref();
  const timers = [
    tidy('files', () => ground.files.sweep(now())),
    tidy('people', ground.people.sweep),
    tidy('forms', () => ground.formRoom.sweep(now())),
  ];

  return {
    server: front.server,
    firstPassword: ground.first.made ? ground.first.password : null,
    async start() {
      for (const channel of channels.values()) await channel.start(core.receive);
      const applied = await core.recover();
      const left = await ground.lines.keptThreads();
      for (const thread of left) core.lanes.wake(thread);
      await core.outbox.recover();
      const look = () => core.late().catch((error: unknown) => failed('clocks', error));
      await look();
      timers.push(setInterval(look, overrides.look ?? LOOK_MS).unref());
      const port = await listen(front.server, config);
      // After listening: a long list of what fell due while the house was shut must not keep it shut.
      tally.start();
      clock.start(overrides.sweepEvery ?? MINUTE_MS);
      return { port, recovered: applied + left.length };
    },
    async stop() {
      stopping = true;
      for (const timer of timers) clearInterval(timer);
      // First told, then woken: a channel's loop that wakes before it knows would turn without a rest.
      const still = [...channels.values()].map((channel) => channel.stop());
      naps.wake();
      await Promise.all(still);
      await clock.stop();
      await tally.stop();
      const closed = front.close();
      front.server.closeIdleConnections();
      await core.lanes.drain();
      await core.outbox.drain();
      front.server.closeAllConnections();
      await closed;
      await ground.embedding?.close();
      await ground.nlu.close();
      await ground.database.close();
    },
  };
}

/** Waits of channels; all wake when the house stops, and nothing sleeps after. */
function createNaps() {
  const sleepers = new Set<() => void>();
  let over = false;
  return {
    pause: (ms: number) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(wakeUp, over ? 0 : ms);
        function wakeUp() {
          clearTimeout(timer);
          sleepers.delete(wakeUp);
          resolve();
        }
        sleepers.add(wakeUp);
      }),
    wake() {
      over = true;
      for (const wakeUp of [...sleepers]) wakeUp();
    },
  };
}

function listen(server: HttpServer, { port, host }: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
