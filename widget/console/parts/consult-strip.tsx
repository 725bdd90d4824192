/** Questions of colleagues that are this seat's to answer. */
import { Button } from 'antd';
import { call } from '../api.js';
import { useAsked } from '../asked.js';
import { useLive, useReconnect } from '../live.js';
import { go, threadLink } from '../route.js';
import { W } from '../words.js';

export function ConsultStrip() {
  const asked = useAsked('consultsForMe', (signal) => call('consultsForMe', { signal }));
  const rows = asked.value ?? [];
  useLive('thread', (card) => {
    if (card.asking > 0 || rows.some(({ thread }) => thread === card.id)) asked.reload();
  });
  useReconnect(asked.reload);
  if (rows.length === 0) return null;
  return (
    <section className="offers" aria-label={W.consult.strip} aria-live="polite">
      <ul>
        {rows.map((one) => (
          <li key={one.id}>
            <span className="mark">● {W.consult.strip}</span>
            <div className="said">{one.question}</div>
            <div className="acts">
              <Button size="small" onClick={() => go(threadLink(one.thread))}>
                {W.consult.open}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
