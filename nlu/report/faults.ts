import type { Fault } from './rows.js';
import { fill, words } from './words.js';

/** More than this nobody reads at once. */
const MOST = 20;

/** Why a file cannot be scored: each line with its number and field. */
export function told(faults: Fault[]): string {
  const lines = faults
    .slice(0, MOST)
    .map(({ problem, file, line, field, got, may }) =>
      fill(words.faults[problem], { file, line, field: field ?? '', got, may }),
    );
  const rest = faults.length - lines.length;
  return [...lines, ...(rest > 0 ? [fill(words.faults.more, { n: rest })] : [])].join('\n');
}
