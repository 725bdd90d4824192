/** One measure of a report as bars with their numbers: sorted, told directly, days in their order. */
import type { InsightReport } from '../../../server/http/contract-insight.js';
import { fill, W } from '../words.js';

const words = W.insight;
/** People and places stand in their own order: a chart of them is no ranking (国办函〔2025〕66号). */
export const EACH: ReadonlySet<string> = new Set(['unit', 'league', 'region']);
/** More bars than this answer no question. */
const BARS = 20;

type Value = InsightReport['rows'][number]['values'][string];
export type Unit = InsightReport['definitions'][number]['unit'];

/** 「2 分 5 秒」「1 小时 10 分」 */
function spanOf(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 3600
    ? fill(W.talks.minutes, { m: Math.floor(whole / 60), s: whole % 60 })
    : fill(W.talks.hours, { h: Math.floor(whole / 3600), m: Math.floor((whole % 3600) / 60) });
}

export function told(value: Value | undefined, unit?: Unit): string {
  if (!value || value.value === null)
    return value?.why === 'small' ? words.small : value?.why === 'ungiven' ? words.ungiven : '—';
  if (unit === 'seconds') return spanOf(value.value);
  if (unit === 'perHundredThousand') return value.value.toFixed(2);
  return value.base === null ? value.value.toLocaleString('zh-CN') : `${(value.value * 100).toFixed(1)}%`;
}

interface Barred {
  by: string;
  rows: Pick<InsightReport['rows'][number], 'code' | 'name' | 'values'>[];
}

export function Bars({ report, measure, unit }: { report: Barred; measure: string; unit?: Unit }) {
  const told_ = report.rows.filter((row) => row.values[measure]?.value != null);
  const sorted =
    report.by === 'day' || EACH.has(report.by)
      ? told_
      : told_.toSorted((a, b) => (b.values[measure]?.value ?? 0) - (a.values[measure]?.value ?? 0));
  const shown = report.by === 'day' || EACH.has(report.by) ? sorted : sorted.slice(0, BARS);
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
          <span className="figures">{told(row.values[measure], unit)}</span>
        </li>
      ))}
    </ol>
  );
}
