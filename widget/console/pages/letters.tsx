/** 来信公开: letters on their way to the public; the address says which part of the way and which letter. */
import { Select, Table } from 'antd';
import type { LetterCard } from '../../../server/http/contract-letters.js';
import { call } from '../api.js';
import { useSession } from '../auth.js';
import { Failed, Loading, Nothing } from '../parts/faces.js';
import { Hints } from '../parts/hints.js';
import { LetterDrawer } from '../parts/letter-drawer.js';
import { More } from '../parts/more.js';
import { Scroll } from '../parts/scroll.js';
import { When } from '../parts/when.js';
import { setParams, useParam } from '../route.js';
import { useRows } from '../rows.js';
import { fill, W } from '../words.js';

const PAGE = 30;
const words = W.letters;

const STAGES = ['consented', 'published', 'down', 'all'] as const;

function Replied({ card }: { card: LetterCard }) {
  if (card.repliedAt) return <When at={card.repliedAt} />;
  return (
    <span className="mark warn">
      ◆ {words.due} <When at={card.firstReplyBy} />
    </span>
  );
}

export function Letters() {
  const { account } = useSession();
  const [asked] = useParam('stage');
  const stage = STAGES.find((name) => name === asked) ?? 'consented';
  const list = useRows<LetterCard>(
    stage,
    (card) => card.letterNo,
    (after) => call('letters', { query: { stage, after, limit: PAGE } }),
  );
  const c = words.columns;
  return (
    <div className="sheet">
      <h1>{words.heading}</h1>
      <Hints account={account} page="letters" />
      <search className="filters">
        <Select
          aria-label={words.stage}
          value={stage}
          onChange={(next: string) => setParams({ stage: next }, true)}
          options={STAGES.map((value) => ({ value, label: words.stages[value] }))}
        />
      </search>
      <p className="soft" role="status">
        {list.phase === 'ready' && fill(W.common.total, { n: list.count })}
      </p>
      {list.phase === 'loading' && <Loading rows={10} />}
      {list.phase === 'failed' && <Failed title={words.failed} fault={list.fault} retry={list.reload} />}
      {list.phase === 'ready' && list.rows.length === 0 && <Nothing>{words.empty[stage]}</Nothing>}
      {list.phase === 'ready' && list.rows.length > 0 && (
        <Scroll label={words.table}>
          <Table
            size="small"
            aria-label={words.table}
            rowKey="letterNo"
            pagination={false}
            dataSource={list.rows}
            columns={[
              {
                title: c.no,
                dataIndex: 'letterNo',
                render: (letterNo: string) => (
                  <button
                    type="button"
                    className="link figures"
                    aria-haspopup="dialog"
                    onClick={() => setParams({ letter: letterNo })}
                  >
                    {letterNo}
                  </button>
                ),
              },
              { title: c.title, dataIndex: 'title' },
              { title: c.kind, dataIndex: 'kindName' },
              { title: c.region, dataIndex: 'regionName' },
              { title: c.stage, render: (_, card) => words.stages[card.stage] },
              { title: c.created, dataIndex: 'createdAt', render: (at: string) => <When at={at} /> },
              { title: c.replied, render: (_, card) => <Replied card={card} /> },
            ]}
          />
        </Scroll>
      )}
      <More list={list} />
      <LetterDrawer changed={list.reload} />
    </div>
  );
}
