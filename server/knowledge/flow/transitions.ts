/**
 * What may be done with an item, by whom, from where to where: the whole way of domain §6 as one list. `step`
 * knows no action that is not here. `of: 'work'` moves the text being written, `of: 'live'` what citizens see; a
 * published item goes on being served while its next edition is written.
 */
import type { Stage } from './entry.js';

export const PERMISSIONS = ['knowledge.edit', 'knowledge.review', 'knowledge.publish'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Judged in this order; the first that does not hold is the reason that is told. */
export type Guard =
  /** The account's unit is the item's, or stands above it; the house may all. */
  | 'inScope'
  /** One of those who wrote it. */
  | 'writer'
  /** None of those who wrote it (四眼). */
  | 'notWriter'
  /** Not the one who let it pass the department. */
  | 'notReviewer'
  /** Nothing in it must be mended before it may be told. */
  | 'sound'
  /** Not expired. */
  | 'fresh';

export type Transition = {
  action: string;
  permission: readonly Permission[];
  needsReason?: true;
  guards: readonly Guard[];
} & (
  | { of: 'work'; from: readonly (Stage | 'none')[]; to: Stage | 'none' | 'live' }
  | { of: 'live'; from: 'live' | 'down'; to: 'live' | 'down' }
);

export const TRANSITIONS = [
  {
    action: 'save',
    of: 'work',
    from: ['none', 'draft'],
    to: 'draft',
    permission: ['knowledge.edit'],
    guards: ['inScope'],
  },
  {
    action: 'submit',
    of: 'work',
    from: ['draft'],
    to: 'department',
    permission: ['knowledge.edit'],
    guards: ['inScope', 'sound'],
  },
  {
    action: 'recall',
    of: 'work',
    from: ['department', 'platform'],
    to: 'draft',
    permission: ['knowledge.edit'],
    guards: ['writer'],
  },
  {
    action: 'discard',
    of: 'work',
    from: ['draft'],
    to: 'none',
    permission: ['knowledge.edit'],
    guards: ['inScope', 'writer'],
  },
  {
    action: 'pass',
    of: 'work',
    from: ['department'],
    to: 'platform',
    permission: ['knowledge.review'],
    guards: ['inScope', 'notWriter', 'sound'],
  },
  {
    action: 'sendBack',
    of: 'work',
    from: ['department'],
    to: 'draft',
    permission: ['knowledge.review'],
    needsReason: true,
    guards: ['inScope', 'notWriter'],
  },
  {
    action: 'publish',
    of: 'work',
    from: ['platform'],
    to: 'live',
    permission: ['knowledge.publish'],
    guards: ['notWriter', 'notReviewer', 'sound', 'fresh'],
  },
  {
    action: 'reject',
    of: 'work',
    from: ['platform'],
    to: 'draft',
    permission: ['knowledge.publish'],
    needsReason: true,
    guards: ['notWriter'],
  },
  {
    action: 'confirm',
    of: 'live',
    from: 'live',
    to: 'live',
    permission: ['knowledge.review', 'knowledge.publish'],
    guards: ['inScope', 'fresh'],
  },
  {
    action: 'takeDown',
    of: 'live',
    from: 'live',
    to: 'down',
    permission: ['knowledge.review', 'knowledge.publish'],
    needsReason: true,
    guards: ['inScope'],
  },
  {
    action: 'putBack',
    of: 'live',
    from: 'down',
    to: 'live',
    permission: ['knowledge.publish'],
    guards: ['fresh'],
  },
] as const satisfies readonly Transition[];

export type Action = (typeof TRANSITIONS)[number]['action'];
export const ACTIONS = TRANSITIONS.map(({ action }) => action) as [Action, ...Action[]];
