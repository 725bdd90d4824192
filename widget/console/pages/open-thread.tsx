/** The middle and right columns for one conversation, joined: origins light up, knowledge goes to the reply. */
import { Segmented } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Alarm, ThreadCard } from '../../../server/http/contract-desk.js';
import { useSession } from '../auth.js';
import { getKept, keep } from '../kept.js';
import { useKeys } from '../keys.js';
import type { FieldName } from '../order-draft.js';
import { Case, type CaseTab } from '../parts/case.js';
import { Consults } from '../parts/consults.js';
import { Failed, Loading } from '../parts/faces.js';
import type { KnowledgeHandle } from '../parts/knowledge.js';
import type { OrderFormHandle } from '../parts/order-form.js';
import { ReplyBox, type ReplyHandle } from '../parts/reply-box.js';
import { type Origins, Talk } from '../parts/talk.js';
import { ThreadHead } from '../parts/thread-head.js';
import { setParams } from '../route.js';
import { isMine } from '../use-boxes.js';
import { useSending } from '../use-sending.js';
import { useThread } from '../use-thread.js';
import type { ThreadAct } from '../use-thread-acts.js';
import { useTyping } from '../use-typing.js';
import { fill, W } from '../words.js';

const NO_MARKS: Origins = [];

export function OpenThread(props: {
  thread: string;
  alarms: Alarm[];
  act: (name: ThreadAct, card: ThreadCard, put: (card: ThreadCard) => void) => Promise<boolean>;
  busy: ThreadAct | null;
  /** Changes when the card must be fetched again: somebody was faster. */
  turn: number;
}) {
  const { thread } = props;
  const me = useSession();
  const open = useThread(thread);
  const sending = useSending(me.account, thread, open.lines, (line) => open.addLines([line]));
  const [tab, setTab] = useState<CaseTab>('knowledge');
  const [view, setView] = useState<'talk' | 'case'>('talk');
  const [looked, setLooked] = useState<{ name: FieldName | null; jump: boolean }>({
    name: null,
    jump: false,
  });
  const reply = useRef<ReplyHandle>(null);
  const knowledge = useRef<KnowledgeHandle>(null);
  const form = useRef<OrderFormHandle>(null);
  const spoken = open.lines.findLast(({ from }) => from === 'citizen')?.seq ?? 0;
  const typing = useTyping(thread, spoken);
  const page = open.value;
  const card = page?.card;
  const mine = Boolean(card && isMine(card, me));
  const { reload } = open;

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new turn asks again
  useEffect(() => {
    if (props.turn) reload();
  }, [props.turn]);
  const last = open.lines.at(-1)?.seq ?? 0;
  useEffect(() => {
    if (last) keep(me.account, 'read', { ...getKept(me.account, 'read', {}), [thread]: last });
  }, [me.account, thread, last]);

  /** The tab's content may be hidden until the next paint, and hidden things take no focus. */
  const show = (where: 'talk' | 'case', next: CaseTab | null, focus: () => void) => {
    setView(where);
    if (next) setTab(next);
    setTimeout(focus, 50);
  };
  useKeys({
    '/': () => show('case', 'knowledge', () => knowledge.current?.focus()),
    f: () => show('case', 'order', () => form.current?.focus()),
    p: () => show('case', 'person', () => document.querySelector<HTMLElement>('[data-inlet]')?.focus()),
    t: () => document.querySelector<HTMLElement>('.thread-head [aria-keyshortcuts="T"]')?.click(),
    r: () => show('talk', null, () => reply.current?.focus()),
  });
  const marks = useMemo(
    () => (looked.name ? (page?.form.origins ?? []).filter(({ field }) => field === looked.name) : NO_MARKS),
    [looked.name, page],
  );
  // Put there at once: words that come after the focus could be said to be there while they are not yet.
  const insert = (words: string) => {
    reply.current?.insert(words);
    setView('talk');
  };
  const replace = (words: string) => {
    reply.current?.replace(words);
    setView('talk');
  };

  if (!page && open.fault) return <Failed title={W.talk.failed} fault={open.fault} retry={open.reload} />;
  if (!page || !card) return <Loading rows={10} />;
  return (
    <div className="open-thread" data-view={view}>
      <Segmented<'talk' | 'case'>
        className="views"
        aria-label={W.case.openView}
        value={view}
        onChange={(next) => setView(next)}
        options={[
          { value: 'talk', label: W.case.viewTalk },
          { value: 'case', label: W.case.viewCase },
        ]}
      />
      <section className="talk" aria-label={W.talk.region}>
        <ThreadHead
          card={card}
          busy={props.busy}
          act={(name, of) => props.act(name, of, open.putCard)}
          moved={open.putCard}
        />
        <Consults thread={thread} insert={mine ? insert : null} />
        <Talk
          lines={open.lines}
          sending={sending}
          back={(text) => insert(text)}
          marks={marks}
          jump={looked.jump}
          undeliverable={props.alarms
            .filter((alarm) => alarm.kind === 'undeliverable' && alarm.thread === thread)
            .map((alarm) => fill(W.talk.undeliverable, { text: alarm.text }))}
        />
        <p role="status" className="soft typing">
          {typing && W.talk.typing}
        </p>
        {mine ? (
          <ReplyBox thread={thread} send={sending.send} handle={reply} />
        ) : (
          <p className="soft claim-first">{W.reply.claimFirst}</p>
        )}
      </section>
      <Case
        page={page}
        lines={open.lines}
        tab={tab}
        setTab={setTab}
        mine={mine}
        typing={typing}
        insert={mine ? insert : null}
        replace={replace}
        look={(name, jump) => setLooked({ name, jump })}
        filed={(order) => {
          open.reload();
          setTab('history');
          setParams({ order: order.card.orderNo });
        }}
        knowledge={knowledge}
        form={form}
      />
    </div>
  );
}
