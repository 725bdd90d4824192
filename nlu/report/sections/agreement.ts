import type { Second } from '../agreement.js';
import type { Document, Table } from '../document.js';
import { FIELDS } from '../fields.js';
import { orNothing, percent, score } from '../format.js';
import { column, nameOf, say, term, words } from '../words.js';

/** Kinds of difference shown for one field. */
const MOST = 8;

export function agreementDocument(second: Second): Document {
  const tables = second.groups.map(
    ({ file, n, fields }): Table => ({
      caption: file
        ? { zh: `${file} (${n})`, en: `${file} (${n})` }
        : { zh: words.names.all, en: `all (${n})` },
      columns: [term('field'), column('agreeShare'), column('kappa')],
      rows: FIELDS.map((field) => [
        `${term(field).zh} ${term(field).en}`,
        percent(fields[field].share),
        orNothing(fields[field].kappa, score),
      ]),
    }),
  );
  const [whole] = second.groups;
  const apart = FIELDS.flatMap((field) =>
    (whole?.fields[field].apart ?? [])
      .slice(0, MOST)
      .map(({ gold, said, n }) => [
        `${term(field).zh} ${term(field).en}`,
        nameOf(field, gold),
        nameOf(field, said),
        String(n),
      ]),
  );
  const lost = [
    ...(second.unknown ? [say('unknownTexts', { n: second.unknown })] : []),
    ...(second.again ? [say('twiceTexts', { n: second.again })] : []),
  ];
  const differences: Table = {
    caption: term('apart'),
    columns: [term('field'), term('corpusLabel'), term('secondLabel'), column('n')],
    rows: apart,
  };
  return {
    title: term('secondTitle'),
    about: [say('agreementOf', { n: whole?.n ?? 0 }), ...lost],
    sections: [
      { id: 'agreement', title: term('agreement'), notes: [say('agreementNote')], plots: [], tables },
      ...(apart.length
        ? [{ id: 'apart', title: term('apart'), notes: [], plots: [], tables: [differences] }]
        : []),
    ],
  };
}
