/**
 * A ticket's first version, always at SUBMITTED: the bot records and proposes, a person accepts or refuses.
 * Pure; the number, the code's hash and the clock come in.
 */
import type { Draft } from '../../bot/decision.js';
import type { EmergencyNumber, RefusalReason, Segment, Slots } from '../../nlu/understanding.js';
import type { Mask } from './changed.js';
import { type Line, originsOf } from './origins.js';
import type { Actor, Ticket } from './ticket.js';
import { sentence } from './words.js';

export type Matter =
  | { kind: 'order'; draft: Draft }
  | {
      kind: 'refusal';
      segment: Segment;
      reason: RefusalReason;
      /** Id of the rule that fired, and the version of the rules. */
      rule: string;
      ruleVersion: string;
      /** Offsets in the citizen's text, as the decision gave them. */
      evidence: { from: number; to: number };
      /** The sentence and the doors the citizen was shown. */
      shown: string;
      doors: string[];
      /** For reasons whose detail is not kept (policy `redact`): what stands in its place. Null otherwise. */
      stub: string | null;
    }
  | { kind: 'emergency'; segment: Segment; numbers: EmergencyNumber[] };

export interface Creation {
  matter: Matter;
  orderNo: string;
  codeHash: string;
  channel: string;
  thread: string | null;
  actor: Actor;
  now: Date;
  policy: string;
  /** The citizen's lines of the thread, oldest first: where values are looked up (`origins`). */
  lines: readonly Line[];
  /** What is known of the caller besides what the matter says. */
  caller?: { name?: string | undefined; phone?: string | undefined };
  aiAssisted: boolean;
  files?: string[];
  mask: Mask;
  /** Blind index of a phone number. */
  hashPhone(phone: string): string;
}

export function createTicket(given: Creation): Ticket {
  const { matter, actor, now } = given;
  const draft = matter.kind === 'order' ? matter.draft : asDraft(matter.segment);
  const stub = matter.kind === 'refusal' ? matter.stub : null;
  const said = (name: keyof Slots): string =>
    draft.fields[name]?.trim() ?? draft.slots[name]?.plain ?? draft.slots[name]?.value ?? '';
  const kept = (name: keyof Slots): string => (stub === null ? said(name) : '');
  const content = stub ?? (draft.fields.content?.trim() || draft.content);
  const phone = plain(said('phone') || given.caller?.phone || '');
  return {
    orderNo: given.orderNo,
    codeHash: given.codeHash,
    state: 'SUBMITTED',
    version: 1,
    kind: matter.kind,
    channel: given.channel,
    thread: given.thread,
    type: draft.type,
    category: draft.category,
    hotline: draft.hotline,
    region: draft.region,
    urgency: matter.kind === 'emergency' ? 'critical' : draft.urgency,
    // Masked first: half a number is not known for one.
    title: titleOf(given.mask.text(content)),
    content,
    demand: kept('demand'),
    place: kept('place'),
    time: kept('time'),
    party: kept('party'),
    caller: {
      name: said('name') || given.caller?.name?.trim() || '',
      phone,
      phoneHash: phone === '' ? '' : given.hashPhone(phone),
    },
    files: stub === null ? [...new Set([...draft.files, ...(given.files ?? [])])] : [],
    origins: stub === null ? originsOf(draft, given.lines) : [],
    ...(matter.kind === 'refusal' ? { refusal: proposed(matter) } : {}),
    ...(matter.kind === 'emergency'
      ? { emergency: { numbers: matter.numbers, alarmedAt: now, answeredBy: null } }
      : {}),
    // Who wrote without a name is not told to whoever handles it.
    secret: draft.fields.secret !== undefined,
    urges: 0,
    aiAssisted: given.aiAssisted,
    ...(draft.doubt ? { doubt: draft.doubt } : {}),
    timeline: [
      {
        at: now,
        actor,
        action: 'create',
        from: null,
        to: 'SUBMITTED',
        public: sentence('public', FIRST[matter.kind]),
      },
    ],
    policy: given.policy,
    createdAt: now,
    updatedAt: now,
  };
}

const FIRST = { order: 'submitted', refusal: 'refusalRecorded', emergency: 'emergencyRecorded' };

const asDraft = (segment: Segment): Draft => ({
  ...segment,
  id: '',
  content: segment.text,
  fields: {},
  files: [],
});

function proposed(matter: Extract<Matter, { kind: 'refusal' }>): NonNullable<Ticket['refusal']> {
  const { segment, stub, evidence, reason, rule, ruleVersion, shown, doors } = matter;
  const { from, to } = evidence;
  return {
    reason,
    rule,
    ruleVersion,
    // Of what is not kept only the place is told.
    evidence: stub === null ? segment.text.slice(from - segment.from, to - segment.from) : `${from}-${to}`,
    shown,
    doors,
    reviewRequested: false,
    decidedBy: null,
    ...(stub === null ? {} : { redacted: true }),
  };
}

const plain = (phone: string): string => phone.normalize('NFKC').replace(/[\s-]/g, '');

const TITLE = 30;
/** A clause shorter than this (「您好，」) says nothing yet: the next one is taken along. */
const TELLING = 6;

/** The first telling clause, at most 30 characters. */
export function titleOf(content: string): string {
  const clauses = content.trim().split(/(?<=[。！？；!?;\n，,])/u);
  let title = '';
  for (const clause of clauses) {
    title += clause;
    if ([...title.trim()].length > TELLING) break;
  }
  const signs = [
    ...title
      .replace(/\s+/gu, ' ')
      .trim()
      .replace(/[。！？；!?;，,]+$/u, ''),
  ];
  return signs.length > TITLE ? `${signs.slice(0, TITLE - 1).join('')}…` : signs.join('');
}
