/**
 * What may be done with a ticket, by whom, from where to where: domain §3.2 as one list. `step` knows no
 * action that is not here; a test walks the list and finds every state reachable from DRAFT and CLOSED
 * reachable from every state.
 *
 * `permission` 'citizen' is this order's own citizen, 'system' a timer; the rest are permissions of the
 * policy's roles and only a person with an account can use them. That is why the machine can never refuse
 * or close: no row with 'system' leads there, but for a merged order that follows a master closed by a person.
 */
import type { Given } from './assignment.js';
import type { Effect } from './effects.js';
import type { Guard } from './guards.js';
import type { State, Ticket } from './ticket.js';

export type Permission =
  | 'citizen'
  | 'system'
  | 'partner'
  | 'order.create'
  | 'order.accept'
  | 'order.refuse'
  | 'order.dispatch'
  | 'order.handle'
  | 'order.supervise'
  | 'order.callback'
  | 'order.close';

/** What a step may change besides the state. `refusal` is given when an agent refuses on his own account. */
export type Fields = Partial<
  Pick<
    Ticket,
    | 'type'
    | 'category'
    | 'hotline'
    | 'region'
    | 'urgency'
    | 'title'
    | 'content'
    | 'demand'
    | 'place'
    | 'time'
    | 'party'
    | 'caller'
    | 'files'
    | 'secret'
  >
> & { refusal?: Omit<NonNullable<Ticket['refusal']>, 'reviewRequested' | 'decidedBy'> };
export type FieldName = keyof Fields;

export interface Transition {
  action: string;
  from: readonly State[];
  /** 'same': it is noted, the state stays. */
  to: State | 'same';
  permission: Permission;
  /** The system it was sent to may say so too. */
  orPartner?: true;
  /** It can be taken back for some seconds: nothing leaves the house by it but news, which waits. */
  undo?: true;
  /** Asked of whoever does it; for askInfo, answerDirect and reply it is the text itself. */
  needsReason: boolean;
  /** Key of `public` in words.json: the row the citizen sees. Without it the row is internal. */
  public?: string;
  guard?: Guard;
  effect?: Effect;
  fields?: readonly FieldName[];
  /** What must come along. */
  inputs?: readonly (keyof Given)[];
}

const FACTS = ['content', 'demand', 'place', 'time', 'party', 'caller', 'files'] as const;
const CLASS = ['type', 'category', 'hotline', 'region', 'urgency', 'title'] as const;
/** Before 已答复: the citizen may still take it back. */
const UNANSWERED = [
  'SUBMITTED',
  'NEED_INFO',
  'ACCEPTED',
  'DISPATCHED',
  'IN_PROGRESS',
  'RETURN_REQUESTED',
  'EXTENSION_REQUESTED',
  'ON_HOLD',
] as const satisfies State[];
/** Somebody still owes the citizen something. */
const OPEN = [...UNANSWERED, 'REPLIED', 'CALLBACK_PENDING', 'REWORK', 'ESCALATED'] as const satisfies State[];
/** Somebody may still say more of it: with whoever has it. */
const HEARS = [...OPEN.filter((state) => state !== 'NEED_INFO'), 'MERGED', 'TRANSFERRED_OUT'] as State[];
/** At the hotline, waiting for somebody to do it. */
export const AT_DESK = ['SUBMITTED', 'ACCEPTED', 'RETURN_REQUESTED', 'REPLIED'] as const satisfies State[];
const AT_UNIT = ['DISPATCHED', 'IN_PROGRESS'] as const satisfies State[];

