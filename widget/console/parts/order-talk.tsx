/** The conversation an order came from, beside it: read, not answered; where a value came from is marked. */
import type { OrderPage } from '../../../server/http/contract-orders.js';
import { useThread } from '../use-thread.js';
import { W } from '../words.js';
import { Failed, Loading } from './faces.js';
import { TalkLine } from './line.js';

export function OrderTalk({ thread, marks }: { thread: string; marks: OrderPage['origins'] }) {
  const open = useThread(thread);
  return (
    <section className="beside" aria-label={W.trace.talk}>
      <h3>{W.trace.talk}</h3>
      {open.fault && !open.value && (
        <Failed title={W.trace.talkFailed} fault={open.fault} retry={open.reload} />
      )}
      {!open.fault && !open.value && <Loading rows={6} />}
      {open.value && (
        <ul className="log-lines">
          {open.lines.map((line) => (
            <TalkLine key={line.id} line={line} spans={marks.filter((mark) => mark.line === line.id)} />
          ))}
        </ul>
      )}
    </section>
  );
}
