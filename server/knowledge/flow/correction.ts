/** 纠错单: somebody says that an item is wrong; its unit answers within the limit, by mending or by saying why not. */
import type { Policy } from '../../policy/types.js';
import { due } from '../../tickets/deadlines/due.js';
import type { CORRECTION_KINDS, CORRECTION_STATES } from './correction-kinds.js';

export interface Correction {
  _id: string;
  version: number;
  item: string;
  /** Of the item when it was flagged. */
  title: string;
  edition: number;
  owner: string | null;
  kind: (typeof CORRECTION_KINDS)[number];
  /** Personal data masked. */
  text: string;
  from: 'staff' | 'citizen';
  /** The account; '' for citizens, who are counted and not known. */
  by: string;
  at: Date;
  /** Asked so often that it has the short limit. */
  hot: boolean;
  due: Date;
  state: (typeof CORRECTION_STATES)[number];
  answer: string;
  answeredBy: string | null;
  answeredAt: Date | null;
}

export type CorrectionRules = Pick<Policy, 'calendar'> & { knobs: Pick<Policy['knobs'], 'knowledge'> };

export function openCorrection(
  told: Pick<Correction, '_id' | 'item' | 'title' | 'edition' | 'owner' | 'kind' | 'text' | 'from' | 'by'>,
  { now, uses, rules }: { now: Date /** Of the last seven days. */; uses: number; rules: CorrectionRules },
): Correction {
  const { limit, hotLimit, hotUses } = rules.knobs.knowledge.correction;
  const hot = uses >= hotUses;
  return {
    ...told,
    version: 1,
    at: now,
    hot,
    due: due({ start: now, limit: hot ? hotLimit : limit, calendar: rules.calendar }).at,
    state: 'open',
    answer: '',
    answeredBy: null,
    answeredAt: null,
  };
}

export type Settled = { correction: Correction } | { refused: 'settled' | 'unmended' | 'short' };
const SHORTEST = 10;

/** 「已改」 must be true: a newer edition is out, or the item is down. */
export function settle(
  correction: Correction,
  {
    state,
    answer,
    by,
    now,
    item,
  }: {
    state: 'mended' | 'kept';
    answer: string;
    by: string;
    now: Date;
    item: { edition: number; served: boolean };
  },
): Settled {
  if (correction.state !== 'open') return { refused: 'settled' };
  if (state === 'mended' && item.served && item.edition <= correction.edition) return { refused: 'unmended' };
  if (state === 'kept' && [...answer.trim()].length < SHORTEST) return { refused: 'short' };
  return {
    correction: {
      ...correction,
      version: correction.version + 1,
      state,
      answer: answer.trim(),
      answeredBy: by,
      answeredAt: now,
    },
  };
}