// biome-ignore format: a table is read by its columns
export const TRANSITIONS: readonly Transition[] = [
  // the citizen
  { action: 'confirm', from: ['DRAFT'], to: 'SUBMITTED', permission: 'citizen', needsReason: false, public: 'submitted', fields: FACTS },
  { action: 'supply', from: ['NEED_INFO'], to: 'SUBMITTED', permission: 'citizen', needsReason: false, public: 'supplied', effect: 'supplied', fields: FACTS },
  { action: 'supplement', from: HEARS, to: 'same', permission: 'citizen', needsReason: true, public: 'supplemented', effect: 'supplemented', fields: ['files'] },
  { action: 'withdraw', from: ['DRAFT', ...UNANSWERED, 'MERGED'], to: 'WITHDRAWN', permission: 'citizen', needsReason: false, public: 'withdrawn', effect: 'ended' },
  { action: 'requestReview', from: ['SUBMITTED', 'REJECTED'], to: 'SUBMITTED', permission: 'citizen', needsReason: false, public: 'reviewAsked', guard: 'underReview', effect: 'reviewRequested' },
  { action: 'reopen', from: ['CLOSED'], to: 'SUBMITTED', permission: 'citizen', needsReason: true, public: 'reopened', guard: 'reopenable', effect: 'supplemented', fields: ['files'] },
  { action: 'urge', from: [...OPEN, 'MERGED'], to: 'same', permission: 'citizen', needsReason: false, public: 'urged', effect: 'urged' },
  { action: 'askSecret', from: OPEN, to: 'same', permission: 'citizen', needsReason: false, public: 'kept', effect: 'secret' },
  { action: 'rateWell', from: ['CALLBACK_PENDING'], to: 'CLOSED', permission: 'citizen', needsReason: false, public: 'rated', guard: 'goodRating', effect: 'rated', inputs: ['rating'] },
  { action: 'rateLow', from: ['CALLBACK_PENDING'], to: 'same', permission: 'citizen', needsReason: false, public: 'ratedLow', guard: 'lowRating', effect: 'rated', inputs: ['rating'] },
  // the agent
  { action: 'file', from: ['DRAFT'], to: 'SUBMITTED', permission: 'order.create', needsReason: false, public: 'submitted', fields: [...FACTS, ...CLASS] },
  { action: 'amend', from: ['SUBMITTED', 'NEED_INFO', 'ACCEPTED'], to: 'same', undo: true, permission: 'order.accept', needsReason: false, fields: [...FACTS, ...CLASS, 'secret'] },
  { action: 'answerAlarm', from: ['SUBMITTED'], to: 'same', permission: 'order.accept', needsReason: false, public: 'alarmAnswered', guard: 'alarming', effect: 'taken' },
  { action: 'accept', from: ['SUBMITTED'], to: 'ACCEPTED', undo: true, permission: 'order.accept', needsReason: false, public: 'accepted', guard: 'hasMatter', effect: 'taken', fields: CLASS },
  { action: 'askInfo', from: ['SUBMITTED', 'ACCEPTED'], to: 'NEED_INFO', undo: true, permission: 'order.accept', needsReason: true, public: 'infoAsked' },
  { action: 'record', from: ['NEED_INFO'], to: 'SUBMITTED', undo: true, permission: 'order.accept', needsReason: true, public: 'supplied', effect: 'supplied', fields: FACTS },
  { action: 'answerDirect', from: ['SUBMITTED'], to: 'ANSWERED_DIRECT', undo: true, permission: 'order.accept', needsReason: true, public: 'answered', guard: 'hasMatter', effect: 'taken' },
  { action: 'refuse', from: ['SUBMITTED'], to: 'REJECTED', undo: true, permission: 'order.refuse', needsReason: true, public: 'refused', guard: 'refusable', effect: 'refused', fields: ['refusal', 'content'] },
  { action: 'transferOut', from: ['SUBMITTED', 'ACCEPTED'], to: 'TRANSFERRED_OUT', permission: 'order.accept', needsReason: true, public: 'transferred', guard: 'transferable', effect: 'sentOut', inputs: ['transfer'] },
  { action: 'transferReceipt', from: ['TRANSFERRED_OUT'], to: 'same', permission: 'order.accept', orPartner: true, needsReason: false, public: 'transferReceived', effect: 'received', inputs: ['receipt'] },
  { action: 'transferResult', from: ['TRANSFERRED_OUT'], to: 'same', permission: 'order.accept', orPartner: true, needsReason: true, public: 'transferResult' },
  { action: 'transferBack', from: ['TRANSFERRED_OUT'], to: 'ACCEPTED', permission: 'order.accept', orPartner: true, needsReason: true, public: 'transferBack', effect: 'sentBack' },
  { action: 'split', from: ['SUBMITTED', 'ACCEPTED'], to: 'same', permission: 'order.accept', needsReason: true, public: 'split', guard: 'splittable', effect: 'splitUp', fields: CLASS, inputs: ['parts', 'made'] },
  { action: 'supplementFor', from: HEARS, to: 'same', permission: 'order.accept', needsReason: true, public: 'supplemented', effect: 'supplemented' },
  { action: 'withdrawFor', from: [...UNANSWERED, 'MERGED'], to: 'WITHDRAWN', permission: 'order.accept', needsReason: true, public: 'withdrawn', effect: 'ended' },
  { action: 'reopenFor', from: ['CLOSED'], to: 'SUBMITTED', permission: 'order.accept', needsReason: true, public: 'reopened', guard: 'reopenable', effect: 'supplemented' },
  { action: 'markSecret', from: OPEN, to: 'same', permission: 'order.accept', needsReason: true, public: 'kept', guard: 'notSecretYet', effect: 'secret' },
  { action: 'take', from: AT_DESK, to: 'same', permission: 'order.accept', needsReason: false, guard: 'free', effect: 'inHand' },
  { action: 'putBack', from: AT_DESK, to: 'same', permission: 'order.accept', needsReason: false, guard: 'inMyHand' },
  // the dispatcher
  { action: 'merge', from: ['SUBMITTED', 'ACCEPTED'], to: 'MERGED', undo: true, permission: 'order.dispatch', needsReason: true, public: 'merged', guard: 'mergeable', effect: 'merged', inputs: ['master'] },
  { action: 'unmerge', from: ['MERGED'], to: 'ACCEPTED', permission: 'order.dispatch', needsReason: true, public: 'unmerged' },
  { action: 'maskIdentity', from: OPEN, to: 'same', permission: 'order.dispatch', needsReason: false, guard: 'maskable', effect: 'identityMasked', inputs: ['shown'] },
  { action: 'dispatch', from: ['ACCEPTED', 'REWORK'], to: 'DISPATCHED', permission: 'order.dispatch', needsReason: true, public: 'dispatched', guard: 'dispatchable', effect: 'dispatched', fields: CLASS, inputs: ['units'] },
  { action: 'designate', from: ['ACCEPTED'], to: 'DISPATCHED', permission: 'order.dispatch', needsReason: true, public: 'designated', guard: 'designable', effect: 'designated', fields: CLASS, inputs: ['units'] },
  { action: 'agreeReturn', from: ['RETURN_REQUESTED'], to: 'ACCEPTED', undo: true, permission: 'order.dispatch', needsReason: true, effect: 'returned' },
  { action: 'refuseReturn', from: ['RETURN_REQUESTED'], to: 'IN_PROGRESS', undo: true, permission: 'order.dispatch', needsReason: true, effect: 'mustHandle' },
  { action: 'addUnits', from: ['DISPATCHED', 'IN_PROGRESS'], to: 'same', permission: 'order.dispatch', needsReason: true, guard: 'onlyOthers', effect: 'unitsAdded', inputs: ['units'] },
  { action: 'passReply', from: ['REPLIED'], to: 'CALLBACK_PENDING', undo: true, permission: 'order.dispatch', needsReason: false, public: 'replied', effect: 'released' },
  { action: 'failReply', from: ['REPLIED'], to: 'IN_PROGRESS', undo: true, permission: 'order.dispatch', needsReason: true, effect: 'backToUnit' },
  { action: 'redispatch', from: ['REWORK'], to: 'IN_PROGRESS', permission: 'order.dispatch', needsReason: true, guard: 'reworkable', effect: 'backToUnit' },
  // the unit
  { action: 'sign', from: ['DISPATCHED'], to: 'IN_PROGRESS', permission: 'order.handle', needsReason: false, public: 'signed', guard: 'leading', effect: 'signed' },
  { action: 'assistSign', from: AT_UNIT, to: 'same', permission: 'order.handle', needsReason: false, guard: 'assistToSign', effect: 'signed' },
  { action: 'assistReply', from: AT_UNIT, to: 'same', permission: 'order.handle', needsReason: false, guard: 'assistAtWork', effect: 'assistReplied', inputs: ['reply'] },
  { action: 'forward', from: AT_UNIT, to: 'DISPATCHED', permission: 'order.handle', needsReason: true, public: 'forwarded', guard: 'forwardable', effect: 'forwarded', inputs: ['units'] },
  { action: 'relay', from: ['DISPATCHED', 'IN_PROGRESS', 'EXTENSION_REQUESTED', 'ON_HOLD'], to: 'same', permission: 'order.handle', needsReason: true, public: 'relayed', guard: 'leading' },
  { action: 'contact', from: ['IN_PROGRESS', 'EXTENSION_REQUESTED', 'ON_HOLD'], to: 'same', permission: 'order.handle', needsReason: true, public: 'contacted', guard: 'contactable', effect: 'contacted', inputs: ['contact'] },
  { action: 'requestReturn', from: AT_UNIT, to: 'RETURN_REQUESTED', undo: true, permission: 'order.handle', needsReason: false, guard: 'returnable', effect: 'returnAsked', inputs: ['return'] },
  { action: 'requestExtension', from: ['IN_PROGRESS'], to: 'EXTENSION_REQUESTED', undo: true, permission: 'order.handle', needsReason: true, guard: 'extendable', effect: 'extensionAsked', inputs: ['days'] },
  { action: 'reply', from: ['IN_PROGRESS'], to: 'REPLIED', undo: true, permission: 'order.handle', needsReason: false, guard: 'answerable', effect: 'replied', inputs: ['reply'] },
  // the supervisor
  { action: 'agreeExtension', from: ['EXTENSION_REQUESTED'], to: 'IN_PROGRESS', undo: true, permission: 'order.supervise', needsReason: true, public: 'extended', guard: 'otherPerson', effect: 'extended' },
  { action: 'refuseExtension', from: ['EXTENSION_REQUESTED'], to: 'IN_PROGRESS', undo: true, permission: 'order.supervise', needsReason: true, effect: 'notExtended' },
  { action: 'hold', from: ['IN_PROGRESS'], to: 'ON_HOLD', undo: true, permission: 'order.supervise', needsReason: true, public: 'held', guard: 'holdable', effect: 'held', inputs: ['months'] },
  { action: 'reviewPromise', from: ['ON_HOLD'], to: 'same', permission: 'order.supervise', needsReason: true, public: 'heldStill', effect: 'reviewed' },
  { action: 'resume', from: ['ON_HOLD'], to: 'IN_PROGRESS', undo: true, permission: 'order.supervise', needsReason: false, public: 'resumed' },
  { action: 'supervise', from: OPEN, to: 'same', undo: true, permission: 'order.supervise', needsReason: true, public: 'supervised', effect: 'supervised' },
  { action: 'escalate', from: ['REWORK'], to: 'ESCALATED', undo: true, permission: 'order.supervise', needsReason: true, public: 'escalated' },
  { action: 'settle', from: ['ESCALATED'], to: 'DISPATCHED', permission: 'order.supervise', needsReason: true, public: 'designated', guard: 'oneLead', effect: 'designated', inputs: ['units'] },
  // call-back and the end
  { action: 'callback', from: ['CALLBACK_PENDING'], to: 'same', permission: 'order.callback', needsReason: false, guard: 'wholeCallback', effect: 'calledBack', inputs: ['callback'] },
  { action: 'confirmDone', from: ['CALLBACK_PENDING'], to: 'CLOSED', permission: 'order.callback', needsReason: true, public: 'closed', guard: 'heard', effect: 'ended' },
  { action: 'rework', from: ['CALLBACK_PENDING'], to: 'REWORK', permission: 'order.callback', needsReason: true, public: 'reworked', guard: 'unhappy' },
  { action: 'close', from: ['NEED_INFO', 'REJECTED', 'ANSWERED_DIRECT', 'MERGED', 'ESCALATED', 'TRANSFERRED_OUT', 'WITHDRAWN'], to: 'CLOSED', permission: 'order.close', needsReason: true, public: 'closed' },
  // timers
  { action: 'infoTimeout', from: ['NEED_INFO'], to: 'SUBMITTED', permission: 'system', needsReason: false, effect: 'fired' },
  { action: 'toCallback', from: ['ANSWERED_DIRECT'], to: 'CALLBACK_PENDING', permission: 'system', needsReason: false, effect: 'fired' },
  { action: 'follow', from: ['MERGED'], to: 'same', permission: 'system', needsReason: true, public: 'followed' },
  { action: 'followToEnd', from: ['MERGED'], to: 'CLOSED', permission: 'system', needsReason: true, public: 'followed' },
  { action: 'release', from: ['MERGED'], to: 'ACCEPTED', permission: 'system', needsReason: true, public: 'unmerged' },
  { action: 'problem', from: ['REWORK'], to: 'ESCALATED', permission: 'system', needsReason: false, public: 'escalated', effect: 'fired' },
  { action: 'giveBack', from: AT_DESK, to: 'same', permission: 'system', needsReason: false, effect: 'fired' },
  { action: 'autoUrge', from: ['DISPATCHED'], to: 'same', permission: 'system', needsReason: false, effect: 'fired' },
  { action: 'autoSign', from: ['DISPATCHED'], to: 'IN_PROGRESS', permission: 'system', needsReason: false, public: 'signed', effect: 'autoSigned' },
  { action: 'nearDue', from: OPEN, to: 'same', permission: 'system', needsReason: false, effect: 'fired' },
  { action: 'overdue', from: OPEN, to: 'same', permission: 'system', needsReason: false, effect: 'fired' },
  { action: 'overdueMore', from: OPEN, to: 'same', permission: 'system', needsReason: false, effect: 'fired' },
  { action: 'suggestSupervision', from: OPEN, to: 'same', permission: 'system', needsReason: false, effect: 'fired' },
  { action: 'reviewHold', from: ['ON_HOLD'], to: 'same', permission: 'system', needsReason: false, effect: 'fired' },
  { action: 'recount', from: OPEN, to: 'same', permission: 'system', needsReason: true },
];

const BY_ACTION = new Map(TRANSITIONS.map((row) => [row.action, row]));

export const transition = (action: string): Transition | undefined => BY_ACTION.get(action);
