/**
 * What each decision does to the world, written as a plan: tickets to be made, changes to be committed, what
 * the words need to know. Nothing is written here; `carry` commits the plans of a turn together.
 */
import type { Aside, Decision, Draft, HandOverReason, Outcome } from '../../bot/decision.js';
import { clock } from '../../bot/queue-words.js';
import type { GuessLock } from '../http/guess-lock.js';
import { type Masks, shorten } from '../people/privacy.js';
import type { Policy } from '../policy/types.js';
import type { ThreadStore } from '../store/threads.js';
import type { TicketStore } from '../store/tickets.js';
import { checkCode } from '../tickets/code.js';
import { createTicket, type Matter } from '../tickets/create.js';
import { belongsTo, movedTo } from '../tickets/doors.js';
import type { RelatedOrders } from '../tickets/related.js';
import { step } from '../tickets/step.js';
import type { Actor, Ticket } from '../tickets/ticket.js';
import { urge } from '../tickets/urge.js';
import { askWhere } from './doors.js';
import type { Want } from './filing.js';
import type { AlarmKind, Change, MessageDoc } from './journal.js';
import type { Queue } from './queue.js';
import type { ThreadDoc } from './thread.js';

export interface EffectParts {
  threads: Pick<ThreadStore, 'get'>;
  policy: Policy;
  tickets: TicketStore;
  queue: Queue;
  masks: Masks;
  /** Wrong codes count here as they do in the portal: the chat is no second place to guess. */
  guesses: GuessLock;
  related: Pick<RelatedOrders, 'own'>;
  now: () => Date;
}

export interface Scene {
  cause: string;
  thread: ThreadDoc;
  lines: MessageDoc[];
  /** Everything the citizen said this turn, as one text. */
  text: string;
  upTo: number;
  files: string[];
}

export interface Plan {
  outcome: Outcome;
  /** A ticket this decision makes; its number goes into the outcome. */
  want?: Want;
  changes: Change[];
  claims: string[];
  set: Partial<ThreadDoc>;
  /** The record a later 「申请人工复核」 or 「催一下」 will mean. */
  remember?: 'refused' | 'orderNo';
  /** An order that 「催一下」 means from now on, though it was not made here. */
  knows?: string;
  /** Said after it. */
  after?: Aside[];
}

type Effect<K extends Decision['do']> = (
  decision: Extract<Decision, { do: K }>,
  scene: Scene,
  parts: EffectParts,
) => Promise<Plan>;

const plan = (outcome: Outcome, more: Partial<Plan> = {}): Plan => ({
  outcome,
  changes: [],
  claims: [],
  set: {},
  ...more,
});

export const citizen = (thread: ThreadDoc): Actor => ({ kind: 'citizen', id: thread._id, role: 'CITIZEN' });
const BOT: Actor = { kind: 'system', id: 'bot', role: 'SYSTEM' };

export const ticketClaim = (ticket: Ticket): string => `ticket:${ticket.orderNo}@${ticket.version}`;

function want(matter: Matter, actor: Actor, { thread, lines, files }: Scene, parts: EffectParts): Want {
  const about = matter.kind === 'order' ? matter.draft : matter.segment;
  const { policy, masks, now } = parts;
  // Who reports a danger asks for help, in whatever kind of sentence.
  const type = matter.kind === 'emergency' ? 'help' : about.type;
  return {
    region: about.region ?? policy.knobs.home,
    letter: policy.types.find((row) => row.type === type)?.letter ?? 'Q',
    build: (orderNo, codeHash) =>
      createTicket({
        matter,
        orderNo,
        codeHash,
        channel: thread.channel,
        thread: thread._id,
        actor,
        now: now(),
        policy: policy.hash,
        lines: lines.map((line) => ({ id: line._id, text: line.text })),
        caller: { name: thread.sender.name, phone: thread.memory.phone ?? thread.sender.phone },
        aiAssisted: true,
        files,
        mask: masks,
        hashPhone: masks.hashPhone,
      }),
  };
}

