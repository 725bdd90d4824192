/**
 * One conversation of a thread, from a citizen's word to the last one before a silence, and what it came to. Pure, over
 * the lines alone: counted twice, it is the same. News of an order, and what the house says long after, belong to none.
 */
import type { Found } from '../../../bot/decision.js';
import type { DecisionName } from '../../../channels/channel.js';
import { type Day, dayOf } from '../../tickets/deadlines/calendar.js';

/** The slice of a stored line that counting needs. */
export interface TalkLine {
  seq: number;
  from: 'citizen' | 'bot' | 'agent' | 'system';
  text: string;
  at: Date;
  decision?: DecisionName | undefined;
  seat?: string | undefined;
  about?: string | undefined;
  /** Of the last citizen line of a turn: what the knowledge had for each question in it. */
  found?: Found['band'][] | undefined;
}

export interface TalkRule {
  /** A citizen who is silent for longer begins a new conversation. */
  gapMinutes: number;
  /** Nobody may come back for so long, or nothing was resolved. */
  quietHours: number;
  /** Channels with a quiet period of their own. */
  quietByChannel: Record<string, number>;
  /** Channels of letters: nobody holds the line there, so neither waiting nor connecting is counted. */
  written: string[];
}

/** A person was asked for, or the bot called one; `until` null: nobody has come. */
export interface Wait {
  from: Date;
  until: Date | null;
}

export interface Talk {
  /** `${thread}#${first}` */
  _id: string;
  thread: string;
  channel: string;
  /** Day it began, Asia/Shanghai. */
  day: Day;
  /** Numbers of its first and last line. */
  first: number;
  last: number;
  startedAt: Date;
  endedAt: Date;
  /** When the citizen wrote. */
  said: Date[];
  /** Lines of the bot. */
  bot: number;
  /** The bot's last answer from knowledge; null = none was given. */
  answeredAt: Date | null;
  /** Questions put to the knowledge, and those it had an answer of its own for. */
  asked: number;
  hits: number;
  /** The bot passed it to a person, on request or for want of an answer. */
  handedOver: boolean;
  /** A seat was there. */
  seated: boolean;
  /** The citizen said that the answer did not help. */
  unhelped: boolean;
  waits: Wait[];
  /** The quiet period is over then. */
  quietUntil: Date;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const quietMs = (channel: string, { quietHours, quietByChannel }: TalkRule): number =>
  (quietByChannel[channel] ?? quietHours) * HOUR_MS;

interface Reading {
  thread: string;
  channel: string;
  rule: TalkRule;
  /** 「没解决」 and the like. */
  unhelped: (text: string) => boolean;
}

const waiting = ({ waits }: Talk): boolean => waits.at(-1)?.until === null;

const begun = ({ seq, at }: TalkLine, { thread, channel }: Reading): Talk => ({
  ...{ _id: `${thread}#${seq}`, thread, channel, day: dayOf(at) },
  ...{ first: seq, last: seq, startedAt: at, endedAt: at, said: [], quietUntil: at },
  ...{ bot: 0, answeredAt: null, asked: 0, hits: 0 },
  ...{ handedOver: false, seated: false, unhelped: false, waits: [] },
});

function take(talk: Talk, line: TalkLine, { channel, rule, unhelped }: Reading): void {
  talk.last = line.seq;
  talk.endedAt = line.at;
  talk.quietUntil = new Date(line.at.getTime() + quietMs(channel, rule));
  if (line.from === 'citizen') {
    talk.said.push(line.at);
    talk.asked += line.found?.length ?? 0;
    talk.hits += line.found?.filter((band) => band === 'answer').length ?? 0;
    if (talk.answeredAt !== null && unhelped(line.text)) talk.unhelped = true;
    return;
  }
  if (line.seat !== undefined) {
    talk.seated = true;
    const last = talk.waits.at(-1);
    if (last?.until === null) last.until = line.at;
    return;
  }
  if (line.from !== 'bot') return;
  talk.bot++;
  if (line.decision === 'answer') talk.answeredAt = line.at;
  if (line.decision === 'handOver') {
    talk.handedOver = true;
    if (!waiting(talk)) talk.waits.push({ from: line.at, until: null });
  }
}

/** The conversations in these lines of one thread, in order; the first line must begin one, or be nobody's. */
export function talksOf(lines: readonly TalkLine[], reading: Reading): Talk[] {
  const talks: Talk[] = [];
  for (const line of lines) {
    if (line.about !== undefined) continue;
    const talk = talks.at(-1);
    const goesOn =
      talk !== undefined &&
      // Who waits for a person is in the same conversation, however long.
      (waiting(talk) || line.at.getTime() - talk.endedAt.getTime() <= reading.rule.gapMinutes * MINUTE_MS);
    if (goesOn) take(talk, line, reading);
    else if (line.from === 'citizen') {
      const next = begun(line, reading);
      take(next, line, reading);
      talks.push(next);
    }
  }
  return talks;
}
