import { matrix } from '../confusion.js';
import type { Section } from '../document.js';
import type { ScoredField } from '../fields.js';
import { percent } from '../format.js';
import { heat } from '../plots/heat.js';
import type { Reading } from '../reading.js';
import { pairsOf, type Result } from '../result.js';
import { column, nameOf, ordered, say, type Term, term } from '../words.js';

const DRAWN: ScoredField[] = ['gate', 'gate+reason', 'type', 'category', 'hotline'];
const MOST = 30;

const joined = (a: Term, b: Term): Term => ({ zh: `${a.zh}：${b.zh}`, en: `${a.en}: ${b.en}` });

export function confusionSection(readings: Reading[], result: Result): Section {
  const plots = DRAWN.map((field) => {
    const pairs = pairsOf(readings, field);
    const labels = ordered(field, new Set(pairs.flat()));
    const names = labels.map((label) => nameOf(field, label));
    const caption = joined(term(field), term('heat'));
    return { caption, svg: heat(names, matrix(pairs, labels), caption.zh), wide: true };
  });
  const tables = DRAWN.map((field) => ({
    caption: joined(term(field), term('confusedCells')),
    columns: [term('gold'), term('said'), column('n'), column('ofGold')],
    rows: result.confused[field]
      .slice(0, MOST)
      .map(({ gold, said, n, share }) => [
        nameOf(field, gold),
        nameOf(field, said),
        String(n),
        percent(share),
      ]),
  }));
  return {
    id: 'confusion',
    title: term('confusion'),
    notes: [
      say('confusionNote', { n: MOST }),
      ...(tables.every((one) => one.rows.length === 0) ? [say('perfect')] : []),
    ],
    plots,
    tables: tables.filter((one) => one.rows.length > 0),
  };
}
