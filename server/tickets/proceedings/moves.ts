/**
 * What may be done in a proceeding, by whom, from where to where: one list for all kinds. `permission` 'rung'
 * is the rung's own, 'system' the house itself (a timer, or what happened to the order); a test walks the list.
 */
import type { Effect } from './effects.js';
import type { Guard } from './guards.js';
import type { Kind } from './kinds.js';

export const MOVE_PERMISSIONS = [
  'order.supervise',
  'order.handle',
  'order.callback',
  'quality.inspect',
] as const;

export const INPUTS = ['rung', 'matter', 'needs', 'units', 'answer', 'invalidWhy', 'scores'] as const;
export type InputName = (typeof INPUTS)[number];

export interface Move {
  kind: Kind;
  action: string;
  from: readonly string[];
  /** 'same': it is noted; where the units decide, the effect says which. */
  to: string;
  permission: (typeof MOVE_PERMISSIONS)[number] | 'rung' | 'own' | 'system';
  needsReason: boolean;
  guards?: readonly Guard[];
  effect?: Effect;
  inputs?: readonly InputName[];
  /** What it does to the order, in the same commit. */
  order?: 'supervised' | 'rework' | 'exempt';
}

// biome-ignore format: a table is read by its columns
export const MOVES: readonly Move[] = [
  // 督办：提交 → 下发 → 申请退回 → 待审核 → 办理完成 → 督办办结
  { kind: 'supervision', action: 'submit', from: ['SUGGESTED'], to: 'SUBMITTED', permission: 'order.supervise', needsReason: false, guards: ['rungWhole'], effect: 'submitted', inputs: ['rung', 'matter', 'needs', 'units'] },
  { kind: 'supervision', action: 'dismiss', from: ['SUGGESTED', 'SUBMITTED'], to: 'DISMISSED', permission: 'order.supervise', needsReason: true },
  { kind: 'supervision', action: 'issue', from: ['SUBMITTED'], to: 'ISSUED', permission: 'rung', needsReason: false, guards: ['secondPerson'], effect: 'issued', order: 'supervised' },
  { kind: 'supervision', action: 'answer', from: ['ISSUED'], to: 'same', permission: 'order.handle', needsReason: false, guards: ['sideToAnswer'], effect: 'answered', inputs: ['answer'] },
  { kind: 'supervision', action: 'askReturn', from: ['ISSUED'], to: 'RETURN_ASKED', permission: 'order.handle', needsReason: true, guards: ['sideToAnswer'], effect: 'returnAsked' },
  { kind: 'supervision', action: 'agreeReturn', from: ['RETURN_ASKED'], to: 'same', permission: 'order.supervise', needsReason: true, effect: 'letOff' },
  { kind: 'supervision', action: 'refuseReturn', from: ['RETURN_ASKED'], to: 'ISSUED', permission: 'order.supervise', needsReason: true, effect: 'heldTo' },
  { kind: 'supervision', action: 'pass', from: ['REPORTED'], to: 'DONE', permission: 'order.supervise', needsReason: false },
  { kind: 'supervision', action: 'fail', from: ['REPORTED'], to: 'ISSUED', permission: 'order.supervise', needsReason: true, effect: 'again' },
  { kind: 'supervision', action: 'close', from: ['DONE'], to: 'CLOSED', permission: 'order.supervise', needsReason: false },
  { kind: 'supervision', action: 'raise', from: ['ISSUED', 'REPORTED', 'DONE'], to: 'RAISED', permission: 'order.supervise', needsReason: true, guards: ['higherRung'], inputs: ['rung', 'matter', 'needs', 'units'] },
  { kind: 'supervision', action: 'again', from: ['SUGGESTED'], to: 'same', permission: 'system', needsReason: false },
  { kind: 'supervision', action: 'moot', from: ['SUGGESTED'], to: 'DISMISSED', permission: 'system', needsReason: false },
  { kind: 'supervision', action: 'near', from: ['ISSUED', 'RETURN_ASKED'], to: 'same', permission: 'system', needsReason: false },
  { kind: 'supervision', action: 'late', from: ['ISSUED', 'RETURN_ASKED'], to: 'same', permission: 'system', needsReason: false },
  // 差评：核实 → 有效｜无效 → 整改 → 已答复 → 再回访 → 办结
  { kind: 'lowRating', action: 'accept', from: ['VERIFYING'], to: 'RECTIFYING', permission: 'order.callback', needsReason: true, effect: 'rectifying', order: 'rework' },
  { kind: 'lowRating', action: 'proposeInvalid', from: ['VERIFYING'], to: 'INVALID_PROPOSED', permission: 'order.callback', needsReason: true, effect: 'invalidProposed', inputs: ['invalidWhy'] },
  { kind: 'lowRating', action: 'confirmInvalid', from: ['INVALID_PROPOSED'], to: 'INVALID', permission: 'order.callback', needsReason: true, guards: ['otherPerson'], order: 'exempt' },
  { kind: 'lowRating', action: 'refuseInvalid', from: ['INVALID_PROPOSED'], to: 'VERIFYING', permission: 'order.callback', needsReason: true, guards: ['otherPerson'] },
  { kind: 'lowRating', action: 'closeOut', from: ['VERIFYING'], to: 'CLOSED', permission: 'order.callback', needsReason: true },
  { kind: 'lowRating', action: 'again', from: ['RE_CALLBACK'], to: 'VERIFYING', permission: 'system', needsReason: false },
  { kind: 'lowRating', action: 'reworked', from: ['VERIFYING', 'RE_CALLBACK'], to: 'RECTIFYING', permission: 'system', needsReason: false, effect: 'rectifying' },
  { kind: 'lowRating', action: 'replied', from: ['RECTIFYING'], to: 'REPLIED', permission: 'system', needsReason: false },
  { kind: 'lowRating', action: 'sentBack', from: ['REPLIED'], to: 'RECTIFYING', permission: 'system', needsReason: false },
  { kind: 'lowRating', action: 'released', from: ['RECTIFYING', 'REPLIED'], to: 'RE_CALLBACK', permission: 'system', needsReason: false },
  { kind: 'lowRating', action: 'ended', from: ['VERIFYING', 'INVALID_PROPOSED', 'RECTIFYING', 'REPLIED', 'RE_CALLBACK'], to: 'CLOSED', permission: 'system', needsReason: false },
  { kind: 'lowRating', action: 'near', from: ['RECTIFYING'], to: 'same', permission: 'system', needsReason: false },
  { kind: 'lowRating', action: 'late', from: ['RECTIFYING'], to: 'same', permission: 'system', needsReason: false },
  // 不合理诉求、考核申诉：申请 → 同意｜不同意
  { kind: 'unreasonable', action: 'agree', from: ['APPLIED'], to: 'AGREED', permission: 'order.supervise', needsReason: true, guards: ['otherPerson'], order: 'exempt' },
  { kind: 'unreasonable', action: 'refuse', from: ['APPLIED'], to: 'REFUSED', permission: 'order.supervise', needsReason: true, guards: ['otherPerson'] },
  { kind: 'appeal', action: 'agree', from: ['APPLIED'], to: 'AGREED', permission: 'order.supervise', needsReason: true, guards: ['otherPerson', 'notInvolved'], order: 'exempt' },
  { kind: 'appeal', action: 'refuse', from: ['APPLIED'], to: 'REFUSED', permission: 'order.supervise', needsReason: true, guards: ['otherPerson', 'notInvolved'] },
  // 质检：已抽中 → 已出结果 → 申诉中 → 已定
  { kind: 'inspection', action: 'score', from: ['DRAWN'], to: 'SCORED', permission: 'quality.inspect', needsReason: true, guards: ['wholeSheet', 'notOwnWork'], effect: 'scored', inputs: ['scores'] },
  { kind: 'inspection', action: 'contest', from: ['SCORED'], to: 'CONTESTED', permission: 'own', needsReason: true, guards: ['concerned'], effect: 'stopped' },
  { kind: 'inspection', action: 'second', from: ['CONTESTED'], to: 'FINAL', permission: 'quality.inspect', needsReason: true, guards: ['wholeSheet', 'notOwnWork', 'secondLook'], effect: 'scoredAgain', inputs: ['scores'] },
  { kind: 'inspection', action: 'lapse', from: ['SCORED'], to: 'FINAL', permission: 'system', needsReason: false, effect: 'stopped' },
];

export const moveOf = (kind: Kind, action: string): Move | undefined =>
  MOVES.find((row) => row.kind === kind && row.action === action);
