/** From which day to which: two fields and three spans that are often asked for; kept in the address. */
import { Button } from 'antd';
import { exact } from '../format.js';
import { setParams, useParam } from '../route.js';
import { W } from '../words.js';

const words = W.insight;
const DAY_MS = 86_400_000;

const today = () => exact(new Date()).slice(0, 10);
const back = (days: number) => exact(new Date(Date.now() - days * DAY_MS)).slice(0, 10);
const SPANS = {
  week: () => ({ from: back(6), to: today() }),
  month: () => ({ from: `${today().slice(0, 8)}01`, to: today() }),
  quarter: () => ({ from: back(89), to: today() }),
};

/** The running month where none is named. */
export function useSpan(): { from: string; to: string } {
  const [from] = useParam('from');
  const [to] = useParam('to');
  const month = SPANS.month();
  return { from: from || month.from, to: to || month.to };
}

export function SpanFields() {
  const { from, to } = useSpan();
  return (
    <>
      <label>
        {words.from}{' '}
        <input
          type="date"
          value={from}
          max={to}
          onChange={(event) => setParams({ from: event.target.value || null }, true)}
        />
      </label>
      <label>
        {words.to}{' '}
        <input
          type="date"
          value={to}
          min={from}
          onChange={(event) => setParams({ to: event.target.value || null }, true)}
        />
      </label>
      {(Object.keys(SPANS) as (keyof typeof SPANS)[]).map((one) => (
        <Button key={one} size="small" onClick={() => setParams(SPANS[one](), true)}>
          {words.spans[one]}
        </Button>
      ))}
    </>
  );
}
