/** Questions without an answer, alike ones together. */
import { Button } from 'antd';
import type { KbGap } from '../../../../server/http/contract-knowledge-open.js';
import { call } from '../../api.js';
import { useAsked } from '../../asked.js';
import { KB } from '../../words/knowledge-base.js';
import { fill } from '../../words.js';
import { Failed, Loading, Nothing } from '../faces.js';
import { Aside, useAside } from './aside.js';
import { AskedRow } from './asked-row.js';

export function Gaps({ draft, open }: { draft: (gap: KbGap) => void; open: (id: string) => void }) {
  const asked = useAsked('kb-gaps', (signal) => call('kbGaps', { signal }));
  const aside = useAside(
    ({ ids }: KbGap, open) => call('kbSettleGaps', { body: { ids, ...(open ? { open } : {}) } }),
    asked.reload,
  );
  if (asked.fault) return <Failed title={KB.failed} fault={asked.fault} retry={asked.reload} />;
  if (!asked.value) return <Loading rows={6} />;
  const { last } = aside;
  return (
    <>
      {last && <Aside text={last.text} back={() => aside.back(last)} />}
      {asked.value.length === 0 && <Nothing>{KB.gaps.empty}</Nothing>}
      <ul className="kb-rows">
        {asked.value.map((gap) => (
          <AskedRow
            key={gap.ids[0]}
            question={gap}
            count={fill(KB.gaps.count, { n: gap.count })}
            open={open}
            acts={
              <>
                <Button type="primary" size="small" onClick={() => draft(gap)}>
                  {KB.gaps.draft}
                </Button>
                <Button size="small" onClick={() => aside.put(gap)}>
                  {KB.gaps.dismiss}
                </Button>
              </>
            }
          />
        ))}
      </ul>
    </>
  );
}
