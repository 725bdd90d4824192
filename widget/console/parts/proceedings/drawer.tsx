/** One proceeding over any page; the address says which. */
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import type { ProceedingPage } from '../../../../server/http/contract-proceedings.js';
import { call } from '../../api.js';
import { useAsked } from '../../asked.js';
import { go, orderLink, setParams, useParam } from '../../route.js';
import { fill, W } from '../../words.js';
import { Failed, Loading } from '../faces.js';
import { Name } from '../name.js';
import { Due } from '../order-units.js';
import { When } from '../when.js';
import { ProceedingForm } from './form.js';

const words = W.proceedings;

function Documents({ id }: { id: string }) {
  const path = (as: string) => `/api/desk/proceedings/${encodeURIComponent(id)}/document?as=${as}`;
  return (
    <section aria-label={words.documents}>
      <h3>{words.documents}</h3>
      <p className="acts">
        <a href={path('pdf')} download>
          {words.pdf}
        </a>{' '}
        <a href={path('docx')} download>
          {words.docx}
        </a>
      </p>
      <p className="soft">{words.copyHint}</p>
    </section>
  );
}

function Story({ page }: { page: ProceedingPage }) {
  return (
    <section aria-label={words.rows}>
      <h3>{words.rows}</h3>
      <ol className="timeline">
        {page.rows.toReversed().map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two rows may share their instant and action
          <li key={`${row.at}${row.action}${index}`}>
            <p>
              <strong>{row.action}</strong> <Name account={row.actor} /> <When at={row.at} />
            </p>
            {row.from !== row.to && <p className="soft">{row.from ? `${row.from} → ${row.to}` : row.to}</p>}
            {row.reason && <p>{fill(W.order.because, { reason: row.reason })}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Body({ page, put }: { page: ProceedingPage; put: (next: ProceedingPage) => void }) {
  const [action, setAction] = useState<ProceedingPage['actions'][number] | null>(null);
  const { card } = page;
  return (
    <div className="order">
      <p className="state">
        <strong>{card.stateName}</strong> {card.due && <Due due={card.due} light={card.light} />}
      </p>
      <h2>{card.title}</h2>
      <section aria-label={words.actions} className="acts">
        {page.actions.map((one, index) => (
          <Button
            key={one.action}
            type={index === 0 ? 'primary' : 'default'}
            aria-haspopup="dialog"
            onClick={() => setAction(one)}
          >
            {one.name}
          </Button>
        ))}
        {page.actions.length === 0 && <span className="soft">{words.noActions}</span>}
        <Button type="link" onClick={() => go(orderLink(card.orderNo))}>
          {words.openOrder}
        </Button>
      </section>
      {page.facts.length > 0 && (
        <section aria-label={words.facts}>
          <dl className="facts">
            {page.facts.map(({ name, text }) => (
              <div key={`${name}${text}`}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {page.printable && <Documents id={card.id} />}
      {page.sides.length > 0 && (
        <section aria-label={words.sides}>
          <h3>{words.sides}</h3>
          <ul className="units">
            {page.sides.map((side) => (
              <li key={side.unit}>
                <p>
                  <strong>{side.name}</strong> <span>{side.stateName}</span>{' '}
                  {side.at && <When at={side.at} />}
                </p>
                {side.answer && <p>{side.answer}</p>}
              </li>
            ))}
          </ul>
        </section>
      )}
      <Story page={page} />
      {action && (
        <ProceedingForm
          title={`${action.name}：${card.orderNo}`}
          view={action}
          close={() => setAction(null)}
          send={(reason, said) =>
            call('proceedingMove', {
              params: { id: card.id },
              body: {
                action: action.action,
                version: card.version,
                ...(reason ? { reason } : {}),
                ...(action.fields.length > 0 ? { said } : {}),
              },
            })
          }
          done={(next) => {
            setAction(null);
            put(next);
          }}
        />
      )}
    </div>
  );
}

export function ProceedingDrawer({ changed }: { changed?: () => void }) {
  const [id] = useParam('proceeding');
  const asked = useAsked(id || null, (signal) => call('proceeding', { params: { id }, signal }));
  const page = asked.value;
  return (
    <Drawer
      open={Boolean(id)}
      onClose={() => setParams({ proceeding: null })}
      size={560}
      title={
        page ? fill(words.drawer, { kind: page.card.kindName, no: page.card.orderNo }) : W.common.loading
      }
      destroyOnHidden
    >
      {asked.fault && !page && <Failed title={words.failedOne} fault={asked.fault} retry={asked.reload} />}
      {!asked.fault && !page && <Loading rows={10} />}
      {page && (
        <Body
          page={page}
          put={(next) => {
            // A move may lead to another one (升级): the address follows.
            if (next.card.id === id) asked.put(next);
            else setParams({ proceeding: next.card.id });
            changed?.();
          }}
        />
      )}
    </Drawer>
  );
}
