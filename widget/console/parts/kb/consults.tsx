/** Consultations that come again and that no item answers: each is drafted into an item that an editor works on. */
import { App, Button } from 'antd';
import { useState } from 'react';
import type { KbConsult, KbDraftMade } from '../../../../server/http/contract-assist.js';
import { call, saidBy } from '../../api.js';
import { useAsked } from '../../asked.js';
import { KB } from '../../words/knowledge-base.js';
import { fill, W } from '../../words.js';
import { Failed, Loading, Nothing } from '../faces.js';
import { AskedRow } from './asked-row.js';

/** Enough to look one up; the draft names them all. */
const FEW = 5;

export function Consults({
  draft,
  open,
}: {
  draft: (made: KbDraftMade) => void;
  open: (id: string) => void;
}) {
  const { message } = App.useApp();
  const [busy, setBusy] = useState<string | null>(null);
  const asked = useAsked('kb-consults', (signal) => call('kbConsults', { signal }));
  if (asked.fault) return <Failed title={KB.failed} fault={asked.fault} retry={asked.reload} />;
  if (!asked.value) return <Loading rows={6} />;
  if (asked.value.length === 0) return <Nothing>{KB.consults.empty}</Nothing>;
  const begin = async ({ orders }: KbConsult) => {
    setBusy(orders[0] ?? null);
    try {
      const made = await call('kbDraft', { body: { orders: orders.slice(0, 50) } });
      void message.info(made.why ?? W.assist.ai);
      draft(made);
    } catch (error) {
      void message.error(saidBy(error));
    } finally {
      setBusy(null);
    }
  };
  return (
    <>
      <p className="soft">{KB.consults.lead}</p>
      <ul className="kb-rows">
        {asked.value.map((one) => (
          <AskedRow
            key={one.orders[0]}
            question={one}
            count={fill(KB.consults.count, { n: one.count })}
            open={open}
            acts={
              <Button
                type="primary"
                size="small"
                loading={busy === one.orders[0]}
                onClick={() => void begin(one)}
              >
                {KB.gaps.draft}
              </Button>
            }
          >
            <p className="soft figures">
              {fill(one.orders.length > FEW ? KB.consults.some : KB.consults.all, {
                orders: one.orders.slice(0, FEW).join('、'),
              })}
            </p>
          </AskedRow>
        ))}
      </ul>
    </>
  );
}
