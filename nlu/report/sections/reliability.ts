import type { Section } from '../document.js';
import { FIELDS } from '../fields.js';
import { orNothing, score } from '../format.js';
import { reliabilityPlot } from '../plots/reliability.js';
import type { Result } from '../result.js';
import { column, say, term } from '../words.js';

export function reliabilitySection(result: Result): Section {
  const captions = FIELDS.map((field) => {
    const error = score(result.fields[field]!.ece);
    return { zh: `${term(field).zh}（ECE ${error}）`, en: `${term(field).en}, ECE ${error}` };
  });
  return {
    id: 'reliability',
    title: term('reliability'),
    notes: [say('reliabilityNote')],
    plots: FIELDS.map((field, i) => ({
      caption: captions[i]!,
      svg: reliabilityPlot(result.reliability[field], captions[i]!.zh),
    })),
    tables: FIELDS.map((field, i) => ({
      caption: captions[i]!,
      folded: true,
      columns: [term('bin'), column('n'), column('meanSure'), column('rightShare')],
      rows: result.reliability[field].map(({ from, n, sure, right }) => [
        `${from.toFixed(1)}–${(from + 0.1).toFixed(1)}`,
        String(n),
        orNothing(sure, score),
        orNothing(right, score),
      ]),
    })),
  };
}
