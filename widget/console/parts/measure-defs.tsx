/** How each measure is told: formula, both sides, what is left out, and the document it is taken from. */
import type { InsightReport } from '../../../server/http/contract-insight.js';
import { W } from '../words.js';

const words = W.insight;
const idOf = (id: string): string => `measure-${id}`;

/** Opens the list and goes to the one. */
export function showDefinition(id: string): void {
  const row = document.getElementById(idOf(id));
  row?.closest('details')?.setAttribute('open', '');
  row?.scrollIntoView({ block: 'center' });
  row?.focus();
}

interface Props extends Pick<InsightReport, 'definitions'> {
  label?: string;
}

export function MeasureDefs({ definitions, label = words.formulas }: Props) {
  return (
    <details>
      <summary>{label}</summary>
      <dl className="facts">
        {definitions.map((one) => (
          <div key={one.id} id={idOf(one.id)} tabIndex={-1}>
            <dt>{one.name}</dt>
            <dd>
              {`${words.rule}：${one.formula}\n${words.numerator}：${one.numerator}\n`}
              {one.denominator !== null && `${words.denominator}：${one.denominator}\n`}
              {`${words.excludes}：${one.excludes}\n${words.source}：${one.source}`}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
