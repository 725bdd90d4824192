/** What the number beside 知识库 is made of, each a way to it. */
import { Button } from 'antd';
import { call } from '../../api.js';
import { useAsked } from '../../asked.js';
import { useMay } from '../../auth.js';
import { setParams } from '../../route.js';
import { KB } from '../../words/knowledge-base.js';
import { fill } from '../../words.js';

const NONE = { q: null, state: null, due: null, category: null, region: null, unit: null };

export function Waits() {
  const publishes = useMay('knowledge.publish');
  const due = useAsked('kb-due', (signal) => call('kbDue', { signal })).value;
  if (!due) return null;
  const ways = [
    { id: 'review', to: { view: 'list', state: publishes ? 'platform' : 'department' } },
    { id: 'looks', to: { view: 'list', due: 'review' } },
    { id: 'late', to: { view: 'list', due: 'late' } },
    { id: 'corrections', to: { view: 'corrections' } },
  ] as const;
  const waiting = ways.filter(({ id }) => due[id] > 0);
  if (waiting.length === 0) return null;
  return (
    <section className="row-acts kb-waits" aria-label={KB.waits.label}>
      <span className="soft">{KB.waits.label}</span>
      {waiting.map(({ id, to }) => (
        <Button key={id} size="small" onClick={() => setParams({ ...NONE, ...to }, true)}>
          {fill(KB.waits[id], { n: due[id] })}
        </Button>
      ))}
    </section>
  );
}
