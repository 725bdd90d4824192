/** What a person may begin beside an order, and whether what he begins is whole. */
import { Problem } from '../errors.js';
import type { BesideOrder } from '../http/contract-proceedings.js';
import type { SignedIn } from '../http/handler.js';
import type { Policy } from '../policy/types.js';
import { leadOf } from '../tickets/assignment.js';
import { verdictsOf } from '../tickets/callback/verdict.js';
import { fieldsOf } from '../tickets/proceedings/fields.js';
import { GUARDS, type Said } from '../tickets/proceedings/guards.js';
import { APPEAL_SUBJECTS } from '../tickets/proceedings/kinds.js';
import { opened } from '../tickets/proceedings/open.js';
import { isOver, levelDone, type Proceeding } from '../tickets/proceedings/proceeding.js';
import { fill, WORDS } from '../tickets/proceedings/words.js';
import type { Actor, Ticket } from '../tickets/ticket.js';
import { transition } from '../tickets/transitions.js';

export type Openable = 'supervision' | 'unreasonable' | 'appeal';

export interface OpenWish {
  kind: Openable;
  reason: string;
  said: Said & { subject?: (typeof APPEAL_SUBJECTS)[number] | undefined };
}

interface Scene {
  ticket: Ticket;
  all: readonly Proceeding[];
  account: SignedIn;
  policy: Policy;
}

/** Only the unit that answers for all of it asks; of a house account there is none. */
const asksForUnit = ({ ticket, account }: Scene, permission: string): boolean => {
  const lead = leadOf(ticket.assignments)?.unit ?? ticket.lead;
  return (
    account.scope !== null &&
    lead !== undefined &&
    account.scope.has(lead) &&
    account.permissions.has(permission)
  );
};
const supervisable = ({ ticket }: Scene): boolean =>
  ticket.lead !== undefined && (transition('supervise')?.from.includes(ticket.state) ?? false);

const MAY: Record<Openable, (scene: Scene) => boolean> = {
  supervision: (scene) =>
    scene.account.scope === null && scene.account.permissions.has('order.supervise') && supervisable(scene),
  unreasonable: (scene) =>
    asksForUnit(scene, 'order.handle') && !scene.all.some(({ kind }) => kind === 'unreasonable'),
  appeal: (scene) => asksForUnit(scene, 'unit.appeal') && subjectsOf(scene).length > 0,
};

/** What there is to appeal against, and was not appealed against before. */
function subjectsOf({ ticket, all }: Scene): (typeof APPEAL_SUBJECTS)[number][] {
  const { final } = verdictsOf(ticket);
  const there = {
    verdict:
      final?.solved === false ||
      final?.satisfied === 'dissatisfied' ||
      ticket.timeline.some(({ action }) => action === 'rework'),
    overdue: ticket.timeline.some(({ action }) => action === 'overdue'),
  };
  return APPEAL_SUBJECTS.filter(
    (one) => there[one] && !all.some(({ kind, subject }) => kind === 'appeal' && subject === one),
  );
}

const INPUTS = {
  supervision: ['rung', 'matter', 'needs', 'units'],
  unreasonable: [],
  appeal: ['subject'],
} as const satisfies Record<Openable, readonly string[]>;

export function openFor(scene: Scene): BesideOrder['open'] {
  const { ticket, all, policy } = scene;
  const facts = { proceeding: null, policy, levelDone: levelDone(all, policy.ladder), lead: ticket.lead };
  return (Object.keys(MAY) as Openable[])
    .filter((kind) => MAY[kind](scene))
    .map((kind) => ({
      kind,
      name: WORDS.open[kind],
      effect: WORDS.openEffects[kind],
      needsReason: kind !== 'supervision',
      fields: fieldsOf(INPUTS[kind], facts),
    }));
}

/** @throws Problem in words where it may not be begun, or not like this. */
export function opening(scene: Scene, { kind, said, reason }: OpenWish, actor: Actor, now: Date): Proceeding {
  const { ticket, all, account, policy } = scene;
  const not = (key: string): Problem =>
    new Problem('INVALID', fill(WORDS.refused[key] ?? '', { kind: WORDS.kinds[kind] }));
  const base = { kind, ticket, actor, now, policy: policy.hash, action: 'open', reason };
  if (kind === 'supervision') {
    if (account.scope !== null || !account.permissions.has('order.supervise')) throw new Problem('FORBIDDEN');
    if (!supervisable(scene)) throw not('notOpen');
    if (
      all.some(
        (one) => one.kind === kind && !isOver(one) && one.state !== 'SUGGESTED' && one.state !== 'DONE',
      )
    )
      throw not('exists');
    const rung = policy.ladder.find((one) => one.rung === said.rung);
    const n = all.filter((one) => one.kind === kind).length + 1;
    const proceeding = opened(
      {
        ...base,
        id: `SV-${ticket.orderNo}-${n}`,
        // Told on the telephone, it is done when it is written down.
        ...(rung && !rung.answers ? { state: 'CLOSED', action: 'phone' } : { state: 'SUBMITTED' }),
        units: said.units ?? [],
      },
      {
        ...(said.rung ? { rung: said.rung } : {}),
        matter: said.matter?.trim() ?? '',
        said: said.needs ?? {},
      },
    );
    const fault = GUARDS.rungWhole({
      ...{ proceeding, reason, by: account.account, scope: null, criteria: [], involved: new Set<string>() },
      said: { ...said, matter: said.matter ?? '' },
      ladder: policy.ladder,
      levelDone: levelDone(all, policy.ladder),
      known: (unit) => policy.units.some(({ code }) => code === unit),
    });
    if (fault) throw not(fault);
    return proceeding;
  }
  if (!account.permissions.has(kind === 'appeal' ? 'unit.appeal' : 'order.handle') || account.scope === null)
    throw new Problem('FORBIDDEN');
  const lead = leadOf(ticket.assignments)?.unit ?? ticket.lead;
  if (!lead || !account.scope.has(lead)) throw not('notLead');
  if (reason.length < 10) throw not('basis');
  if (kind === 'unreasonable') {
    if (all.some((one) => one.kind === kind)) throw not('exists');
    return opened({ ...base, id: `UD-${ticket.orderNo}`, state: 'APPLIED', units: [lead] });
  }
  const { subject } = said;
  if (!subject || !subjectsOf(scene).includes(subject)) throw not('nothingToAppeal');
  return opened(
    { ...base, id: `AP-${ticket.orderNo}-${subject}`, state: 'APPLIED', units: [lead] },
    { subject },
  );
}
