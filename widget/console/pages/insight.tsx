/** Figures: a question as the heading, one measure as bars with their numbers, the table behind, every number with its formula and its orders. */
import { Button, Segmented, Select, Table, type TableColumnsType } from 'antd';
import type { InsightReport } from '../../../server/http/contract.js';
import { call } from '../api.js';
import { useAsked } from '../asked.js';
import { useMay, useSession } from '../auth.js';
import { exact } from '../format.js';
import { Bars, told } from '../parts/bars.js';
import { Failed, Loading, Nothing } from '../parts/faces.js';
import { Hints } from '../parts/hints.js';
import { go, PATHS, setParams, useParam } from '../route.js';
import { fill, W } from '../words.js';

const words = W.insight;
const BY = ['unit', 'region', 'category', 'hotline', 'channel', 'type', 'day'] as const;
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
const DAY_MS = 86_400_000;

type Row = InsightReport['rows'][number];

const today = () => exact(new Date()).slice(0, 10);
const back = (days: number) => exact(new Date(Date.now() - days * DAY_MS)).slice(0, 10);
const SPANS = {
  week: () => ({ from: back(6), to: today() }),
  month: () => ({ from: `${today().slice(0, 8)}01`, to: today() }),
  quarter: () => ({ from: back(89), to: today() }),
};

/** Orders behind a row, in the list that everybody knows. */
function rowsLink(by: string, code: string, from: string, to: string): string | null {
  if (code === '') return null;
  const part = by === 'day' ? { from: code, to: code } : { [by]: code, from, to };
  return `${PATHS.orders}?${new URLSearchParams(part)}`;
}

export function Insight() {
  const { account } = useSession();
  const seesOrders = useMay('order.read');
  const [asked] = useParam('by');
  const [from_] = useParam('from');
  const [to_] = useParam('to');
  const [measure_] = useParam('measure');
  const by = BY.find((one) => one === asked) ?? 'unit';
  const span = SPANS.month();
  const from = from_ || span.from;
  const to = to_ || span.to;
  const query = { by, from, to };
  const found = useAsked(JSON.stringify(query), (signal) => call('insight', { query, signal }));
  const report = found.value;
  const name = (id: string) => report?.definitions.find((one) => one.id === id)?.name ?? '';
  const measure = report?.definitions.some(({ id }) => id === measure_) ? measure_ : 'solved';
  const formula = report?.definitions.find(({ id }) => id === measure)?.formula ?? '';
  const columns: TableColumnsType<Row> = [
    {
      title: words.by[by],
      dataIndex: 'name',
      fixed: 'left',
      render: (text: string, row) => {
        const link = seesOrders ? rowsLink(report?.by ?? by, row.code, from, to) : null;
        return link ? (
          <a
            href={link}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              go(link);
            }}
          >
            {text}
          </a>
        ) : (
          text
        );
      },
    },
    ...SHOWN.map((id) => ({
      key: id,
      align: 'right' as const,
      title: name(id),
      className: 'figures',
      sorter: (a: Row, b: Row) => (a.values[id]?.value ?? -1) - (b.values[id]?.value ?? -1),
      render: (_: unknown, row: Row) => told(row.values[id]),
    })),
  ];
  return (
    <div className="sheet insight">
      <h1>{words.heading}</h1>
      <Hints account={account} page="insight" />
      <search className="filters">
        <Segmented<(typeof BY)[number]>
          aria-label={words.dimension}
          value={by}
          onChange={(next) => setParams({ by: next }, true)}
          options={BY.map((one) => ({ value: one, label: words.by[one] }))}
        />
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
        <a href={`/api/desk/insight.csv?${new URLSearchParams(query)}`} download>
          {words.file}
        </a>
      </search>
      {!report && found.fault && <Failed title={words.failed} fault={found.fault} retry={found.reload} />}
      {!report && !found.fault && <Loading rows={10} />}
      {report && report.rows.length === 0 && <Nothing>{words.empty}</Nothing>}
      {report && report.rows.length > 0 && (
        <>
          <section className="headline" aria-label={words.whole}>
            {['orders', 'response', 'solved', 'satisfied', 'composite'].map((id) => (
              <p key={id}>
                <span className="soft">{name(id)}</span>{' '}
                <strong className="figures">{told(report.total[id])}</strong>
              </p>
            ))}
          </section>
          <section aria-label={words.bars}>
            <h2>
              {fill(report.by === 'day' ? words.askDay : words.ask, {
                by: words.by[by],
                measure: name(measure),
              })}
            </h2>
            <Select
              aria-label={words.measure}
              value={measure}
              onChange={(next: string) => setParams({ measure: next }, true)}
              options={report.definitions.map((one) => ({ value: one.id, label: one.name }))}
            />
            <p className="soft">{formula}</p>
            <Bars report={report} measure={measure} />
          </section>
          <Table<Row>
            size="small"
            aria-label={words.table}
            rowKey="code"
            pagination={report.rows.length > 200 ? { pageSize: 100 } : false}
            scroll={{ x: 'max-content' }}
            dataSource={report.rows}
            columns={columns}
          />
          <p className="soft">{report.note}</p>
          <details>
            <summary>{words.formulas}</summary>
            <dl className="facts">
              {report.definitions.map((one) => (
                <div key={one.id}>
                  <dt>{one.name}</dt>
                  <dd>{one.formula}</dd>
                </div>
              ))}
            </dl>
          </details>
        </>
      )}
    </div>
  );
}