const alarm = (scene: Scene, kind: AlarmKind, orderNo: string | null, text: string): Change => ({
  do: 'alarm',
  id: `alarm:${kind}:${scene.cause}`,
  kind,
  thread: scene.thread._id,
  orderNo,
  text,
});

/** Kinds of handing over that ring, not only wait. */
const RINGS: Partial<Record<HandOverReason, AlarmKind>> = {
  threat: 'threat',
  review: 'review',
  failure: 'failure',
};

/** Six characters on their own, as a query code is written. */
const CODE = /(?<![0-9A-Za-z])[0-9A-Za-z]{6}(?![0-9A-Za-z])/g;

/** A phone that the platform vouches for; one that was typed proves nothing. */
const phoneHashOf = ({ sender }: ThreadDoc, { masks }: Pick<EffectParts, 'masks'>): string =>
  sender.phone ? masks.hashPhone(sender.phone) : '';

/** An open order of the citizen's own that the draft may repeat. */
async function repeated(
  draft: Draft,
  { thread }: Scene,
  parts: EffectParts,
): Promise<Plan['outcome']['similar']> {
  const found = await parts.related.own({
    ...{ orderNo: '', content: draft.fields.content ?? draft.content, thread: thread._id },
    place: draft.fields.place ?? draft.slots.place?.plain ?? draft.slots.place?.value ?? '',
    ...{ region: draft.region, category: draft.category, urgency: draft.urgency },
    ...{ createdAt: parts.now(), phoneHash: phoneHashOf(thread, parts) },
  });
  if (!found || found.ticket.type === 'praise' || draft.type === 'praise') return undefined;
  return { orderNo: found.ticket.orderNo, title: parts.masks.text(found.ticket.title) };
}

/**
 * This order, if the citizen may see it: it belongs to this conversation, or to another of the same proven
 * identity or vouched-for telephone, or its query code stands in the text.
 */
async function theirs(
  orderNo: string | null,
  { thread, text }: Scene,
  parts: EffectParts,
): Promise<Ticket | null> {
  if (orderNo === null) return null;
  const ticket = await parts.tickets.get(orderNo);
  if (ticket && belongsTo(ticket, thread._id)) return ticket;
  if (ticket?.thread && thread.person) {
    const home = await parts.threads.get(ticket.thread);
    if (home?.person === thread.person) return ticket;
  }
  const hash = phoneHashOf(thread, parts);
  if (ticket && hash !== '' && ticket.caller.phoneHash === hash) return ticket;
  const [code] = text.normalize('NFKC').replaceAll(orderNo, ' ').match(CODE) ?? [];
  if (!code || parts.guesses.enter(orderNo, parts.now()) > 0) return null;
  // A wrong number and a wrong code look alike and cost alike.
  const right = await checkCode(ticket?.codeHash ?? null, code);
  if (right) parts.guesses.right(orderNo);
  return right ? ticket : null;
}

const arrived = ({ orderNo }: Ticket): Aside[] => [
  { do: 'say', phrase: 'door.moved', values: { orderNo } },
  askWhere(orderNo),
];

/** An order proved to be the citizen's is at home in this conversation from now on. */
function comes(ticket: Ticket, { thread }: Scene, { now }: EffectParts): Partial<Plan> {
  if (belongsTo(ticket, thread._id)) return {};
  const moved = movedTo(ticket, thread._id, { at: now(), actor: citizen(thread) });
  return {
    changes: [{ do: 'ticket', ticket: moved }],
    claims: [ticketClaim(moved)],
    after: arrived(ticket),
  };
}

