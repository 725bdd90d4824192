/** Fictitious tickets and askers for the tests of this room. */
import type { Draft } from '../../bot/decision.js';
import type { Segment } from '../../nlu/understanding.js';
import { loadPolicy } from '../../server/policy/policy.js';
import type { Given } from '../../server/tickets/assignment.js';
import { type Creation, createTicket } from '../../server/tickets/create.js';
import { formatOrderNo } from '../../server/tickets/number.js';
import type { StepAsk } from '../../server/tickets/step.js';
import type { Actor, Ticket } from '../../server/tickets/ticket.js';
import { type Permission, TRANSITIONS } from '../../server/tickets/transitions.js';

export const POLICY = await loadPolicy();
export const NOW = new Date('2026-11-24T03:00:00Z');
export const PHONE = '13800000001';

/** Stands in for people's masks: finds the one phone number the samples use. */
export const MASK = {
  phone: (phone: string) => (phone === '' ? '' : `${phone.slice(0, 3)}****${phone.slice(-4)}`),
  name: (name: string) => (name === '' ? '' : `${name.slice(0, 1)}*`),
  text: (text: string) => text.replace(/1\d{10}/g, (found) => MASK.phone(found)),
  desk: (text: string) => MASK.text(text),
};

export const CITIZEN: Actor = { kind: 'citizen', id: 'web:t1', role: 'CITIZEN' };
export const AGENT: Actor = { kind: 'staff', id: 'agent01', role: 'AGENT' };
export const TIMER: Actor = { kind: 'system', id: 'timer', role: 'SYSTEM' };

export const ALL: ReadonlySet<string> = new Set(TRANSITIONS.map((row) => row.permission));
export const actorFor = (permission: Permission, id = 'agent01'): Actor =>
  permission === 'citizen' ? CITIZEN : permission === 'system' ? TIMER : { ...AGENT, id };

export const draft = (over: Partial<Draft> = {}): Draft => ({
  id: 'd1',
  type: 'help',
  category: '06',
  hotline: null,
  region: '150105',
  urgency: 'normal',
  content: '赛罕区大学东路路灯坏了好几天了，晚上看不见路',
  slots: {},
  fields: {},
  files: [],
  ...over,
});

export const segment = (text: string, over: Partial<Segment> = {}): Segment => ({
  gate: 'refuse',
  reason: 'litigation',
  type: 'help',
  category: null,
  hotline: null,
  region: null,
  urgency: 'normal',
  confidence: { gate: 1, reason: 1, type: 1, category: 1, hotline: 1, region: 1, urgency: 1 },
  regionOptions: [],
  choices: { category: [], hotline: [] },
  unsure: [],
  slots: {},
  spans: [],
  why: [],
  text,
  from: 0,
  to: text.length,
  ...over,
});

export const number = (seq = 1): string =>
  formatOrderNo({ region: '150100', day: '20261124', letter: 'Q', seq });

export const create = (over: Partial<Creation> = {}): Ticket =>
  createTicket({
    matter: { kind: 'order', draft: draft() },
    orderNo: number(),
    codeHash: '$argon2id$test',
    channel: 'web',
    thread: 'web:t1',
    actor: CITIZEN,
    now: NOW,
    policy: 'p1',
    lines: [],
    aiAssisted: true,
    mask: MASK,
    hashPhone: (phone) => `hash(${phone})`,
    ...over,
  });

export const refusal = (over: Partial<Creation> = {}): Ticket => {
  const text = '法院判了不给执行你们给催催';
  return create({
    matter: {
      kind: 'refusal',
      segment: segment(text),
      reason: 'litigation',
      rule: 'R01_LITIGATION',
      ruleVersion: 'p1',
      evidence: { from: 0, to: 4 },
      shown: '这件事要由法院处理。',
      doors: ['12368'],
      stub: null,
    },
    ...over,
  });
};

/** Whatever an action wants to have brought along. */
export const WHOLE: Required<Given> = {
  units: [{ unit: '150105', part: 'lead' }],
  return: { reason: 'duty', basis: '三定方案第二条', suggest: null },
  master: number(2),
  days: 5,
  months: 3,
  contact: { at: NOW, how: 'phone' },
  reply: { handling: '已到现场修复', public: '路灯已修好。', solved: 'yes' },
  callback: { connected: true, contacted: true, solved: true, satisfied: 'satisfied' },
  rating: { stars: 5, tags: [] },
  parts: [[{ from: 0, to: 8 }], [{ from: 8, to: 22 }]],
  made: [number(3)],
  transfer: { to: '110', name: '110 报警服务台' },
  receipt: { no: 'A-1' },
  shown: { content: '路灯坏了好几天', place: '大学东路' },
};

const halves = ({ content }: Ticket): Given['parts'] => [
  [{ from: 0, to: 2 }],
  [{ from: 2, to: content.length }],
];

const givenFor = (action: string, ticket: Ticket, inputs: readonly (keyof Given)[] = []): Given =>
  Object.fromEntries(
    inputs.map((name) => [
      name,
      action === 'addUnits'
        ? [{ unit: '150102', part: 'assist' }]
        : action === 'rateLow'
          ? { stars: 1, tags: ['unsolved'] }
          : name === 'parts'
            ? halves(ticket)
            : WHOLE[name],
    ]),
  );

export const ask = (action: string, ticket: Ticket, over: Partial<StepAsk> = {}): StepAsk => {
  const row = TRANSITIONS.find((each) => each.action === action);
  return {
    action,
    actor: actorFor(row?.permission ?? 'order.accept'),
    permissions: ALL,
    version: ticket.version,
    reason: '理由',
    given: givenFor(action, ticket, row?.inputs),
    scope: null,
    rules: POLICY,
    now: NOW,
    policy: 'p2',
    mask: MASK,
    ...over,
  };
};

/** Freezes all the way down, so that a step that writes into its argument throws. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const each of Object.values(value)) frozen(each);
  }
  return value;
}
