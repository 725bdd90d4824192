/** Daily, weekly, monthly: the list of what was made, and one of them as a leader reads it on a phone. */
import { Button, Segmented } from 'antd';
import type { ReportData } from '../../../server/http/contract-insight.js';
import { call } from '../api.js';
import { useAsked } from '../asked.js';
import { useSession } from '../auth.js';
import { exact } from '../format.js';
import { Chart } from '../parts/chart.js';
import { Failed, Loading, Nothing } from '../parts/faces.js';
import { DefinitionLink } from '../parts/figure-table.js';
import { Hints } from '../parts/hints.js';
import { MeasureDefs } from '../parts/measure-defs.js';
import { PlainTable } from '../parts/plain-table.js';
import { PATHS, setParams, useParam } from '../route.js';
import { fill, W } from '../words.js';

const words = W.reports;
const KINDS = ['daily', 'weekly', 'monthly'] as const;

/** Where the figures of a section stand with the orders behind them. */
function behind(section: string, { from, to }: ReportData, house: boolean): string | null {
  if (section === 'spots' || section === 'seasons') return PATHS.spots;
  const by: Record<string, string> = {
    ...{ flow: 'day', channels: 'channel', classes: 'category', rates: 'unit', grades: 'unit' },
    ...{ places: house ? 'league' : 'region', measures: 'unit' },
  };
  return by[section] ? `${PATHS.insight}?${new URLSearchParams({ by: by[section], from, to })}` : null;
}

function Sections({ data }: { data: ReportData }) {
  const { unit } = useSession();
  const ids = new Map(data.definitions.map(({ id, name }) => [name, id]));
  /** A measure's name opens how it is told. */
  const named = (cell: string) => {
    const id = ids.get(cell);
    return id === undefined ? cell : <DefinitionLink id={id} name={() => cell} />;
  };
  return (
    <>
      <PlainTable
        label={words.summary}
        columns={words.columns}
        rows={data.headline.map(({ cells }) => cells)}
        named={named}
      />
      {data.sections.map(({ id, question, text, columns, rows, chart }) => (
        <section key={id} className="answer" aria-labelledby={`report-${id}`}>
          <h2 id={`report-${id}`}>{question}</h2>
          <p>{text}</p>
          {chart && <Chart chart={chart} text={fill(words.chart, { text })} />}
          {rows.length > 0 &&
            (chart ? (
              <details>
                <summary>{fill(words.table, { question })}</summary>
                <PlainTable
                  label={fill(words.table, { question })}
                  columns={columns}
                  rows={rows}
                  named={named}
                />
              </details>
            ) : (
              <PlainTable
                label={fill(words.table, { question })}
                columns={columns}
                rows={rows}
                named={named}
              />
            ))}
          <Behind href={behind(id, data, unit === null)} question={question} />
        </section>
      ))}
      <p className="soft">{data.note}</p>
      <MeasureDefs definitions={data.definitions} />
    </>
  );
}

function Behind({ href, question }: { href: string | null; question: string }) {
  if (href === null) return null;
  return (
    <p>
      <a href={href}>{href === PATHS.spots ? words.openSpots : fill(words.open, { question })}</a>
    </p>
  );
}

function One({ id }: { id: string }) {
  const found = useAsked(id, (signal) => call('report', { params: { report: id }, signal }));
  const report = found.value;
  const file = (format: string) => `/api/desk/reports/${encodeURIComponent(id)}/file/${format}`;
  return (
    <>
      <p className="row-acts">
        <Button size="small" onClick={() => setParams({ report: null })}>
          {words.back}
        </Button>
        <a href={file('pdf')} download>
          {words.pdf}
        </a>
        <a href={file('xlsx')} download>
          {words.xlsx}
        </a>
      </p>
      {!report && found.fault && <Failed title={words.failed} fault={found.fault} retry={found.reload} />}
      {!report && !found.fault && <Loading rows={12} />}
      {report && (
        <article className="report">
          <h1>{report.data.title}</h1>
          <p className="soft">
            {words.made} {exact(report.madeAt).slice(0, 16)} · {words.fingerprint} {report.data.fingerprint} ·{' '}
            {report.now === report.data.fingerprint ? words.same : words.changed}
          </p>
          <Sections data={report.data} />
        </article>
      )}
    </>
  );
}

function List() {
  const [asked] = useParam('kind');
  const kind = KINDS.find((one) => one === asked) ?? 'monthly';
  const found = useAsked(kind, (signal) => call('reports', { query: { kind }, signal }));
  const list = found.value;
  return (
    <>
      <h1>{words.heading}</h1>
      <search className="filters">
        <Segmented
          aria-label={words.kind}
          value={kind}
          onChange={(next) => setParams({ kind: String(next) }, true)}
          options={KINDS.map((one) => ({ value: one, label: words.kinds[one] }))}
        />
        {list && <Button onClick={() => setParams({ report: list.running })}>{words.running}</Button>}
      </search>
      {!list && found.fault && <Failed title={words.failed} fault={found.fault} retry={found.reload} />}
      {!list && !found.fault && <Loading rows={8} />}
      {list && list.rows.length === 0 && <Nothing>{words.empty}</Nothing>}
      <ul className="report-list">
        {list?.rows.map((row) => (
          <li key={row.id}>
            <button type="button" className="link" onClick={() => setParams({ report: row.id })}>
              {row.title}
            </button>
            {row.fingerprint && (
              <span className="soft">
                {' '}
                {words.made} {exact(row.madeAt).slice(0, 16)}
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

export function Reports() {
  const { account } = useSession();
  const [id] = useParam('report');
  return (
    <div className="sheet insight">
      <Hints account={account} page="reports" />
      {id ? <One key={id} id={id} /> : <List />}
    </div>
  );
}
