/** What the hotline has to answer with: knowledge published, seats for the people who live there; each figure opens what it is made of. */
import { useState } from 'react';
import type { SupplyReport, SupplyRow } from '../../../server/http/contract-supply.js';
import { call } from '../api.js';
import { useAsked } from '../asked.js';
import { useMay } from '../auth.js';
import { exact } from '../format.js';
import { go, knowledgeLink } from '../route.js';
import { fill, W } from '../words.js';
import { told } from './bars.js';
import { Failed, Loading } from './faces.js';
import { DefinitionLink, Figure, FigureTable } from './figure-table.js';
import { MeasureDefs } from './measure-defs.js';
import { type Behind, RowsDrawer } from './rows-drawer.js';

const words = W.supply;
/** What these figures are told by; whatever else the page is told by, they are told by unit. */
const BY: Record<string, string> = { league: 'league', region: 'league', category: 'category', day: 'day' };

type Values = SupplyReport['total'];

function Row({ row }: { row: SupplyRow }) {
  const reads = useMay('knowledge.read');
  const { item } = row;
  return (
    <>
      {item && reads ? (
        <button type="button" className="link" onClick={() => go(knowledgeLink(item))}>
          {row.name}
        </button>
      ) : (
        row.name
      )}
      <br />
      <span className="soft">
        {row.said}
        {row.at && ` · ${exact(row.at).slice(0, 16)}`}
      </span>
    </>
  );
}

export function Supply({ by: chosen, from, to }: { by: string; from: string; to: string }) {
  const [behind, setBehind] = useState<Behind | null>(null);
  const by = BY[chosen] ?? 'unit';
  const query = { by, from, to };
  const found = useAsked(`supply ${by} ${from} ${to}`, (signal) => call('supply', { query, signal }));
  const report = found.value;
  const definition = (id: string) => report?.definitions.find((one) => one.id === id);
  const name = (id: string) => definition(id)?.name ?? '';
  const figure = (where: string, code: string | null, id: string, values: Values) => {
    const text = told(values[id], definition(id)?.unit);
    const title = fill(words.open, { name: `${where} ${name(id)}`, told: text });
    const query_ = { ...(code === null ? {} : { by, code }), from, to, measure: id };
    const open = () => setBehind({ title, query: query_, sides: definition(id)?.denominator != null });
    return <Figure text={text} title={title} open={values[id] ? open : null} />;
  };
  return (
    <section aria-label={words.table}>
      <h2>{words.heading}</h2>
      {found.fault && <Failed title={words.failed} fault={found.fault} retry={found.reload} />}
      {!found.fault && !report && <Loading rows={3} />}
      {report && (
        <>
          <section className="headline" aria-label={words.whole}>
            {Object.keys(report.total).map((id) => (
              <p key={id}>
                <DefinitionLink id={id} name={name} />
                <br />
                <strong className="figures">{figure(words.whole, null, id, report.total)}</strong>
              </p>
            ))}
          </section>
          {report.untold && <p className="soft">{report.untold}</p>}
          {report.rows.length > 0 && (
            <FigureTable
              label={words.table}
              first={W.insight.by[report.by as 'unit']}
              shown={by === 'league' && report.total.seats ? ['kbUpdates', 'seats'] : ['kbUpdates']}
              rows={report.rows}
              name={name}
              figure={(row, id) => figure(row.name, row.code, id, row.values)}
            />
          )}
          <p className="soft">{report.note}</p>
          <MeasureDefs definitions={report.definitions} label={words.formulas} />
        </>
      )}
      <RowsDrawer<SupplyRow>
        behind={behind}
        close={() => setBehind(null)}
        ask={(asked, signal) => call('supplyRows', { query: asked, ...(signal ? { signal } : {}) })}
        keyOf={({ id }) => id}
        show={(row) => <Row row={row} />}
        label={words.rows}
        empty={words.rowsEmpty}
        failed={words.rowsFailed}
      />
    </section>
  );
}
