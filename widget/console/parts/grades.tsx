/** 分档: units of one kind, grade by grade; within a grade by code. No list of who is best (国办函〔2025〕66号). */
import type { InsightReport } from '../../../server/http/contract-insight.js';
import { W } from '../words.js';
import { PlainTable } from './plain-table.js';

const words = W.insight;

export function Grades({ report }: { report: InsightReport }) {
  const kinds = [...new Set(report.rows.flatMap(({ kind }) => kind ?? []))];
  const rows = kinds.flatMap((kind) =>
    [...report.grades.map(({ name }) => name), null].flatMap((grade) => {
      const of = report.rows.filter((row) => row.kind === kind && row.grade === grade);
      if (of.length === 0) return [];
      return [[kind, grade ?? words.fewGrade, String(of.length), of.map(({ name }) => name).join('、')]];
    }),
  );
  if (rows.length === 0) return null;
  return (
    <div>
      <h2>{words.grades}</h2>
      <p className="soft">{words.gradesHint}</p>
      <PlainTable
        label={words.grades}
        columns={[words.kind, words.grade, words.count, words.names]}
        rows={rows}
      />
    </div>
  );
}
