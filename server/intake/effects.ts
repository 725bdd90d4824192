/**
 * What each decision does to the world, written as a plan: tickets to be made, changes to be committed, what
 * the words need to know. Nothing is written here; `carry` commits the plans of a turn together.
 */
import type { Decision, HandOverReason } from '../../bot/decision.js';
import { clock } from '../../bot/queue-words.js';
import { shorten } from '../people/privacy.js';
import type { Matter } from '../tickets/create.js';
import { belongsTo } from '../tickets/inlets.js';
import { step } from '../tickets/step.js';
import type { Actor } from '../tickets/ticket.js';
import { asTold } from '../tickets/undo.js';
import { urge } from '../tickets/urge.js';
import { arrived, comes, repeated, want } from './effect-orders.js';
import type { AlarmKind, Change } from './journal.js';
import { type Effect, plan, type Scene, ticketClaim } from './plan.js';
import { citizen, theirs } from './theirs.js';
import type { ThreadDoc } from './thread.js';

const BOT: Actor = { kind: 'system', id: 'bot', role: 'SYSTEM' };

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
    const known = ticket && asTold(ticket, parts.now());
    const state = policy.states.find((row) => row.state === known?.state)?.citizen ?? '';
    const progress = known && {
      orderNo: known.orderNo,
      state,
      updated: clock((known.timeline.at(-1)?.at ?? known.createdAt).toISOString()),
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
