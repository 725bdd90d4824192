/**
 * Is it the same matter? Two questions share one judgement: has this sender told us this before, and do several
 * people mean one and the same thing at one place? The answer is a likeness from 0 to 1 with its reasons. Nothing
 * here merges anything: the citizen or an agent decides (并单), and a policy says from which likeness on it is
 * worth asking.
 *
 * Pure: matters come in, the clock comes in, nothing is read or written. Candidates come from a register in memory
 * (`register.ts`), never from a walk over all open orders.
 */

/** A matter as far as it can be compared. */
export interface Matter {
  /** Order number. */
  id: string;
  /** The citizen's own words. Personal data in them is left out of the comparison. */
  text: string;
  /** The sentence vector of `text`, of any length the register has not seen otherwise; null leaves the words. */
  vector: Float32Array | null;
  /** GB/T 2260, or null. */
  region: string | null;
  /** The place slot; '' when nobody said one. */
  place: string;
  /** Level-1 category, or null. */
  category: string | null;
  /** When it was filed, in milliseconds. */
  at: number;
  /**
   * What the sender is known by: the blind index of a telephone number, a conversation. Two matters with one in
   * common are of one sender; an empty list is nobody known.
   */
  senders: readonly string[];
}

/**
 * What speaks for or against, in two questions that must both be answered yes: is it at the same place, and is it about
 * the same thing? Apart, because templates with another address have every word in common, and two people of one
 * house hardly one. The weights are in weights.json.
 */
export const WHERE = [
  /** The same banner named on both sides, or one within the other. */
  'sameRegion',
  'otherRegion',
  'sameTown',
  'otherTown',
  /** A street, an estate, a firm, a school that both name; or both name some, and none is the same. */
  'sameName',
  'otherName',
  /** Shared pairs of characters of all the names, by what the one with fewer says. */
  'nameWords',
  /** Numbers with the same unit (12路, 3班) that agree, or do not; the number of a house only where it agrees. */
  'sameNumber',
  'otherNumber',
  /** Of one sender, and the later one names no place: it goes without saying. */
  'ownPlace',
  'sameSender',
] as const;
export const WHAT = [
  /** What is said besides names: shared characters and pairs of them, the rarer the heavier, by all that either says. */
  'words',
  /** The same by what the shorter of the two says: a follow-up is short. */
  'covered',
  /** How far the cosine of the two vectors is above that of any two messages. */
  'vector',
  'sameCategory',
  'otherCategory',
  /** The later one refers back (上次反映的…还没…) and is of the same sender. */
  'refersBack',
  /** Words of one sender count otherwise than those of two. */
  'ownWords',
  /** Days between them, as a logarithm. */
  'apart',
] as const;
export const SIGNS = [...WHERE, ...WHAT] as const;
export type Sign = (typeof SIGNS)[number];
export const AGAINST: ReadonlySet<Sign> = new Set<Sign>([
  'otherRegion',
  'otherTown',
  'otherName',
  'otherNumber',
  'otherCategory',
  'apart',
]);

export interface Likeness {
  /** 0 to 1: the share of such pairs that were the same matter in nlu/duplicates/pairs.jsonl. */
  likeness: number;
  /** What spoke for it, the strongest first. */
  why: Sign[];
  /** They name a street, an estate, a firm or at least a town in common. */
  samePlace: boolean;
}

export interface Similar extends Likeness {
  id: string;
  at: number;
  senders: readonly string[];
  sameSender: boolean;
}

/** Thresholds of the policy; `server/policy/default/knobs.json` has each with its source. */
export interface DuplicateRule {
  /** Days back in which an order of the same sender is offered for 催办 or 并单. */
  days: number;
  /** Likeness from which it is offered to the citizen. */
  likeness: number;
  /** Likeness from which the desk is shown it. */
  offer: number;
  group: {
    /** Days back in which matters of several people count as one. */
    days: number;
    likeness: number;
    /** People from whom on the agent is told; from whom on it is an alert; from whom on the leader's. */
    people: number;
    alert: number;
    leader: number;
  };
}

/** Several people, one matter. */
export interface Group {
  /** The matter itself included. */
  people: number;
  /** Orders of others and of the sender, newest first. */
  ids: string[];
  /** When the first of them was filed, in milliseconds. */
  since: number;
  level: 'hint' | 'alert' | 'leader';
}
