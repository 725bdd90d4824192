/** One measure of a report as bars with their numbers: sorted, told directly, days in their order. */
import type { InsightReport } from '../../../server/http/contract.js';
import { W } from '../words.js';

const words = W.insight;
/** More bars than this answer no question. */
const BARS = 20;

type Value = InsightReport['rows'][number]['values'][string];

export function told(value: Value | undefined): string {
  if (!value || value.value === null) return value?.why === 'small' ? words.small : '—';
  return value.base === null ? value.value.toLocaleString('zh-CN') : `${(value.value * 100).toFixed(1)}%`;
}

export function Bars({ report, measure }: { report: InsightReport; measure: string }) {
  const told_ = report.rows.filter((row) => row.values[measure]?.value != null);
  const sorted =
    report.by === 'day'
      ? told_
      : told_.toSorted((a, b) => (b.values[measure]?.value ?? 0) - (a.values[measure]?.value ?? 0));
  const shown = report.by === 'day' ? sorted : sorted.slice(0, BARS);
  const most = Math.max(...shown.map((row) => row.values[measure]?.value ?? 0), Number.EPSILON);
  if (shown.length === 0) return <p className="soft">{words.noBars}</p>;
  return (
    <ol className="bars" aria-label={words.bars}>
      {shown.map((row) => (
        <li key={row.code}>
          <span className="name">{row.name}</span>
          <span className="track" aria-hidden="true">
            <span style={{ width: `${Math.max(1, ((row.values[measure]?.value ?? 0) / most) * 100)}%` }} />
          </span>
          <span className="figures">{told(row.values[measure])}</span>
        </li>
      ))}
    </ol>
  );
}
