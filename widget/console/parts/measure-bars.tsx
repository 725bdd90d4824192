/** One measure as bars under a question: which one can be chosen, and how it is told stands with it. */
import { Select } from 'antd';
import { setParams, useParam } from '../route.js';
import { W } from '../words.js';
import { Bars, type Unit } from './bars.js';
import type { FigureRow } from './figure-table.js';

const words = W.insight;

export interface Measured {
  by: string;
  rows: FigureRow[];
  definitions: readonly { id: string; name: string; formula: string; unit?: Unit }[];
}

export function MeasureBars({
  report,
  usual,
  question,
}: {
  report: Measured;
  /** Shown where the address names none. */
  usual: string;
  question: (measure: string) => string;
}) {
  const { definitions } = report;
  const [asked] = useParam('measure');
  const chosen = definitions.find(({ id }) => id === asked) ?? definitions.find(({ id }) => id === usual);
  if (!chosen) return null;
  return (
    <section aria-label={words.bars}>
      <h2>{question(chosen.name)}</h2>
      <Select
        aria-label={words.measure}
        value={chosen.id}
        onChange={(next: string) => setParams({ measure: next }, true)}
        options={definitions.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <p className="soft">{chosen.formula}</p>
      <Bars report={report} measure={chosen.id} unit={chosen.unit} />
    </section>
  );
}
