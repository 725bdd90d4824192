import type { Section, Table } from '../document.js';
import { FIELDS, type ScoredField } from '../fields.js';
import { NOTHING, percent, score } from '../format.js';
import type { Result } from '../result.js';
import { column, nameOf, ordered, say, term } from '../words.js';

export function fieldsSection(result: Result): Section {
  const between = (key: string, print: (value: number) => string) => {
    const { low, high } = result.figures[key]!;
    return low === null || high === null ? NOTHING : `${print(low)} – ${print(high)}`;
  };
  const rows = FIELDS.map((field) => {
    const { accuracy, macroF1, ece } = result.fields[field]!;
    return [
      `${term(field).zh} ${term(field).en}`,
      percent(accuracy),
      between(`${field}.accuracy`, percent),
      score(macroF1),
      between(`${field}.macroF1`, score),
      score(ece),
    ];
  });
  const columns = [
    term('field'),
    column('accuracy'),
    column('interval'),
    column('macroF1'),
    column('interval'),
    column('ece'),
  ];
  return {
    id: 'fields',
    title: term('fields'),
    notes: [say('fieldsNote')],
    plots: [],
    tables: [{ caption: term('fields'), columns, rows }],
  };
}

function classTable(field: ScoredField, result: Result): Table {
  const scores = result.labels[field]!;
  return {
    caption: term(field),
    columns: [term('label'), column('n'), column('precision'), column('recall'), column('f1')],
    rows: ordered(field, Object.keys(scores)).map((label) => {
      const { n, precision, recall, f1 } = scores[label]!;
      return [nameOf(field, label), String(n), score(precision), score(recall), score(f1)];
    }),
  };
}

/** Places are too many for a table of classes. */
export function classesSection(result: Result): Section {
  return {
    id: 'classes',
    title: term('classes'),
    notes: [say('classesNote')],
    plots: [],
    tables: FIELDS.filter((field) => result.labels[field]).map((field) => classTable(field, result)),
  };
}
