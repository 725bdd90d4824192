import { App, Button } from 'antd';
import type { Alarm } from '../../../server/http/contract-desk.js';
import type { Alarms } from '../alarms.js';
import { saidBy } from '../api.js';
import { useSession } from '../auth.js';
import { go, orderLink, PATHS, threadLink } from '../route.js';
import { fill, W } from '../words.js';
import { Failed } from './faces.js';
import { When } from './when.js';

/** Of which kind of proceeding the clock is. */
const PRESSING: Partial<Record<Alarm['kind'], string>> = { rectify: 'lowRating', supervise: 'supervision' };

function Row({ alarm, answer, busy }: { alarm: Alarm; answer: () => void; busy: boolean }) {
  const may = useSession().answers.includes(alarm.kind);
  const pressing = PRESSING[alarm.kind];
  const kind = W.alarm.kinds[alarm.kind];
  return (
    <li className={`alarm ${alarm.kind}`}>
      <span className="shape" aria-hidden="true">
        {alarm.kind === 'emergency' || alarm.kind === 'threat' ? '▲' : '◆'}
      </span>
      <p className="said">
        <strong>{kind}</strong> {alarm.text} <When at={alarm.at} />
      </p>
      <div className="acts">
        {alarm.thread && (
          <Button size="small" onClick={() => go(threadLink(alarm.thread ?? ''))}>
            {W.alarm.openThread}
          </Button>
        )}
        {alarm.kind === 'hotspot' && (
          <Button size="small" onClick={() => go(PATHS.spots)}>
            {W.alarm.openSpots}
          </Button>
        )}
        {pressing && (
          <Button
            size="small"
            onClick={() =>
              go(`${PATHS.proceedings}?${new URLSearchParams({ kind: pressing, clock: 'late' })}`)
            }
          >
            {W.alarm.openPressing}
          </Button>
        )}
        {alarm.orderNo && (
          <Button size="small" onClick={() => go(orderLink(alarm.orderNo ?? ''))}>
            {W.alarm.openOrder}
          </Button>
        )}
        {may && (
          <Button size="small" type="primary" danger loading={busy} onClick={answer}>
            {W.alarm.answer}
          </Button>
        )}
      </div>
    </li>
  );
}

export function AlarmStrip({ alarms, fault, reload, answer, answering }: Alarms) {
  const { message } = App.useApp();
  const press = (alarm: Alarm) =>
    answer(alarm).then(
      () => void message.success(W.alarm.answered),
      (error) => void message.error(saidBy(error)),
    );
  if (fault) return <Failed title={W.alarm.region} fault={fault} retry={reload} />;
  if (!alarms.length) return null;
  return (
    <section className="alarms" aria-label={W.alarm.region}>
      <p role="alert" className="out-of-sight">
        {fill(W.alarm.unanswered, { n: alarms.length })}
      </p>
      <ul>
        {alarms.map((alarm) => (
          <Row key={alarm.id} alarm={alarm} busy={answering === alarm.id} answer={() => void press(alarm)} />
        ))}
      </ul>
    </section>
  );
}
