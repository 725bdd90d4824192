/** A hot spot told in a few sentences, by rule or by a model whose words are borne out. */
import { Button } from 'antd';
import { useState } from 'react';
import { call } from '../api.js';
import { useAsked } from '../asked.js';
import { fill, W } from '../words.js';
import { Failed, Loading } from './faces.js';

export function SpotBrief({ id, said }: { id: string; said: string }) {
  const [on, setOn] = useState(false);
  const asked = useAsked(on ? id : null, (signal) => call('spotBrief', { params: { spot: id }, signal }));
  const made = asked.value;
  return (
    <section aria-label={fill(W.brief.region, { said })} aria-live="polite">
      {!on && (
        <Button size="small" onClick={() => setOn(true)}>
          {W.brief.ask}
        </Button>
      )}
      {on && asked.fault && <Failed title={W.assist.failed} fault={asked.fault} retry={asked.reload} />}
      {on && !made && !asked.fault && <Loading />}
      {made && (
        <>
          <p className="answer">{made.text}</p>
          {made.left > 0 && <p className="soft">{fill(W.assist.left, { n: made.left })}</p>}
          <p className="soft">{made.why ?? W.assist.ai}</p>
        </>
      )}
    </section>
  );
}
