/** Orders that a decision makes, may repeat, or brings home to this conversation. */
import type { Aside, Draft } from '../../bot/decision.js';
import { createTicket, type Matter } from '../tickets/create.js';
import { belongsTo, movedTo } from '../tickets/inlets.js';
import type { Actor, Ticket } from '../tickets/ticket.js';
import type { Want } from './filing.js';
import { askWhere } from './inlets.js';
import { type EffectParts, type Plan, type Scene, ticketClaim } from './plan.js';
import { citizen, phoneHashOf } from './theirs.js';

export function want(
  matter: Matter,
  actor: Actor,
  { thread, lines, files }: Scene,
  parts: EffectParts,
): Want {
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

/** An open order of the citizen's own that the draft may repeat. */
export async function repeated(
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

export const arrived = ({ orderNo }: Ticket): Aside[] => [
  { do: 'say', phrase: 'inlet.moved', values: { orderNo } },
  askWhere(orderNo),
];

/** An order proved to be the citizen's is at home in this conversation from now on. */
export function comes(ticket: Ticket, { thread }: Scene, { now }: EffectParts): Partial<Plan> {
  if (belongsTo(ticket, thread._id)) return {};
  const moved = movedTo(ticket, thread._id, { at: now(), actor: citizen(thread) });
  return {
    changes: [{ do: 'ticket', ticket: moved }],
    claims: [ticketClaim(moved)],
    after: arrived(ticket),
  };
}
