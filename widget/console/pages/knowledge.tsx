/** 知识库: found, written, reviewed, corrected, looked after; the address says which part and which item. */
import { Segmented } from 'antd';
import { useState } from 'react';
import type { KbDraftMade } from '../../../server/http/contract-assist.js';
import type { KbGap } from '../../../server/http/contract-knowledge-open.js';
import { call } from '../api.js';
import { useMay, useSession } from '../auth.js';
import { exact } from '../format.js';
import { inSight } from '../in-sight.js';
import { Hints } from '../parts/hints.js';
import { Consults } from '../parts/kb/consults.js';
import { Corrections } from '../parts/kb/corrections.js';
import { Coverage } from '../parts/kb/coverage.js';
import { Editor } from '../parts/kb/editor.js';
import { Gaps } from '../parts/kb/gaps.js';
import { Import } from '../parts/kb/import.js';
import { List } from '../parts/kb/list.js';
import { One } from '../parts/kb/one.js';
import { Pairs } from '../parts/kb/pairs.js';
import { Search } from '../parts/kb/search.js';
import { blank, type Text } from '../parts/kb/text.js';
import { Waits } from '../parts/kb/waits.js';
import { setParams, useParam } from '../route.js';
import { KB } from '../words/knowledge-base.js';

type View = keyof typeof KB.views;
const ALL: View[] = ['search', 'list', 'corrections', 'map'];
const EDITORS: View[] = ['search', 'list', 'corrections', 'gaps', 'consults', 'map', 'pairs', 'import'];

const newId = () => `n-${crypto.randomUUID().slice(0, 13)}`;

export function KnowledgeBase() {
  const { account } = useSession();
  const edits = useMay('knowledge.edit');
  const reviews = useMay('knowledge.review');
  const publishes = useMay('knowledge.publish');
  const [asked] = useParam('view');
  const [item] = useParam('item');
  const [fresh, setFresh] = useState<{ id: string; text: Text; gaps?: string[] } | null>(null);
  const views = edits ? EDITORS : ALL;
  const view = views.find((one) => one === asked) ?? (edits || reviews || publishes ? 'list' : 'search');
  const open = (id: string) => setParams({ item: id });
  const begin = (gap: KbGap | null) => {
    const text = blank(exact(new Date()).slice(0, 10));
    const given = gap
      ? {
          title: gap.text,
          similar: gap.texts.slice(1),
          category: gap.category ?? '',
          region: gap.region ?? '',
        }
      : {};
    setFresh({ id: newId(), text: { ...text, ...given }, ...(gap ? { gaps: gap.ids } : {}) });
  };
  const write = ({ by: _, why: __, category, region, ...given }: KbDraftMade) =>
    setFresh({
      id: newId(),
      text: {
        ...blank(exact(new Date()).slice(0, 10)),
        ...given,
        category: category ?? '',
        region: region ?? '',
      },
    });
  if (fresh)
    return (
      <div className="sheet">
        <h1>{KB.newTitle}</h1>
        <Editor
          id={fresh.id}
          stored={{ text: fresh.text, owner: null, version: 0 }}
          leave={() => setFresh(null)}
          done={({ card }) => {
            // Taken up only now: whoever writes nothing leaves the questions where they are.
            if (fresh.gaps) void call('kbSettleGaps', { body: { ids: fresh.gaps } }).catch(() => {});
            setFresh(null);
            open(card.id);
          }}
        />
      </div>
    );
  if (item) return <One key={item} id={item} back={() => setParams({ item: null })} />;
  return (
    <div className="sheet kb">
      <h1>{KB.heading}</h1>
      <Hints account={account} page="knowledge" />
      {(reviews || publishes) && <Waits />}
      <div className="kb-views" ref={inSight}>
        <Segmented<View>
          aria-label={KB.view}
          value={view}
          onChange={(next) => setParams({ view: next, q: null, state: null, due: null }, true)}
          options={views.map((one) => ({ value: one, label: KB.views[one] }))}
        />
      </div>
      {view === 'search' && <Search />}
      {view === 'list' && <List open={open} create={() => begin(null)} />}
      {view === 'corrections' && <Corrections open={open} />}
      {view === 'gaps' && <Gaps draft={begin} open={open} />}
      {view === 'consults' && <Consults draft={write} open={open} />}
      {view === 'map' && <Coverage />}
      {view === 'pairs' && <Pairs open={open} />}
      {view === 'import' && <Import />}
    </div>
  );
}
