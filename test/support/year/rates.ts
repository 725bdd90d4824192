/**
 * The three rates by the slow way: from what the citizens of this year said, written down as they said it, order by
 * order. Knows nothing of counts, cells or measures.
 */
export interface Said {
  contacted: boolean;
  solved: boolean;
  satisfied: 'satisfied' | 'basically' | 'dissatisfied';
}

export interface Heard extends Said {
  unit: string;
  /** yyyy-MM of filing. */
  month: string;
}

export interface Rates {
  valid: number;
  response: number;
  solved: number;
  satisfied: number;
  composite: number;
}

export function ratesOf(heard: readonly Heard[]): Rates {
  const valid = heard.length;
  const share = (of: (one: Heard) => boolean): number => heard.filter(of).length / valid;
  const response = share((one) => one.contacted);
  const solved = share((one) => one.solved);
  const pleased = heard.filter((one) => one.satisfied === 'satisfied').length;
  const basically = heard.filter((one) => one.satisfied === 'basically').length;
  const satisfied = (pleased + 0.9 * basically) / valid;
  return { valid, response, solved, satisfied, composite: 0.1 * response + 0.5 * solved + 0.4 * satisfied };
}
