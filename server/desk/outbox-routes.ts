/**
 * Dead letters: lines to citizens that did not arrive, seen while they are still tried again. A person sends
 * them again, or writes down how the citizen was told instead; each is a commit of its own, so a repeat and a
 * second pair of hands are harmless.
 */

import { Problem } from '../errors.js';
import type { OutboxDone, OutboxRow } from '../http/contract-outbox.js';
import { type Handlers, type SignedIn, signedIn } from '../http/handler.js';
import { deliveryOf } from '../intake/delivery.js';
import { type Change, type Commit, type Committed, type MessageDoc, TROUBLES } from '../intake/journal.js';
import type { ThreadDoc } from '../intake/thread.js';
import { undeliverableAlarm } from '../intake/undeliverable.js';
import type { Audit } from '../people/audit.js';
import { type Masks, shorten } from '../people/privacy.js';
import type { LineStore } from '../store/lines.js';
import type { ThreadStore } from '../store/threads.js';
import type { UndeliveredStore } from '../store/undelivered.js';
import { staff } from './moves.js';
import { OUTBOX_WORDS as WORDS } from './outbox-words.js';
import { limitOf } from './thread-routes.js';

export interface OutboxRouteParts {
  undelivered: UndeliveredStore;
  lines: LineStore;
  threads: ThreadStore;
  commit: (commit: Commit) => Promise<Committed>;
  audit: Audit;
  masks: Masks;
  /** Chinese name of a channel. */
  titleOf: (channel: string) => string;
}

const EXCERPT = 120;

/** As much of who it is as tells two people apart. */
function citizenOf(thread: ThreadDoc | null, masks: Masks): string {
  const { name, phone, email } = thread?.sender ?? {};
  const known = thread?.memory.phone ?? phone;
  return [name && masks.name(name), known && masks.phone(known), email && masks.text(email)]
    .filter(Boolean)
    .join(' ');
}

export function outboxRoutes(parts: OutboxRouteParts): Handlers<'outbox' | 'resend' | 'settle'> {
  const { lines, masks } = parts;

  async function rowOf(line: MessageDoc): Promise<OutboxRow> {
    const { settled } = line;
    return {
      id: line._id,
      thread: line.thread,
      channel: line.channel,
      channelName: parts.titleOf(line.channel),
      citizen: citizenOf(await parts.threads.get(line.thread), masks),
      from: line.from,
      text: masks.desk(shorten(line.text, EXCERPT)),
      orderNo: line.order?.orderNo ?? line.entry?.orderNo ?? null,
      reason: masks.text(line.failure ?? ''),
      since: (line.troubleSince ?? line.at).toISOString(),
      resends: line.resends ?? 0,
      delivery: deliveryOf(line),
      settled: settled ? { ...settled, at: settled.at.toISOString() } : null,
    };
  }

  /** One line, one commit; what it answers is for the agent. */
  type Act = (line: MessageDoc, account: SignedIn, note: string) => Change[] | { said: string };

  const resend: Act = (line, { account }) => {
    if (line.trouble === 'settled') return { said: WORDS.done };
    if (line.state !== 'failed') return { said: WORDS.already };
    return [
      { do: 'resend', thread: line.thread, line: line._id, n: (line.resends ?? 0) + 1 },
      { do: 'alarmAnswered', id: undeliverableAlarm(line), by: account },
    ];
  };
  const settle: Act = (line, { account: by }, note) => {
    if (line.trouble === 'settled') return { said: WORDS.done };
    if (line.state === 'sent') return { said: WORDS.delivered };
    return [
      { do: 'settle', thread: line.thread, line: line._id, by, note },
      { do: 'alarmAnswered', id: undeliverableAlarm(line), by },
    ];
  };

  async function actOn(
    id: string,
    act: Act,
    name: 'resend' | 'settle',
    { account, ip, note }: { account: SignedIn; ip: string; note: string },
  ): Promise<OutboxDone> {
    const line = await lines.get(id);
    if (!line || line.from === 'citizen') return { id, done: false, said: WORDS.gone };
    const changes = act(line, account, note);
    if ('said' in changes) return { id, done: false, said: changes.said };
    await parts.audit({ who: account, ip, action: `line.${name}`, target: line.thread, reason: note });
    // The same press twice, or two agents at once, have the same cause: it goes out once.
    const cause = `${name}:${id}:${(line.resends ?? 0) + 1}`;
    const before = { state: line.state, trouble: line.trouble ?? null };
    const answer = await parts.commit({ cause, actor: staff(account, ip), claims: [], changes, before });
    if (answer === 'conflict') throw new Problem('STALE');
    return { id, done: answer === 'done', said: answer === 'done' ? DONE[name] : WORDS.done };
  }

  async function actOnAll(
    asked: { body: { lines: string[]; note?: string | undefined }; ip: string; account: SignedIn | null },
    act: Act,
    name: 'resend' | 'settle',
  ): Promise<OutboxDone[]> {
    const how = { account: signedIn(asked as never), ip: asked.ip, note: masks.text(asked.body.note ?? '') };
    const done: OutboxDone[] = [];
    // One after the other: lines of one thread leave in the order they were asked for.
    for (const id of new Set(asked.body.lines)) done.push(await actOn(id, act, name, how));
    return done;
  }

  return {
    async outbox(asked) {
      const trouble = TROUBLES.find((one) => one === (asked.query.state ?? 'failed'));
      if (!trouble) throw new Problem('BAD_REQUEST');
      const [page, counts] = await Promise.all([
        parts.undelivered.list({
          trouble,
          channel: asked.query.channel || undefined,
          after: asked.query.after || null,
          limit: limitOf(asked.query.limit),
        }),
        parts.undelivered.counts(),
      ]);
      return { ...page, rows: await Promise.all(page.rows.map(rowOf)), counts };
    },
    resend: (asked) => actOnAll(asked, resend, 'resend'),
    settle: (asked) => actOnAll(asked, settle, 'settle'),
  };
}

const DONE = { resend: WORDS.resent, settle: WORDS.settled } as const;
