/** An agent files the order the conversation was about. */

import type { Draft } from '../../bot/decision.js';
import type { MatterType, Nlu } from '../../nlu/understanding.js';
import { Problem } from '../errors.js';
import type { FilledForm } from '../http/contract-orders.js';
import type { SignedIn } from '../http/handler.js';
import type { File } from '../intake/filing.js';
import type { MessageDoc } from '../intake/journal.js';
import type { ThreadDoc } from '../intake/thread.js';
import type { Masks } from '../people/privacy.js';
import type { Policy } from '../policy/types.js';
import type { JournalStore } from '../store/journal.js';
import type { LineStore } from '../store/lines.js';
import type { ThreadStore } from '../store/threads.js';
import type { TicketStore } from '../store/tickets.js';
import { createTicket } from '../tickets/create.js';
import { step } from '../tickets/step.js';
import type { Ticket } from '../tickets/ticket.js';
import { fillForm, LATELY } from './form.js';
import { answered, forward, heldBy, staff, threadOrFail } from './moves.js';

export interface FromThreadParts {
  threads: ThreadStore;
  lines: LineStore;
  tickets: TicketStore;
  journal: JournalStore;
  nlu: Nlu;
  policy: Policy;
  masks: Masks;
  file: File;
  now: () => Date;
}

export interface FromThread {
  thread: string;
  /** Made once by the console: the same one again is the same order. */
  id: string;
  fields: Partial<FilledForm>;
  account: SignedIn;
  ip: string;
}

const TEXTS = ['content', 'place', 'time', 'party', 'demand', 'name', 'phone'] as const;
const RETRIES = 5;

/** A field sent back as it was shown, masked, means the value behind the mask. */
function merge(found: FilledForm, given: Partial<FilledForm>, masks: Masks): FilledForm {
  const form = { ...found, ...given };
  const shown = { phone: masks.phone(found.phone), name: masks.name(found.name) };
  for (const field of TEXTS) {
    const mask = field === 'phone' || field === 'name' ? shown[field] : masks.desk(found[field]);
    if (given[field] === mask) form[field] = found[field];
  }
  return form;
}

function judge(form: FilledForm, policy: Policy): void {
  const known =
    (form.category === null || policy.categories.some((row) => row.code === form.category)) &&
    (form.hotline === null || policy.hotlines.some((row) => row.number === form.hotline)) &&
    (form.region === null || policy.regions.some((row) => row.code === form.region)) &&
    policy.types.some((row) => row.type === form.type);
  if (!known || form.content.trim() === '') throw new Problem('INVALID');
}

function draftOf(form: FilledForm, id: string, files: string[]): Draft {
  const { type, category, hotline, region, urgency, content } = form;
  const fields = Object.fromEntries(
    TEXTS.filter((name) => form[name] !== '').map((name) => [name, form[name]]),
  );
  return {
    id,
    type: type as MatterType,
    category,
    hotline,
    region,
    urgency,
    content,
    slots: {},
    fields,
    files,
  };
}

/** What the first one with this cause made. */
async function already(parts: FromThreadParts, cause: string): Promise<Ticket | null> {
  const doc = await parts.journal.get(cause);
  const change = doc?.changes.find((one) => one.do === 'ticket');
  return change?.do === 'ticket' ? parts.tickets.get(change.ticket.orderNo) : null;
}

export async function fileFromThread(parts: FromThreadParts, ask: FromThread): Promise<Ticket> {
  const { policy, masks } = parts;
  const cause = `file:${ask.account.account}:${ask.thread}:${ask.id}`;
  for (let tries = 0; tries < RETRIES; tries++) {
    const first = await already(parts, cause);
    if (first) return first;
    const thread = await threadOrFail(parts.threads, ask.thread);
    if (!heldBy(thread, ask.account)) throw new Problem('NOT_ALLOWED');
    const lines = await parts.lines.latest(ask.thread, LATELY);
    const found = await fillForm(lines, thread.memory, parts.nlu);
    const form = merge(found, ask.fields, masks);
    judge(form, policy);
    // Done, already or lost a race: the next round sees which.
    await commitOrder(parts, ask, { cause, thread, lines, form, origins: found.origins });
  }
  const made = await already(parts, cause);
  if (!made) throw new Problem('STALE');
  return made;
}

interface Filing {
  cause: string;
  thread: ThreadDoc;
  lines: MessageDoc[];
  form: FilledForm;
  origins: FilledForm['origins'];
}

function commitOrder(
  parts: FromThreadParts,
  ask: FromThread,
  { cause, thread, lines, form, origins }: Filing,
) {
  const { policy, masks } = parts;
  const actor = staff(ask.account, ask.ip);
  const now = parts.now();
  const files = lines
    .filter((line) => line.from === 'citizen')
    .flatMap((line) => (line.files ?? []).map((file) => file.id));
  const row = policy.types.find((type) => type.type === form.type);
  const promise = row?.days
    ? policy.phrase('file.promise', { days: row.days })
    : policy.phrase('file.noPromise');
  const build = (orderNo: string, codeHash: string): Ticket => {
    const made = createTicket({
      matter: { kind: 'order', draft: draftOf(form, ask.id, files) },
      orderNo,
      codeHash,
      channel: thread.channel,
      thread: thread._id,
      actor,
      now,
      policy: policy.hash,
      lines: lines
        .filter((line) => line.from === 'citizen')
        .map((line) => ({ id: line._id, text: line.text })),
      caller: { name: form.name, phone: form.phone },
      aiAssisted: true,
      mask: masks,
      hashPhone: masks.hashPhone,
    });
    // Only what still stands as it was found has an origin in the citizen's words.
    const kept = origins.filter((origin) =>
      TEXTS.some((name) => name === origin.field && ask.fields[name] === undefined),
    );
    const ticket = {
      ...made,
      ...(ask.fields.title ? { title: masks.text(ask.fields.title) } : {}),
      origins: kept,
    };
    // An agent who files it has judged it: it is accepted in the same moment.
    const accepted = step(ticket, {
      action: 'accept',
      version: 1,
      actor,
      permissions: ask.account.permissions,
      scope: ask.account.scope,
      rules: policy,
      now,
      policy: policy.hash,
      mask: masks,
    });
    return 'ticket' in accepted ? accepted.ticket : ticket;
  };
  const stop = answered(thread, ask.account.account);
  const { claim, change } = forward(thread, {
    ...stop.set,
    memory: { ...thread.memory, pending: null, phone: form.phone || thread.memory.phone },
    updatedAt: now,
  });
  return parts.file(
    [{ region: form.region ?? policy.knobs.home, letter: row?.letter ?? 'Q', build }],
    (made) => {
      const [one] = made;
      if (!one) throw new Error('filing made no ticket');
      const text = policy.phrase('seat.filed', { orderNo: one.orderNo, promise });
      const line = {
        id: `${cause}.0`,
        from: 'agent' as const,
        seat: ask.account.seat,
        text,
        decision: 'file' as const,
        order: { orderNo: one.orderNo, code: one.code },
        at: now,
      };
      return {
        cause,
        actor,
        claims: [claim],
        changes: [
          { do: 'ticket', ticket: one.ticket },
          { do: 'say', thread: thread._id, line },
          ...stop.changes,
          change,
        ],
        before: {},
      };
    },
  );
}
