/** What one order says: where it is, what was asked, who asked (masked), and how it came here. */
import type { ReactNode } from 'react';
import type { OrderPage } from '../../../server/http/contract-orders.js';
import { nameOf, useOptions } from '../options.js';
import { fill, W, wordFor } from '../words.js';
import { FileLink } from './line.js';
import { UrgencyMark } from './marks.js';
import { Masked } from './masked.js';
import { Name } from './name.js';
import { Changes } from './order-changes.js';
import { When } from './when.js';

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children || <span className="soft">{W.common.none}</span>}</dd>
    </div>
  );
}

export function RefusalFacts({ refusal }: { refusal: NonNullable<OrderPage['refusal']> }) {
  return (
    <section className="refusal" aria-label={W.order.refusal}>
      <h3>{W.order.refusal}</h3>
      {refusal.reviewRequested && <p className="mark warn">◆ {W.orders.reviewAsked}</p>}
      <dl className="facts">
        <Row name={W.order.refusalReason}>{wordFor(W.refusalReasons, refusal.reason)}</Row>
        <Row name={W.order.rule}>{refusal.rule}</Row>
        <Row name={W.order.evidence}>{refusal.evidence}</Row>
        <Row name={W.order.shown}>{refusal.shown}</Row>
        <Row name={W.order.decidedBy}>{refusal.decidedBy ?? W.order.undecided}</Row>
      </dl>
    </section>
  );
}

export function OrderFacts({ order }: { order: OrderPage }) {
  const { options } = useOptions();
  const { card, caller } = order;
  const masked = (field: 'name' | 'phone') => (
    <Masked target="order" id={card.orderNo} field={field} masked={caller[field]} what={W.form[field]} />
  );
  return (
    <dl className="facts">
      {order.external && (
        <>
          <Row name={W.transferIn.source}>{order.external.from}</Row>
          <Row name={W.transferIn.sourceNo}>{order.external.no}</Row>
        </>
      )}
      <Row name={W.form.content}>{order.content}</Row>
      <Row name={W.form.demand}>{order.demand}</Row>
      <Row name={W.form.place}>{order.place}</Row>
      <Row name={W.form.time}>{order.time}</Row>
      <Row name={W.form.party}>{order.party}</Row>
      <Row name={W.form.name}>{masked('name')}</Row>
      <Row name={W.form.phone}>{masked('phone')}</Row>
      <Row name={W.form.type}>{nameOf.type(options, card.type)}</Row>
      <Row name={W.form.category}>{nameOf.category(options, card.category)}</Row>
      <Row name={W.form.hotline}>{nameOf.hotline(options, order.hotline)}</Row>
      <Row name={W.form.region_}>{nameOf.region(options, card.region)}</Row>
      <Row name={W.form.urgency}>
        <UrgencyMark urgency={card.urgency} />
      </Row>
      <Row name={W.order.summary}>
        {order.summary}
        <p className="soft">{W.order.summaryHint}</p>
      </Row>
      {order.files.length > 0 && (
        <Row name={W.order.files}>
          {order.files.map((file) => (
            <p key={file.id}>
              <FileLink file={file} />
            </p>
          ))}
        </Row>
      )}
    </dl>
  );
}

export function Timeline({ rows }: { rows: OrderPage['timeline'] }) {
  const { options } = useOptions();
  const name = (state: string) => nameOf.state(options, state);
  // Newest first: the answer to "where is it" is the first row. Two of one instant came oldest first.
  const sorted = rows.toReversed().sort((a, b) => b.at.localeCompare(a.at));
  return (
    <section aria-label={W.order.timeline}>
      <h3>{W.order.timeline}</h3>
      {sorted.length === 0 && <p className="soft">{W.order.timelineEmpty}</p>}
      <ol className="timeline">
        {sorted.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two rows may share their instant and action
          <li key={`${row.at}${row.action}${index}`}>
            <p>
              <strong>{row.action}</strong> <Name account={wordFor(W.actors, row.actor)} />{' '}
              <When at={row.at} />
            </p>
            {row.from !== row.to && (
              <p className="soft">{row.from ? `${name(row.from)} → ${name(row.to)}` : name(row.to)}</p>
            )}
            {row.reason && <p>{fill(W.order.because, { reason: row.reason })}</p>}
            {row.changed && <Changes changed={row.changed} />}
            {row.undone && <p className="soft">{W.undo.row}</p>}
            {row.public && <p className="soft">{fill(W.order.toCitizen, { text: row.public })}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
