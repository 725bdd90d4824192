import type { Section } from '../document.js';
import { score } from '../format.js';
import { type Mistake, MOST } from '../mistakes.js';
import { column, nameOf, say, term } from '../words.js';

export function mistakesSection(wrong: Mistake[]): Section {
  return {
    id: 'mistakes',
    title: term('mistakes'),
    notes: [
      say('mistakesWarning'),
      say('mistakesNote', { n: MOST }),
      ...(wrong.length === 0 ? [say('noMistakes')] : []),
    ],
    plots: [],
    tables: wrong.length
      ? [
          {
            caption: term('mistakes'),
            columns: [
              term('field'),
              term('gold'),
              term('said'),
              column('sure'),
              term('file'),
              term('message'),
            ],
            rows: wrong.map(({ field, gold, said, sure, file, text }) => [
              term(field).zh,
              nameOf(field, gold),
              nameOf(field, said),
              score(sure),
              file,
              { text, tone: 'said' as const },
            ]),
          },
        ]
      : [],
  };
}
