import type { Section } from '../document.js';
import type { Result } from '../result.js';
import { column, say, term, words } from '../words.js';

export function latencySection({ latency }: Result): Section {
  const ms = (value: number) => value.toFixed(1);
  return {
    id: 'latency',
    title: term('latency'),
    notes: [say('latencyNote')],
    plots: [],
    tables: [
      {
        caption: term('milliseconds'),
        columns: [
          term('length'),
          column('n'),
          column('p50'),
          column('p90'),
          column('p95'),
          column('p99'),
          column('most'),
        ],
        rows: latency.map((one) => [
          one.length ?? words.names.all,
          String(one.n),
          ...[one.p50, one.p90, one.p95, one.p99, one.most].map(ms),
        ]),
      },
    ],
  };
}
