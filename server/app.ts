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
import { createBeat } from './insight/beat.js';
import { createPress } from './insight/reports/press.js';
import { createTalkCount } from './insight/talks/count.js';
import { createTally } from './insight/tally.js';
import { createWatch } from './insight/watch.js';
import { channelHouse } from './intake/channel-house.js';
import { createCore } from './intake/core.js';
import { createSorting } from './lists/sorting.js';
import { createCitizens } from './people/citizens.js';
import { createProceedingSweep } from './tickets/proceedings/timers.js';
import { createTicking } from './tickets/ticking.js';
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
  /** Seconds in which a step can be taken back; of the policy where absent. */
  undoSeconds?: number;
  /** Milliseconds between looks at what is due. */
  sweepEvery?: number;
  /** Milliseconds a turn waits for the encoder, and for knowledge that is not read yet; their own where absent. */
  patience?: number;
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
const SECOND_MS = 1000;
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
    undoSeconds: overrides.undoSeconds,
    patience: overrides.patience,
    onCrash,
    onFault: (error) => failed('knowledge', error),
    failed,
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
        for (const thread of applied.threads) talkCount.touched(thread);
        for (const { thread } of applied.lines) talkCount.touched(thread);
      },
      arrived: (thread, line) => {
        talkCount.touched(thread);
        front.ears.arrived(thread, line);
      },
      delivery: (...told) => front.ears.delivery(...told),
      wording: (...told) => front.ears.wording(...told),
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
    sorted: () => sorting.sorted(),
    talksCounted: () => talkCount.run(),
  });

  const watch = createWatch({ ...ground, commit: core.commit, failed });
  const tally = createTally({
    store: ground.insight,
    policy: ground.policy,
    tickets: ground.tickets,
    notes: ground.notes.of('insight'),
    failed,
    counted: watch.counted,
  });
  const talkCount = createTalkCount({
    ...ground,
    stopping: () => stopping,
    citizens: createCitizens(ground.secrets.key('citizen')),
    notes: ground.notes.of('insight'),
  });
  const sorting = createSorting({ ...ground, notes: ground.notes.of('lists'), failed });
  // Lists follow the units: who stands above whom is part of what an order is found by.
  ground.rules.onChange(() => sorting.start());
  const press = createPress({ ...ground, masks: ground.people.masks });
  const beat = createBeat([watch.look, press.run, talkCount.run], failed);
  const clock = createTimers({ ...ground, masks: ground.people.masks, commit: core.commit, failed });
  const beside = createTicking(createProceedingSweep({ ...ground, commit: core.commit, failed }), (error) =>
    failed('proceedings', error),
  );
  const tidy = (name: string, run: () => Promise<unknown>) =>
    setInterval(() => run().catch((error: unknown) => failed(name, error)), HOUR_MS).unref();
  const timers = [
    tidy('files', () => ground.files.sweep(now())),
    tidy('exports', () => ground.exports.sweep(now())),
    tidy('people', ground.people.sweep),
    tidy('phone codes', () => ground.phoneCodes.sweep(now())),
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
      const look = () =>
        Promise.all([core.late(), core.tell()]).catch((error: unknown) => failed('clocks', error));
      await look();
      timers.push(setInterval(look, overrides.look ?? LOOK_MS).unref());
      const port = await listen(front.server, config);
      // After listening: a long list of what fell due while the house was shut must not keep it shut.
      ground.knowledge.begin();
      core.merged.recover().catch((error: unknown) => failed('follow', error));
      tally.start();
      await watch.resume();
      beat.start(overrides.sweepEvery ?? MINUTE_MS);
      sorting.start();
      const refresh = () => ground.rules.refresh().catch((error: unknown) => failed('policy', error));
      timers.push(setInterval(refresh, MINUTE_MS).unref());
      ground.model?.warm().catch((error: unknown) => failed('model', error));
      clock.start(overrides.sweepEvery ?? MINUTE_MS);
      beside.start(overrides.sweepEvery ?? MINUTE_MS);
      front.assigning.start(Math.min(overrides.look ?? SECOND_MS, SECOND_MS));
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
      await beside.stop();
      await front.assigning.stop();
      await core.merged.drain();
      await tally.stop();
      await beat.stop();
      await sorting.stop();
      const closed = front.close();
      front.server.closeIdleConnections();
      await core.lanes.drain();
      await core.outbox.drain();
      front.server.closeAllConnections();
      await closed;
      await ground.knowledge.close();
      await ground.keep.close();
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
