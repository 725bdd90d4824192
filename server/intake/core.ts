/** One place that changes things, one door out, lanes, one door in: the intake joined. */
import { randomUUID } from 'node:crypto';
import { compose } from '../../bot/compose.js';
import { decide } from '../../bot/decide.js';
import type { Channel, InboundMessage, Received, ThreadLine } from '../../channels/channel.js';
import { pressing } from '../../nlu/pressing.js';
import type { Ground } from '../ground.js';
import type { GuessLock } from '../http/guess-lock.js';
import { createCitizens } from '../people/citizens.js';
import { createNumbers } from '../tickets/numbers.js';
import { createBesideRings } from './beside-rings.js';
import { createReports } from './book-report.js';
import { createBooks } from './books.js';
import { createCarry } from './carry.js';
import { type Applied, type Committer, createCommit } from './commit.js';
import type { DeliveryMark } from './delivery.js';
import { createFile, type File } from './filing.js';
import { createFollow } from './follow.js';
import { createGoes, type Goes } from './goes.js';
import { createInlets, oneOf } from './inlets.js';
import { createInviting } from './invite.js';
import type { Commit } from './journal.js';
import { createLanes, type Lanes } from './lane.js';
import { createLate } from './late.js';
import { createMerged, type Merged } from './merged.js';
import { createNews } from './news.js';
import { createOrderActs } from './order-acts.js';
import { createOutbox, type Outbox } from './outbox.js';
import { createPrecedents } from './precedents.js';
import { createQueue, type Queue } from './queue.js';
import { createRateLinks, type RateLinks } from './rate-link.js';
import { channelOf, createReceive, threadKey } from './receive.js';
import { createRings } from './rings.js';
import { createRoom } from './room.js';
import { createSettle } from './settle.js';
import { createTell } from './tell.js';
import { createTurn } from './turn.js';
import { createUndeliverable } from './undeliverable.js';
import { createWordings } from './wording.js';

/** Who hears of what happened. */
export interface Ears {
  applied(applied: Applied): void;
  /** A citizen's line was kept. */
  arrived(thread: string, line: ThreadLine): void;
  /** How a line to a citizen now stands. */
  delivery(thread: string, line: string, mark: DeliveryMark): void;
  /** Words of an answer that is being written; null = no longer. */
  wording(thread: string, text: string | null): void;
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
  /** Says what waited while a step could be taken back; returns of how many orders. */
  tell(): Promise<number>;
  merged: Merged;
  receive(message: InboundMessage): Promise<Received>;
  lanes: Lanes;
  outbox: Outbox;
  file: File;
  queue: Queue;
  full(): boolean;
  goes: Goes;
  links: RateLinks;
  /** Has this conversation a way back to the citizen? */
  reaches(thread: string): boolean;
}

/** A line is tried this often; then it is a person's business. */
const SENDINGS = 8;

export function createCore({ ground, ears, at, failed, backoff, ...parts }: CoreParts): Core {
  const { policy, threads, lines, tickets, people, now } = ground;
  const { masks } = people;
  const titleOf = (channel: string) => parts.channels.get(channel)?.title ?? channel;
  const citizens = createCitizens(ground.secrets.key('citizen'));
  // A form has no way back; what happens to it is seen by number and code.
  const reaches = (thread: string): boolean =>
    channelOf(thread) !== 'form' && parts.channels.has(channelOf(thread));
  const goes = createGoes({ lines, reaches });
  const links = createRateLinks(ground.secrets.key('rate-link'));
  const inviting = createInviting({ links, publicUrl: ground.config.publicUrl, policy });
  const news = createNews({ goes, inviting, policy, now });
  const { commit: write, recover } = createCommit({
    ...ground,
    forms: ground.formRoom.store,
    policyHash: policy.hash,
    owesAcceptance: (thread) => policy.norm(channelOf(thread))?.kind === 'acceptance',
    at,
    told: (applied) => {
      for (const { thread, line } of applied.lines) outbox.post(thread, line);
      for (const ticket of applied.tickets) merged.changed(ticket);
      ears.applied(applied);
    },
  });
  const follow = createFollow(ground);
  const rings = createRings(policy);
  const settled = createPrecedents(masks);
  const besideRings = createBesideRings(policy);
  const books = createBooks({
    ...{ channels: parts.channels, threads, tickets, masks, now },
    unseen: policy.phrase('transfer.secret'),
  });
  const commit = async (one: Commit) =>
    write(await books(settled(besideRings(rings(await news.with(await follow(one)))))));
  const merged = createMerged({ tickets, commit, policy, masks, now, failed });
  const tell = createTell({
    tickets,
    news,
    commit: async (one) => write(await books(one)),
    told: (orderNo) => void merged.bring(orderNo),
    now,
  });
  const report = createReports({ tickets, commit, masks, policy, now });
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
  const room = createRoom();
  const full = () => lanes.busy() > parts.mostThreads;
  const wordings = createWordings({
    model: ground.model,
    within: policy.knobs.model.answerSeconds * 1000,
    secret: async (thread) => (await tickets.byThread(thread)).some(({ secret }) => secret),
    passage: ground.passage,
    show: ears.wording,
  });
  const turn = createTurn({
    ...ground,
    wordings,
    decide,
    hear: oneOf(
      createInlets({
        threads,
        tickets,
        citizens,
        notes: ground.notes.of('inlets'),
        guesses: parts.guesses,
        policy,
        titleOf,
        now,
      }),
      createOrderActs({ threads, tickets, masks, guesses: parts.guesses, policy, now }),
    ),
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
    unanswered: (one) => void ground.keep.gaps.note(one).catch((error: unknown) => failed('gaps', error)),
    at,
    failed,
    newId: randomUUID,
    settling,
    room,
    full,
  });
  const lanes = createLanes({ turn, failed, backoff });
  const keep = createReceive({
    hashPhone: masks.hashPhone,
    threads,
    lines,
    now,
    at,
    stopping: parts.stopping,
    wake(thread, text) {
      wordings.cancel(thread);
      if (room.waiting() > 0 && pressing(text)) room.press(thread);
      settling.arrived(thread);
      lanes.wake(thread);
    },
    told: ears.arrived,
  });
  const receive = async (message: InboundMessage): Promise<Received> => {
    const received = await room.accept(() => keep(message));
    if (received.other) return received;
    // It may have been kept while its answer got lost: nobody has been woken for it.
    if (received.seen && !message.overheard) lanes.wake(threadKey(message.channel, message.thread));
    await report(message);
    return received;
  };
  const late = createLate({
    threads,
    commit,
    policy,
    masks,
    titleOf,
    now,
  });
  return {
    commit,
    recover,
    receive,
    late,
    tell,
    merged,
    lanes,
    outbox,
    file,
    queue,
    full,
    goes,
    links,
    reaches,
  };
}
