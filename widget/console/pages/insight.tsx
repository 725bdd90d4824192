/** Figures: a question as the heading, one measure as bars with their numbers, the table behind, every number with its formula and its orders. */
import { Segmented } from 'antd';
import { useState } from 'react';
import type { InsightReport } from '../../../server/http/contract-insight.js';
import { call } from '../api.js';
import { useAsked } from '../asked.js';
import { useMay, useSession } from '../auth.js';
import { EACH, told } from '../parts/bars.js';
import { ConductTable } from '../parts/conduct.js';
import { Failed, Loading, Nothing } from '../parts/faces.js';
import { FigureRows } from '../parts/figure-rows.js';
import { Figure, FigureTable } from '../parts/figure-table.js';
import { Grades } from '../parts/grades.js';
import { Hints } from '../parts/hints.js';
import { MeasureBars } from '../parts/measure-bars.js';
import { MeasureDefs } from '../parts/measure-defs.js';
import type { Behind } from '../parts/rows-drawer.js';
import { SpanFields, useSpan } from '../parts/span-fields.js';
import { Supply } from '../parts/supply.js';
import { setParams, useParam } from '../route.js';
import { fill, W } from '../words.js';

const words = W.insight;
const BY = ['unit', 'league', 'region', 'category', 'hotline', 'channel', 'type', 'day'] as const;
/** Shown in the table from the start; the rest can be chosen as bars and are in the file. */
const SHOWN = [
  'orders',
  'response',
  'solved',
  'satisfied',
  'composite',
  'valid',
  'inTime',
  'overdueRate',
  'returnRate',
];

type Row = InsightReport['rows'][number];

/** Told beside as many days before and the same days a year before. */
function Headline({ report, name }: { report: InsightReport; name: (id: string) => string }) {
  return (
    <section className="headline" aria-label={words.whole}>
      {['orders', 'response', 'solved', 'satisfied', 'composite'].map((id) => (
        <p key={id}>
          <span className="soft">{name(id)}</span>{' '}
          <strong className="figures">{told(report.total[id])}</strong>
          <br />
          <span className="soft figures">
            {words.previous} {told(report.previous.total[id])} · {words.lastYear}{' '}
            {told(report.lastYear.total[id])}
          </span>
        </p>
      ))}
    </section>
  );
}

export function Insight() {
  const { account } = useSession();
  const seesOrders = useMay('order.read');
  const [behind, setBehind] = useState<Behind | null>(null);
  const [asked] = useParam('by');
  const by = BY.find((one) => one === asked) ?? 'unit';
  const { from, to } = useSpan();
  const query = { by, from, to };
  const found = useAsked(JSON.stringify(query), (signal) => call('insight', { query, signal }));
  const report = found.value;
  const name = (id: string) => report?.definitions.find((one) => one.id === id)?.name ?? '';
  const figure = (row: Row, id: string) => {
    const text = told(row.values[id]);
    const title = fill(words.open, { name: `${row.name} ${name(id)}`, told: text });
    const asked_ = { by: report?.by ?? by, code: row.code, from, to, measure: id };
    const open = () => setBehind({ title, query: asked_, sides: row.values[id]?.base != null });
    return <Figure text={text} title={title} open={seesOrders ? open : null} />;
  };
  return (
    <div className="sheet insight">
      <h1>{words.heading}</h1>
      <Hints account={account} page="insight" skip={seesOrders ? 0 : 1} />
      <search className="filters">
        <Segmented<(typeof BY)[number]>
          aria-label={words.dimension}
          value={by}
          onChange={(next) => setParams({ by: next }, true)}
          options={BY.map((one) => ({ value: one, label: words.by[one] }))}
        />
        <SpanFields />
        <a href={`/api/desk/insight.csv?${new URLSearchParams(query)}`} download>
          {words.file}
        </a>
      </search>
      {!report && found.fault && <Failed title={words.failed} fault={found.fault} retry={found.reload} />}
      {!report && !found.fault && <Loading rows={10} />}
      {report && report.rows.length === 0 && <Nothing>{words.empty}</Nothing>}
      {report && report.rows.length > 0 && (
        <>
          <Headline report={report} name={name} />
          <MeasureBars
            report={report}
            usual="solved"
            question={(measure) =>
              fill(report.by === 'day' ? words.askDay : EACH.has(report.by) ? words.askEach : words.ask, {
                by: words.by[by],
                measure,
              })
            }
          />
          <FigureTable
            label={words.table}
            first={words.by[by]}
            shown={SHOWN}
            rows={report.rows}
            name={name}
            figure={figure}
          />
          <p className="soft">{report.note}</p>
          {report.by === 'unit' && <Grades report={report} />}
          <MeasureDefs definitions={report.definitions} />
        </>
      )}
      <Supply by={by} from={from} to={to} />
      {by === 'unit' && <ConductTable from={from} to={to} />}
      <FigureRows behind={behind} close={() => setBehind(null)} />
    </div>
  );
}
