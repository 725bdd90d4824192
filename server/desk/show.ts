/** What the desk sees of a conversation: personal data masked, the citizen's query codes dropped. */

import type { ThreadLine } from '../../channels/channel.js';
import type { Line } from '../http/contract-chat.js';
import type { Alarm, ThreadCard } from '../http/contract-desk.js';
import { lineOut } from '../intake/citizen.js';
import { deliveryOf } from '../intake/delivery.js';
import type { AlarmDoc, MessageDoc } from '../intake/journal.js';
import { channelOf, lineKey } from '../intake/receive.js';
import type { ReplyClock } from '../intake/reply-clock.js';
import type { ThreadDoc } from '../intake/thread.js';

/** Same length in and out, so that offsets of spans stay true. */
export type Mask = (text: string) => string;

/** A line as it is told of when it is new knows nothing yet of its way. */
type Told = ThreadLine & Partial<Pick<MessageDoc, 'state' | 'trouble' | 'attempts' | 'nextTry'>>;

export function deskLine(thread: string, doc: Told, mask: Mask): Line {
  const { order, draft, ...line } = lineOut(thread, doc);
  return {
    ...line,
    // A citizen's line is named by its key here: origins of an order point at it.
    id: doc.from === 'citizen' ? lineKey(channelOf(thread), doc.id) : doc.id,
    text: mask(line.text),
    ...(doc.from !== 'citizen' && doc.state ? { delivery: deliveryOf(doc) } : {}),
    ...(doc.trust ? { trust: doc.trust } : {}),
    // The number stays, the code goes to the citizen and nowhere else.
    ...(order ? { order: { orderNo: order.orderNo, code: '' } } : {}),
    // Whoever has such a link rates as the citizen.
    ...(line.doors ? { doors: (doc.doors ?? []).filter(({ own }) => !own) } : {}),
    ...(draft
      ? { draft: { ...draft, fields: draft.fields.map((field) => ({ ...field, value: mask(field.value) })) } }
      : {}),
  };
}

const clockView = (clock: ReplyClock | null): ThreadCard['clock'] =>
  clock && {
    kind: clock.kind,
    since: clock.since.toISOString(),
    yellow: clock.yellow.toISOString(),
    due: clock.due.toISOString(),
  };

export function threadCard(doc: ThreadDoc, lastSeq: number, mask: Mask): ThreadCard {
  return {
    id: doc._id,
    channel: doc.channel,
    holder: doc.holder,
    agent: doc.agent,
    version: doc.version,
    waitingFor: doc.waitingFor,
    waitingSince: doc.waitingSince?.toISOString() ?? null,
    urgent: doc.urgent,
    offer:
      doc.holder === 'queue' && doc.match?.to && doc.match.until
        ? {
            account: doc.match.to,
            seat: doc.match.seat ?? '',
            until: doc.match.until.toISOString(),
            why: doc.match.why,
          }
        : null,
    noOffer: doc.holder === 'queue' && doc.match?.to === null ? (doc.match.why[0] ?? null) : null,
    transfer: doc.transfer
      ? { line: doc.transfer.line, by: doc.transfer.by, note: mask(doc.transfer.note) }
      : null,
    asking: (doc.consults ?? []).filter(({ answer }) => answer === null).length,
    clock: clockView(doc.clock ?? null),
    lastText: mask(doc.lastText),
    lastSeq,
    updatedAt: doc.updatedAt.toISOString(),
  };
}

export function alarmView(doc: AlarmDoc, mask: Mask): Alarm {
  return {
    id: doc._id,
    kind: doc.kind,
    thread: doc.thread,
    orderNo: doc.orderNo,
    text: mask(doc.text),
    at: doc.at.toISOString(),
    answeredBy: doc.answeredBy,
  };
}
