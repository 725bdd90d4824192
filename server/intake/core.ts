/** One place that changes things, one door out, lanes, one door in: the intake joined. */
import { randomUUID } from 'node:crypto';
import { compose } from '../../bot/compose.js';
import { decide } from '../../bot/decide.js';
import type { Channel, InboundMessage, Received, ThreadLine } from '../../channels/channel.js';
import type { Ground } from '../ground.js';
import type { GuessLock } from '../http/guess-lock.js';
import { createCitizens } from '../people/citizens.js';
import { createNumbers } from '../tickets/numbers.js';
import { createCarry } from './carry.js';
import { type Applied, type Committer, createCommit } from './commit.js';
import type { DeliveryMark } from './delivery.js';
import { createDoors } from './doors.js';
import { createFile, type File } from './filing.js';
import type { Commit } from './journal.js';
import { createLanes, type Lanes } from './lane.js';
import { createLate } from './late.js';
import { createNews } from './news.js';
import { createOutbox, type Outbox } from './outbox.js';
import { createQueue, type Queue } from './queue.js';
import { createReceive } from './receive.js';
import { createSettle } from './settle.js';
import { createTurn } from './turn.js';
import { createUndeliverable } from './undeliverable.js';

/** Who hears of what happened. */
export interface Ears {
  applied(applied: Applied): void;
  /** A citizen's line was kept. */
  arrived(thread: string, line: ThreadLine): void;
  /** How a line to a citizen now stands. */
  delivery(thread: string, line: string, mark: DeliveryMark): void;
  /** Agents at the desk right now. */
  seats(): number;
}

export interface CoreParts {
  ground: Ground;
  channels: ReadonlyMap<string, Channel>;
  guesses: GuessLock;
  ears: Ears;
  at: (step: string) => void;
  failed: (where: string, error: unknown) => void;
  settle: { quiet: number; longest: number };
  backoff: (tries: number) => number;
  /** Threads at work beyond which new ones go to a person unjudged. */
  mostThreads: number;
  stopping: () => boolean;
}

export interface Core extends Committer {
  /** Rings for replies that are late; returns how many. */
  late(): Promise<number>;
  receive(message: InboundMessage): Promise<Received>;
  lanes: Lanes;
  outbox: Outbox;
  file: File;
  queue: Queue;
  full(): boolean;
}

/** A line is tried this often; then it is a person's business. */
const SENDINGS = 8;

export function createCore({ ground, ears, at, failed, backoff, ...parts }: CoreParts): Core {
  const { policy, threads, lines, tickets, people, now } = ground;
  const { masks } = people;
  const titleOf = (channel: string) => parts.channels.get(channel)?.title ?? channel;
  const citizens = createCitizens(ground.secrets.key('citizen'));
  const news = createNews({
    lines,
    policy,
    // A form has no way back; what happens to it is seen by number and code.
    reaches: (channel) => channel !== 'form' && parts.channels.has(channel),
    now,
  });
  const { commit: write, recover } = createCommit({
    ...ground,
    forms: ground.formRoom.store,
    policyHash: policy.hash,
    owesAcceptance: (thread) => policy.norm(thread.slice(0, thread.indexOf(':')))?.kind === 'acceptance',
    at,
    told: (applied) => {
      for (const { thread, line } of applied.lines) outbox.post(thread, line);
      ears.applied(applied);
    },
  });
  const commit = async (one: Commit) => write(await news(one));
  const outbox = createOutbox({
    lines,
    channels: parts.channels,
    now,
    at,
    failed,
    backoff: (attempts) => (attempts > SENDINGS ? null : backoff(attempts)),
    told: ears.delivery,
    gaveUp: createUndeliverable({ threads, commit, masks, now }),
  });
  const numbers = createNumbers({ lastTaken: (key) => tickets.lastSeq(key.replaceAll(':', '')) });
  const file = createFile({ numbers, commit, now });
  const queue = createQueue({ threads, policy, seats: ears.seats, now });
  const settling = createSettle({
    ...parts.settle,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
  const full = () => lanes.busy() > parts.mostThreads;
  const turn = createTurn({
    ...ground,
    decide,
    hear: createDoors({
      threads,
      tickets,
      citizens,
      notes: ground.notes.of('doors'),
      guesses: parts.guesses,
      policy,
      titleOf,
      now,
    }),
    carry: createCarry({
      threads,
      citizens,
      policy,
      related: ground.related,
      tickets,
      queue,
      masks,
      guesses: parts.guesses,
      now,
      file,
      compose: (outcomes) => compose(outcomes, policy.phrase, policy),
    }),
    commit,
    at,
    failed,
    newId: randomUUID,
    settle: settling.settle,
    full,
  });
  const lanes = createLanes({ turn, failed, backoff });
  const receive = createReceive({
    hashPhone: masks.hashPhone,
    threads,
    lines,
    now,
    at,
    stopping: parts.stopping,
    wake(thread) {
      settling.arrived(thread);
      lanes.wake(thread);
    },
    told: ears.arrived,
  });
  const late = createLate({
    threads,
    commit,
    policy,
    masks,
    titleOf,
    now,
  });
  return { commit, recover, receive, late, lanes, outbox, file, queue, full };
}
