/** Who asks for a step of this year: somebody of the role, and of a unit somebody of the unit that leads. */
import type { Policy } from '../../../server/policy/types.js';
import type { Mask } from '../../../server/tickets/changed.js';
import { createTicket, type Matter } from '../../../server/tickets/create.js';
import { formatOrderNo } from '../../../server/tickets/number.js';
import type { StepAsk } from '../../../server/tickets/step.js';
import type { Actor, Ticket } from '../../../server/tickets/ticket.js';
import { transition } from '../../../server/tickets/transitions.js';
import type { Act } from './plan.js';
import type { Filing } from './traffic.js';

const TIMER: Actor = { kind: 'system', id: 'timer', role: 'SYSTEM' };

/** Nobody's name or number occurs in the matters of traffic.json. */
export const PLAIN: Mask & { desk: (text: string) => string } = {
  phone: (phone) => phone,
  name: (name) => name,
  text: (text) => text,
  desk: (text) => text,
};

/** Who decides an extension is not who asked for it: each right is a person of its own. */
function actorFor(permission: string, ticket: Ticket): Actor {
  if (permission === 'citizen') return { kind: 'citizen', id: ticket.thread ?? '', role: 'CITIZEN' };
  if (permission === 'system') return TIMER;
  return { kind: 'staff', id: permission.replace('.', '-'), role: permission };
}

export interface Rules {
  policy: Policy;
  /** Hash under which steps are written. */
  hash: string;
}

export function askFor(act: Act, ticket: Ticket, now: Date, { policy, hash }: Rules): StepAsk {
  const permission = transition(act.action)?.permission ?? 'order.accept';
  return {
    ...act,
    actor: actorFor(permission, ticket),
    permissions: new Set([permission]),
    version: ticket.version,
    now,
    policy: hash,
    scope: permission === 'order.handle' ? new Set([ticket.lead ?? '']) : null,
    rules: policy,
    mask: PLAIN,
  };
}

const SURE = { gate: 1, reason: 1, type: 1, category: 1, hotline: 1, region: 1, urgency: 1 };

export function filed(filing: Filing, seq: number, { policy, hash }: Rules): Ticket {
  const { region, category, type, urgency, text, place } = filing;
  const now = new Date(filing.at);
  const told = { type, category, hotline: null, region, urgency, slots: {} };
  const segment = {
    ...told,
    ...{
      gate: 'accept' as const,
      reason: null,
      confidence: SURE,
      regionOptions: [],
      unsure: [],
      spans: [],
      why: [],
    },
    ...{ choices: { category: [], hotline: [] }, text, from: 0, to: text.length },
  };
  const rule = policy.refusals.find(({ reason }) => reason === 'litigation')!;
  const matter: Matter =
    filing.kind === 'refusal'
      ? {
          ...{ kind: 'refusal', segment, reason: 'litigation', rule: rule.code, ruleVersion: hash },
          ...{ evidence: { from: 0, to: 4 }, shown: policy.phrase(rule.phrase), stub: null },
          doors: rule.doors.map((door) => [door.name, door.number ?? door.url].filter(Boolean).join(' ')),
        }
      : filing.kind === 'emergency'
        ? { kind: 'emergency', segment, numbers: ['119'] }
        : {
            kind: 'order',
            draft: { ...told, id: 'd', content: text, fields: { place }, files: [] },
          };
  const day = new Date(filing.at + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '');
  const letter = policy.types.find((row) => row.type === type)?.letter ?? 'Q';
  return createTicket({
    matter,
    orderNo: formatOrderNo({ region, day, letter, seq }),
    codeHash: '$argon2id$year',
    channel: filing.channel,
    thread: `${filing.channel}:year${seq}`,
    actor: { kind: 'citizen', id: `${filing.channel}:year${seq}`, role: 'CITIZEN' },
    now,
    policy: hash,
    lines: [],
    aiAssisted: true,
    mask: PLAIN,
    hashPhone: () => '',
  });
}
