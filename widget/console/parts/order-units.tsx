/** Where an order is: its clock, and each unit with its own state and clock. */
import type { OrderCard, OrderPage } from '../../../server/http/contract-orders.js';
import { deadline, exact } from '../format.js';
import { useOptions } from '../options.js';
import { fill, W } from '../words.js';
import { OrderReview } from './order-review.js';
import { When } from './when.js';

/** States in which a unit's own clock runs. */
const RUNS = ['TO_SIGN', 'IN_PROGRESS', 'RETURN_REQUESTED'];
const SHAPES = { none: '', near: '◔', yellow: '◆', red: '▲' } as const;
const LOOKS = { none: '', near: 'mark warn', yellow: 'mark warn', red: 'mark urgent' } as const;

/** A light carries a shape and a word, never a colour alone. */
export function Due({ due, light }: Pick<OrderCard, 'due' | 'light'>) {
  if (!due) return null;
  const { said: day, whole } = deadline(due);
  return (
    <time dateTime={due} title={whole} className={`due ${LOOKS[light]}`}>
      {light !== 'none' && <span aria-hidden="true">{SHAPES[light]} </span>}
      {fill(W.units.lights[light], { day })}
    </time>
  );
}

export function Clocks({ order }: { order: OrderPage }) {
  const { clocks } = order;
  if (!clocks?.due && !clocks?.stepDue) return null;
  return (
    <section aria-label={W.units.clocks} className="clocks">
      {clocks.due && !clocks.stopped && (
        <p>
          {W.units.answerBy} <Due due={clocks.due} light={clocks.light} />
          {!clocks.certain && <span className="soft"> {W.units.uncertain}</span>}
        </p>
      )}
      {clocks.stepDue && (
        <p>
          {W.units.stepBy} <Due due={clocks.stepDue} light="none" />
        </p>
      )}
      {clocks.stopped && (
        <p>
          {W.units.answered} <When at={clocks.stopped} />
        </p>
      )}
    </section>
  );
}

export function Units({ order }: { order: OrderPage }) {
  const { options } = useOptions();
  const named = (table: string, code: string) => options.words[table]?.[code] ?? code;
  if (order.assignments.length === 0) return null;
  return (
    <section aria-label={W.units.heading}>
      <h3>{W.units.heading}</h3>
      <ul className="units">
        {order.assignments.map((one) => (
          <li key={one.id}>
            <p>
              <strong>{one.unitName}</strong> <span>{named('parts', one.part)}</span>{' '}
              <span>{named('unitStates', one.state)}</span>
            </p>
            <p className="soft">
              {fill(W.units.sent, { at: exact(one.at).slice(0, 16) })}
              {one.due && RUNS.includes(one.state) && (
                <>
                  {' '}
                  <Due due={one.due} light="none" />
                </>
              )}
            </p>
            {one.opinion && <p className="soft">{fill(W.units.opinion, { text: one.opinion })}</p>}
            {one.return && (
              <p>
                {fill(W.units.returned, {
                  reason: named('returnReasons', one.return.reason),
                  basis: one.return.basis,
                })}
                {one.return.suggest && fill(W.units.returnTo, { unit: one.return.suggest })}
              </p>
            )}
            {one.reply && (
              <dl className="facts">
                <div>
                  <dt>{W.given.handling}</dt>
                  <dd>{one.reply.handling}</dd>
                </div>
                <div>
                  <dt>{W.given.public}</dt>
                  <dd>{one.reply.public}</dd>
                </div>
                <div>
                  <dt>{W.given.solved}</dt>
                  <dd>{named('solved', one.reply.solved)}</dd>
                </div>
              </dl>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the rules found in the answer, before somebody releases it. */
export function Remarks({ order }: { order: OrderPage }) {
  const answer =
    order.assignments.findLast(({ part, reply }) => part === 'lead' && reply)?.reply?.public ?? '';
  if (order.card.state !== 'REPLIED') return null;
  return (
    <section aria-label={W.units.remarks}>
      <h3>{W.units.remarks}</h3>
      {order.remarks.length === 0 && <p className="soft">{W.units.noRemarks}</p>}
      <ul className="units">
        {order.remarks.map((one) => (
          <li key={`${one.rule}${one.from}`}>
            <p className={one.severity === 'block' ? 'mark urgent' : 'mark warn'}>
              <span aria-hidden="true">{one.severity === 'block' ? '▲' : '◆'}</span> {one.says}
            </p>
            {one.to > one.from && (
              <p className="soft">{fill(W.units.quoted, { text: answer.slice(one.from, one.to) })}</p>
            )}
          </li>
        ))}
      </ul>
      <OrderReview orderNo={order.card.orderNo} answer={answer} />
    </section>
  );
}

export function Voices({ order }: { order: OrderPage }) {
  const { options } = useOptions();
  const named = (table: string, code: string) => options.words[table]?.[code] ?? code;
  if (order.callbacks.length === 0 && order.ratings.length === 0) return null;
  return (
    <section aria-label={W.units.voices}>
      <h3>{W.units.voices}</h3>
      <ul className="units">
        {order.callbacks.map((call) => (
          <li key={call.at}>
            <p>
              {call.connected
                ? [
                    call.contacted ? W.units.wasContacted : W.units.notContacted,
                    call.solved ? W.units.wasSolved : W.units.notSolved,
                    named('satisfied', call.satisfied ?? ''),
                  ].join('，')
                : W.units.notReached}{' '}
              <When at={call.at} />
            </p>
            {call.note && <p className="soft">{call.note}</p>}
          </li>
        ))}
        {order.ratings.map((rating) => (
          <li key={rating.at}>
            <p>
              {fill(W.units.stars, { n: rating.stars })}
              {rating.tags.map((tag) => named('tags', tag)).join('、')} <When at={rating.at} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