export const EFFECTS: { [K in Decision['do']]: Effect<K> } = {
  answer: async (decision) => plan(decision),
  clarify: async (decision) => plan(decision),
  stayQuiet: async (decision) => plan(decision),

  async file(decision, scene, parts) {
    if (decision.step === 'show') {
      const similar = await repeated(decision.draft, scene, parts);
      return similar ? plan({ ...decision, similar }, { knows: similar.orderNo }) : plan(decision);
    }
    const made = want({ kind: 'order', draft: decision.draft }, citizen(scene.thread), scene, parts);
    return plan(decision, { want: made, remember: 'orderNo' });
  },

  async refuse(decision, scene, parts) {
    const { policy } = parts;
    const rule = policy.refusals.find((row) => row.reason === decision.reason);
    if (!rule) throw new Error(`no refusal rule for ${decision.reason}`);
    const stub = rule.redact ? policy.phrase('message.redacted') : null;
    const matter: Matter = {
      kind: 'refusal',
      segment: decision.segment,
      reason: decision.reason,
      rule: decision.rule,
      ruleVersion: policy.hash,
      evidence: decision.evidence,
      shown: policy.phrase(rule.phrase),
      doors: rule.doors.map((door) => [door.name, door.number ?? door.url].filter(Boolean).join(' ')),
      stub,
    };
    const changes: Change[] =
      stub === null ? [] : [{ do: 'redact', thread: scene.thread._id, upTo: scene.upTo, text: stub }];
    return plan(decision, { want: want(matter, BOT, scene, parts), remember: 'refused', changes });
  },

  async emergency(decision, scene, parts) {
    const made = want(
      { kind: 'emergency', segment: decision.segment, numbers: decision.numbers },
      BOT,
      scene,
      parts,
    );
    const ring = alarm(scene, 'emergency', null, decision.segment.text);
    return plan(decision, { want: made, changes: [ring], set: { urgent: true } });
  },

  async progress(decision, scene, parts) {
    const { policy } = parts;
    const ticket = await theirs(decision.orderNo, scene, parts);
    const state = policy.states.find((row) => row.state === ticket?.state)?.citizen ?? '';
    const progress = ticket && {
      orderNo: ticket.orderNo,
      state,
      updated: clock(ticket.updatedAt.toISOString()),
    };
    if (!ticket) return plan({ ...decision, progress });
    const came = comes(ticket, scene, parts);
    return plan({ ...decision, progress }, { ...came, knows: ticket.orderNo });
  },

  async urge(decision, scene, parts) {
    const { masks, now, policy } = parts;
    const ticket = await theirs(decision.orderNo, scene, parts);
    const asked = {
      scope: null,
      rules: policy,
      actor: citizen(scene.thread),
      permissions: new Set(['citizen']),
      now: now(),
      policy: policy.hash,
      mask: masks,
    };
    const next = ticket && urge(ticket, asked);
    if (!ticket || !next || 'refused' in next) return plan({ ...decision, orderNo: null });
    const { thread } = scene;
    const moved = [...new Set([...(next.ticket.moved ?? []), thread._id])];
    const made = belongsTo(ticket, thread._id) ? next.ticket : { ...next.ticket, moved };
    return plan(
      { ...decision, orderNo: ticket.orderNo },
      {
        changes: [{ do: 'ticket', ticket: made }],
        claims: [ticketClaim(made)],
        knows: ticket.orderNo,
        after: belongsTo(ticket, thread._id) ? [] : arrived(ticket),
      },
    );
  },

  async handOver(decision, scene, { queue, tickets, masks, now, policy }) {
    const { thread } = scene;
    const set: Partial<ThreadDoc> = {
      holder: 'queue',
      waitingFor: decision.why,
      waitingSince: thread.waitingSince ?? now(),
      reassured: false,
      urgent: thread.urgent || decision.why === 'threat',
    };
    const made = plan({ ...decision, queue: await queue.of(thread._id) }, { set });
    const kind = RINGS[decision.why];
    if (kind) made.changes.push(alarm(scene, kind, decision.orderNo, shorten(scene.text, 200)));
    const ticket = decision.why === 'review' && decision.orderNo ? await tickets.get(decision.orderNo) : null;
    if (ticket) {
      const asked = {
        scope: null,
        rules: policy,
        actor: citizen(thread),
        permissions: new Set(['citizen']),
        now: now(),
        policy: policy.hash,
        mask: masks,
      };
      const next = step(ticket, { ...asked, action: 'requestReview', version: ticket.version });
      if ('ticket' in next) {
        made.changes.push({ do: 'ticket', ticket: next.ticket });
        made.claims.push(ticketClaim(next.ticket));
      }
    }
    return made;
  },
};
