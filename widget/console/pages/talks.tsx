/** Conversations: the honest figure beside the usual one, what lies between them, and how people are reached. */
import { Segmented } from 'antd';
import { useState } from 'react';
import type { TalkReport } from '../../../server/http/contract-talks.js';
import { call } from '../api.js';
import { useAsked } from '../asked.js';
import { useMay, useSession } from '../auth.js';
import { told } from '../parts/bars.js';
import { Failed, Loading, Nothing } from '../parts/faces.js';
import { DefinitionLink, Figure, FigureTable } from '../parts/figure-table.js';
import { Hints } from '../parts/hints.js';
import { MeasureBars } from '../parts/measure-bars.js';
import { MeasureDefs } from '../parts/measure-defs.js';
import type { Behind } from '../parts/rows-drawer.js';
import { SpanFields, useSpan } from '../parts/span-fields.js';
import { TalkRows } from '../parts/talk-rows.js';
import { setParams, useParam } from '../route.js';
import { fill, W } from '../words.js';

const words = W.talks;
const BY = ['channel', 'day'] as const;
/** What lies between the two, first. */
const TILES = ['resolved', 'naive', 'returned', 'wanted', 'unhelped', 'pending'];
const SHOWN = ['talks', 'resolved', 'naive', 'personRate', 'hitRate', 'adoption', 'connectRate', 'wait'];

type Row = TalkReport['rows'][number];

export function Talks() {
  const { account } = useSession();
  const reads = useMay('thread.read');
  const [behind, setBehind] = useState<Behind | null>(null);
  const [by_] = useParam('by');
  const by = BY.find((one) => one === by_) ?? 'channel';
  const { from, to } = useSpan();
  const query = { by, from, to };
  const found = useAsked(JSON.stringify(query), (signal) => call('talkInsight', { query, signal }));
  const report = found.value;
  const definition = (id: string) => report?.definitions.find((one) => one.id === id);
  const name = (id: string) => definition(id)?.name ?? '';
  const figure = (where: string, code: string, id: string, values: Row['values']) => {
    const text = told(values[id], definition(id)?.unit);
    const title = fill(words.open, { name: `${where} ${name(id)}`, told: text });
    const query_ = { ...(code === '' ? {} : { by: report?.by ?? by, code }), from, to, measure: id };
    const open = () => setBehind({ title, query: query_, sides: values[id]?.base != null });
    return <Figure text={text} title={title} open={reads ? open : null} />;
  };
  return (
    <div className="sheet insight">
      <h1>{words.heading}</h1>
      <Hints account={account} page="talks" skip={reads ? 0 : 1} />
      <search className="filters">
        <Segmented<(typeof BY)[number]>
          aria-label={W.insight.dimension}
          value={by}
          onChange={(next) => setParams({ by: next }, true)}
          options={BY.map((one) => ({ value: one, label: words.by[one] }))}
        />
        <SpanFields />
      </search>
      {!report && found.fault && <Failed title={words.failed} fault={found.fault} retry={found.reload} />}
      {!report && !found.fault && <Loading rows={10} />}
      {report && report.rows.length === 0 && <Nothing>{words.empty}</Nothing>}
      {report && report.rows.length > 0 && (
        <>
          <h2>{words.lead}</h2>
          <p className="soft">{words.leadHint}</p>
          <section className="headline" aria-label={words.whole}>
            {TILES.map((id) => (
              <p key={id}>
                <DefinitionLink id={id} name={name} />
                <br />
                <strong className="figures">{figure(words.whole, '', id, report.total)}</strong>
              </p>
            ))}
          </section>
          <MeasureBars
            report={report}
            usual="resolved"
            question={(measure) => fill(report.by === 'day' ? words.askDay : words.ask, { measure })}
          />
          <FigureTable
            label={words.table}
            first={words.by[by]}
            shown={SHOWN}
            rows={report.rows}
            name={name}
            figure={(row, id) => figure(row.name, row.code, id, row.values)}
          />
          <p className="soft">{report.note}</p>
          <MeasureDefs definitions={report.definitions} />
        </>
      )}
      <TalkRows behind={behind} close={() => setBehind(null)} />
    </div>
  );
}
