/** The desk's HTTP API of conversations and alarms. */
import type { Found } from '../../bot/decision.js';
import type { FileRef } from '../../channels/channel.js';
import type { Nlu } from '../../nlu/understanding.js';
import { Problem } from '../errors.js';
import type { Alarm, Suggestion, ThreadCard, ThreadPage } from '../http/contract-desk.js';
import type { OrderCard } from '../http/contract-orders.js';
import { type Handlers, type SignedIn, signedIn } from '../http/handler.js';
import type { MessageDoc } from '../intake/journal.js';
import type { ThreadDoc } from '../intake/thread.js';
import type { Audit } from '../people/audit.js';
import type { Masks } from '../people/privacy.js';
import type { AlarmStore } from '../store/journal.js';
import type { LineStore } from '../store/lines.js';
import type { Box } from '../store/threads.js';
import type { TicketStore } from '../store/tickets.js';
import type { Ticket } from '../tickets/ticket.js';
import { hears, mayAnswer } from './alarm-audience.js';
import { fillForm, LATELY, titleOf } from './form.js';
import {
  answered,
  forward,
  heldBy,
  type MoveAsk,
  type MoveName,
  type MoveParts,
  move,
  staff,
  threadOrFail,
} from './moves.js';
import { alarmView, deskLine, threadCard } from './show.js';

export interface ThreadRouteParts extends MoveParts {
  lines: LineStore;
  alarms: AlarmStore;
  tickets: TicketStore;
  nlu: Nlu;
  find: (text: string, region: string | null) => Found | Promise<Found>;
  masks: Masks;
  audit: Audit;
  card: (ticket: Ticket, scope: ReadonlySet<string> | null) => OrderCard;
  filesOf: (thread: string, ids: string[]) => Promise<FileRef[]>;
}

export type ThreadRoutes =
  | 'threads'
  | 'thread'
  | 'claim'
  | 'handBack'
  | 'closeThread'
  | 'deskSay'
  | 'knowledge'
  | 'alarms'
  | 'answerAlarm';

const BOXES: readonly Box[] = ['waiting', 'mine', 'all'];
/** A conversation longer than this is read in pages by the socket's `watch`. */
const WHOLE = 1000;
const SUGGESTIONS = 5;
const RETRIES = 5;

export const suggestionOf = ({ passage, score }: Found['hits'][number]): Suggestion => ({
  id: passage.id,
  title: passage.title,
  answer: passage.answer,
  unit: passage.unit,
  updated: passage.updated,
  basis: passage.basis,
  score,
});

export function limitOf(text: string | undefined): number {
  const limit = Number(text ?? 30);
  if (!(limit >= 1 && limit <= 100)) throw new Problem('BAD_REQUEST');
  return limit;
}

/** What the citizen said last, as one question to the knowledge base: where no line carries a matter. */
function question(lines: MessageDoc[]): string {
  const said = lines.filter((line) => line.from === 'citizen' && line.text.trim().length > 1);
  return said
    .slice(-2)
    .map((line) => line.text)
    .join('\n');
}

