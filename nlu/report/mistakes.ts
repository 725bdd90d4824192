import { type ScoredField, sureOf, VALUES } from './fields.js';
import type { Reading } from './reading.js';

export interface Mistake {
  field: ScoredField;
  gold: string;
  said: string;
  sure: number;
  file: string;
  text: string;
}

export const MOST = 40;

/** A wrong gate takes the other fields with it, so it stands for them. */
const AFTER: ScoredField[] = ['type', 'category', 'hotline', 'region', 'urgency'];

function wrongIn({ row, said, file }: Reading): Mistake[] {
  const wrong = (field: ScoredField): Mistake[] => {
    const [gold, told] = [VALUES[field](row), VALUES[field](said)];
    if (gold === told) return [];
    return [{ field, gold, said: told, sure: said.confidence[sureOf(field)] ?? 0, file, text: row.text }];
  };
  const gate = wrong('gate');
  return gate.length > 0 ? gate : [...wrong('gate+reason'), ...AFTER.flatMap(wrong)];
}

/** What was wrong and thought to be right, the surest first. */
export function mistakes(readings: Reading[], most = MOST): Mistake[] {
  return readings
    .flatMap(wrongIn)
    .sort((a, b) => b.sure - a.sure)
    .slice(0, most);
}
