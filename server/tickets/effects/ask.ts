/** What an effect may look at. */
import type { Given } from '../assignment.js';
import type { Mask } from '../changed.js';
import type { Unit } from '../dispatch/unit.js';
import type { Actor } from '../ticket.js';
import type { Fields } from '../transitions.js';

export interface EffectAsk {
  actor: Actor;
  fields: Fields;
  given: Given;
  /** Units the actor acts for; null = the house. */
  scope: ReadonlySet<string> | null;
  units: readonly Unit[];
  mask: Mask;
  reason: string;
  now: Date;
}
