/** What rings at the desk. */
export const ALARM_KINDS = [
  'emergency',
  'threat',
  'review',
  'undeliverable',
  'failure',
  'late',
  /** Whom an order was transferred to has sent it back. */
  'returned',
  /** A promise (挂账) is to be looked at, or has come due. */
  'promise',
  /** Done again as often as the rule allows: 问题工单. */
  'problem',
  /** Matters pile up at one place or in one class: for whoever supervises. */
  'hotspot',
  /** A low rating is to be put right soon, or should have been (整改). */
  'rectify',
  /** A unit owes its answer to a supervision soon, or did. */
  'supervise',
] as const;
export type AlarmKind = (typeof ALARM_KINDS)[number];
