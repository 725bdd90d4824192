/** A figure with its unit, a table for people, and the same as JSON. */
import { cpus, totalmem } from 'node:os';

export interface Figure {
  bench: string;
  what: string;
  value: number;
  unit: string;
  /** What design §9 asks for, where it does. */
  target?: string;
}

export function percentile(sorted: number[], share: number): number {
  const at = Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1));
  return sorted[at] ?? Number.NaN;
}

/** A smaller run, to see that it works (`BENCH_SCALE=0.01`); what it prints names the numbers it was run with. */
export const scaled = (n: number): number =>
  Math.max(1, Math.round(n * Number(process.env.BENCH_SCALE ?? 1)));

export const machine = (): string => {
  const [cpu] = cpus();
  return `${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${process.platform}`;
};

export function table(figures: Figure[], command: string): string {
  const rows = figures.map(({ bench, what, value, unit, target }) => [
    bench,
    what,
    `${Number(value.toPrecision(4))} ${unit}`.trim(),
    target ?? '',
  ]);
  const lines = [['bench', 'figure', 'value', 'target'], ['---', '---', '---', '---'], ...rows].map(
    (row) => `| ${row.join(' | ')} |`,
  );
  return [...lines, '', `${machine()}; \`${command}\``].join('\n');
}
