/** The answer read once more before it is released; what a model doubts is shown beside the words it doubts. */
import { Button } from 'antd';
import { useState } from 'react';
import { call } from '../api.js';
import { useAsked } from '../asked.js';
import { useMay } from '../auth.js';
import { fill, W } from '../words.js';
import { Failed, Loading } from './faces.js';

export function OrderReview({ orderNo, answer }: { orderNo: string; answer: string }) {
  const may = useMay('order.dispatch');
  const [on, setOn] = useState(false);
  const asked = useAsked(on ? orderNo : null, (signal) =>
    call('orderReview', { params: { orderNo }, signal }),
  );
  if (!may) return null;
  const found = asked.value;
  return (
    <div aria-live="polite">
      {!on && (
        <Button size="small" onClick={() => setOn(true)}>
          {W.review.ask}
        </Button>
      )}
      {on && asked.fault && <Failed title={W.assist.failed} fault={asked.fault} retry={asked.reload} />}
      {on && !found && !asked.fault && <Loading />}
      {found && (
        <>
          <ul className="units">
            {found.remarks.map((one) => (
              <li key={`${one.from}${one.says}`}>
                <p className="mark warn">
                  <span aria-hidden="true">◆</span> {one.says}
                </p>
                <p className="soft">{fill(W.units.quoted, { text: answer.slice(one.from, one.to) })}</p>
              </li>
            ))}
          </ul>
          {found.by === 'model' && found.remarks.length === 0 && <p className="soft">{W.review.none}</p>}
          <p className="soft">{found.why ? fill(W.review.rules, { why: found.why }) : W.assist.ai}</p>
        </>
      )}
    </div>
  );
}