export function threadRoutes(parts: ThreadRouteParts): Handlers<ThreadRoutes> {
  const { masks, threads, lines, alarms } = parts;
  const cardOf = async (doc: ThreadDoc): Promise<ThreadCard> =>
    threadCard(doc, await lines.lastSeq(doc._id), masks.desk);
  const moved =
    (name: MoveName) =>
    async (asked: {
      params: Record<string, string>;
      body: { version: number };
      account: unknown;
      ip: string;
    }) => {
      const account = signedIn(asked as never);
      const ask: MoveAsk = {
        thread: asked.params.thread ?? '',
        version: asked.body.version,
        account,
        ip: asked.ip,
      };
      const doc = await move(parts, name, ask);
      if (name === 'claim')
        await parts.audit({ who: account, ip: asked.ip, action: 'thread.claim', target: doc._id });
      return cardOf(doc);
    };

  /** Of this conversation, and of the same verified phone before it: whoever calls again has a history. */
  async function ordersOf({ _id, phoneHash }: ThreadDoc, { scope }: SignedIn): Promise<Ticket[]> {
    const [own, before] = await Promise.all([
      parts.tickets.byThread(_id),
      scope === null && phoneHash ? parts.tickets.byPhoneHash(phoneHash) : [],
    ]);
    return [...own, ...before.filter(({ thread }) => thread !== _id)];
  }

  return {
    async threads(asked) {
      const box = BOXES.find((name) => name === (asked.query.box ?? 'all'));
      if (!box) throw new Problem('BAD_REQUEST');
      const found = await threads.list(
        box,
        signedIn(asked).account,
        asked.query.after || null,
        limitOf(asked.query.limit),
      );
      return { rows: await Promise.all(found.rows.map(cardOf)), next: found.next, total: found.total };
    },

    async thread(asked): Promise<ThreadPage> {
      const account = signedIn(asked);
      const doc = await threadOrFail(threads, asked.params.thread ?? '');
      await parts.audit({ who: account, ip: asked.ip, action: 'thread.read', target: doc._id });
      const [log, lately] = await Promise.all([
        lines.after(doc._id, 0, WHOLE),
        lines.latest(doc._id, LATELY),
      ]);
      const [card, form, orders] = await Promise.all([
        cardOf(doc),
        fillForm(lately, doc.memory, parts.nlu),
        ordersOf(doc, account),
      ]);
      // What is the matter, not what was said about it since: 「转人工」 and a place ask the knowledge nothing.
      const asking = form.content.split('\n').slice(-2).join('\n') || question(lately);
      return {
        card,
        lines: log.map((line) => deskLine(doc._id, line, masks.desk)),
        form: {
          ...form,
          ...masked(form, masks),
          name: masks.name(form.name),
          phone: masks.phone(form.phone),
        },
        suggestions:
          asking === ''
            ? []
            : (await parts.find(asking, form.region)).hits.slice(0, SUGGESTIONS).map(suggestionOf),
        orders: orders.map((one) => parts.card(one, null)),
      };
    },

    claim: moved('claim'),
    handBack: moved('handBack'),
    closeThread: moved('close'),

    async deskSay(asked) {
      const account = signedIn(asked as never);
      const id = asked.params.thread ?? '';
      const files = await parts.filesOf(id, asked.body.files ?? []);
      const cause = `desk:${account.account}:${id}:${asked.body.id}`;
      for (let tries = 0; tries < RETRIES; tries++) {
        const thread = await threadOrFail(threads, id);
        const line = {
          id: cause,
          from: 'agent' as const,
          seat: account.seat,
          text: asked.body.text,
          files,
          at: parts.now(),
        };
        const stop = answered(thread, account.account);
        const { claim, change } = forward(thread, { ...stop.set, updatedAt: line.at });
        // A repeat is told what the first one did, whoever has the thread by now.
        const first = await lines.get(cause);
        if (first) return deskLine(id, first, masks.desk);
        if (!heldBy(thread, account)) throw new Problem('NOT_ALLOWED');
        const answer = await parts.commit({
          cause,
          actor: staff(account, asked.ip),
          claims: [claim],
          changes: [{ do: 'say', thread: id, line }, ...stop.changes, change],
          before: {},
        });
        if (answer === 'conflict') continue;
        const said = await lines.get(cause);
        if (said) return deskLine(id, said, masks.desk);
      }
      throw new Problem('STALE');
    },

    async knowledge(asked) {
      const text = (asked.query.q ?? '').trim();
      if (text === '') return [];
      return (await parts.find(text, asked.query.region || null)).hits.map(suggestionOf);
    },

    async alarms(asked) {
      const account = signedIn(asked);
      const rows = (await alarms.open()).filter(({ kind }) => hears(kind, account));
      return rows.map((row) => alarmView(row, masks.desk));
    },

    async answerAlarm(asked): Promise<Alarm> {
      const account = signedIn(asked);
      const id = asked.params.alarm ?? '';
      const alarm = await alarms.get(id);
      if (!alarm || !hears(alarm.kind, account)) throw new Problem('NOT_FOUND');
      if (!mayAnswer(alarm.kind, account)) throw new Problem('FORBIDDEN');
      if (alarm.answeredBy === null) {
        await parts.commit({
          cause: `answer:${id}`,
          actor: staff(account, asked.ip),
          claims: [],
          changes: [{ do: 'alarmAnswered', id, by: account.account }],
          before: { answeredBy: null },
        });
      }
      const now = await alarms.get(id);
      return alarmView(now ?? alarm, masks.desk);
    },
  };
}

/** Free text of the form, masked; the kept values are used when filing. */
function masked<F extends { title: string; content: string; place: string; party: string; demand: string }>(
  form: F,
  masks: Masks,
) {
  return {
    // Cut after masking: half a number is not known for one.
    title: titleOf(masks.desk(form.content)),
    content: masks.desk(form.content),
    place: masks.desk(form.place),
    party: masks.desk(form.party),
    demand: masks.desk(form.demand),
  };
}
