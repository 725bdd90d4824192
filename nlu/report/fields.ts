import type { Row } from '../corpus.js';

/** The fields that are scored; a whole row may be a gold one or what was said of it. */
export type Labels = Omit<Row, 'text' | 'channel'>;

export type ScoredField = 'gate' | 'gate+reason' | 'type' | 'category' | 'hotline' | 'region' | 'urgency';

/** The value a field is compared by. `gate+reason` is right only when both are. */
export const VALUES: Record<ScoredField, (row: Labels) => string> = {
  gate: (row) => row.gate,
  'gate+reason': (row) => `${row.gate}/${row.reason ?? ''}`,
  type: (row) => row.type,
  category: (row) => row.category ?? 'none',
  hotline: (row) => row.hotline ?? 'none',
  region: (row) => row.region ?? 'none',
  urgency: (row) => row.urgency,
};

export const FIELDS = Object.keys(VALUES) as ScoredField[];

/** The confidence that speaks for a field. */
export const sureOf = (field: string): string => (field === 'gate+reason' ? 'reason' : field);
