/** Where matters pile up, and what comes with the season: the orders behind, and a proposal of what to prevent. */
import { Button } from 'antd';
import { useState } from 'react';
import type { HotSpot, HotSpots } from '../../../server/http/contract-insight.js';
import { call } from '../api.js';
import { useAsked } from '../asked.js';
import { useMay, useSession } from '../auth.js';
import { Failed, Loading, Nothing } from '../parts/faces.js';
import { FigureRows } from '../parts/figure-rows.js';
import { Hints } from '../parts/hints.js';
import { PreventionList, SuggestPrevention } from '../parts/prevention.js';
import type { Behind } from '../parts/rows-drawer.js';
import { SpotBrief } from '../parts/spot-brief.js';
import { fill, W } from '../words.js';

const words = W.spots;

function Spot({
  spot,
  open,
  changed,
}: {
  spot: HotSpot;
  open: (() => void) | null;
  changed: (next: HotSpot) => void;
}) {
  return (
    <li className="spot">
      <h3>{spot.said}</h3>
      <p className="soft">
        {fill(words.since, { first: spot.first, last: spot.last, n: spot.n })}
        {spot.kind === 'count' &&
          `；${fill(words.usual, { mean: spot.mean.toFixed(1), threshold: spot.threshold.toFixed(1) })}`}
      </p>
      <SpotBrief id={spot.id} said={spot.said} />
      <PreventionList spot={spot} changed={changed} />
      <div className="row-acts">
        {open && (
          <Button size="small" onClick={open}>
            {words.orders}
          </Button>
        )}
        <SuggestPrevention spot={spot} changed={changed} />
      </div>
    </li>
  );
}

function Seasons({ seasons }: { seasons: HotSpots['seasons'] }) {
  return (
    <ul className="spots">
      {seasons.map((one) => (
        <li key={one.id} className="spot">
          <h3>
            {words.when[one.when]} · {one.name}
          </h3>
          <p className="soft">
            {one.from} — {one.to}；{words.lastYear}{' '}
            {one.categories.map(({ name, lastYear }) => fill(words.count, { name, n: lastYear })).join('、')}
          </p>
          <p>
            {words.prepare}：{one.prepare}
          </p>
          <p className="soft">
            {words.source}：{one.source}
          </p>
        </li>
      ))}
    </ul>
  );
}

export function Spots() {
  const { account } = useSession();
  const seesOrders = useMay('order.read');
  const [behind, setBehind] = useState<Behind | null>(null);
  const found = useAsked('spots', (signal) => call('hotSpots', { signal }));
  const page = found.value;
  const changed = (next: HotSpot) =>
    found.put((old) => old && { ...old, hot: old.hot.map((one) => (one.id === next.id ? next : one)) });
  return (
    <div className="sheet insight">
      <h1>{words.heading}</h1>
      <Hints account={account} page="spots" />
      {!page && found.fault && <Failed title={words.failed} fault={found.fault} retry={found.reload} />}
      {!page && !found.fault && <Loading rows={10} />}
      {page && (
        <>
          <section aria-labelledby="hot">
            <h2 id="hot">{words.hot}</h2>
            <p className="soft">{page.rule}</p>
            {page.hot.length === 0 && <Nothing>{words.empty}</Nothing>}
            <ul className="spots">
              {page.hot.map((spot) => (
                <Spot
                  key={spot.id}
                  spot={spot}
                  changed={changed}
                  open={
                    seesOrders ? () => setBehind({ title: spot.said, query: spot.rows, sides: false }) : null
                  }
                />
              ))}
            </ul>
          </section>
          <section aria-labelledby="seasons">
            <h2 id="seasons">{words.seasons}</h2>
            <Seasons seasons={page.seasons} />
          </section>
        </>
      )}
      <FigureRows behind={behind} close={() => setBehind(null)} />
    </div>
  );
}
