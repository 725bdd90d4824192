/** One citizen: the other conversations, one of them to be read beside the open one, and where answers go. */
import { App, Button, Popconfirm } from 'antd';
import { useState } from 'react';
import type { PersonPage, ThreadCard } from '../../../server/http/contract-desk.js';
import { call, saidBy } from '../api.js';
import { useAsked } from '../asked.js';
import { useMay } from '../auth.js';
import { setParams } from '../route.js';
import { fill, W, wordFor } from '../words.js';
import { AnswerTo } from './answer-to.js';
import { Beside } from './beside.js';
import { Failed, Loading, Nothing } from './faces.js';
import { OrderRow } from './order-row.js';
import { When } from './when.js';

const words = W.person;

function Inlet(props: {
  card: ThreadCard;
  here: boolean;
  beside: () => void;
  unlink: (() => Promise<void>) | null;
}) {
  const { card, here, unlink } = props;
  const channel = wordFor(W.channels, card.channel);
  return (
    <li className="inlet" aria-current={here ? 'true' : undefined}>
      <p className="head">
        <strong>{channel}</strong>
        {here && <span className="tag">{words.here}</span>}
        <span className="soft">{W.holders[card.holder]}</span>
        <span className="spring" />
        <When at={card.updatedAt} />
      </p>
      <p className="last">{card.lastText || words.noWords}</p>
      <p className="acts">
        {!here && (
          <Button
            size="small"
            data-inlet
            aria-label={fill(words.besideOf, { channel })}
            onClick={props.beside}
          >
            {words.beside}
          </Button>
        )}
        {unlink && (
          <Popconfirm
            title={fill(words.unlinkTitle, { channel })}
            description={<div className="effect">{words.unlinkEffect}</div>}
            okText={words.unlink}
            cancelText={W.common.cancel}
            onConfirm={unlink}
          >
            <Button size="small" type="text" danger aria-label={fill(words.unlinkOf, { channel })}>
              {words.unlink}
            </Button>
          </Popconfirm>
        )}
      </p>
    </li>
  );
}

/** `shown`: reading it leaves a trace, so that it is asked for only when somebody looks. */
export function Person({ thread, shown }: { thread: string; shown: boolean }) {
  const asked = useAsked(shown ? thread : null, (signal) => call('person', { params: { thread }, signal }));
  const may = useMay('thread.claim');
  const { message } = App.useApp();
  const [beside, setBeside] = useState<string | null>(null);
  const page = asked.value;

  async function unlink(one: string) {
    try {
      await call('unlink', { params: { thread: one } });
      void message.success(words.unlinked);
    } catch (error) {
      void message.error(saidBy(error));
    }
    asked.reload();
  }

  if (!page)
    return asked.fault ? (
      <Failed title={words.failed} fault={asked.fault} retry={asked.reload} />
    ) : (
      <Loading />
    );
  if (!page.linked) return <Nothing>{words.none}</Nothing>;
  if (beside) return <Beside thread={beside} back={() => setBeside(null)} />;
  return (
    <div className="person">
      <h2>{words.threads}</h2>
      <ul className="cards">
        {page.threads.map((card) => (
          <Inlet
            key={card.id}
            card={card}
            here={card.id === thread}
            beside={() => setBeside(card.id)}
            unlink={may && page.threads.length > 1 ? () => unlink(card.id) : null}
          />
        ))}
      </ul>
      <h2>{words.orders}</h2>
      {page.orders.length === 0 && <p className="soft">{words.noOrders}</p>}
      <ul className="cards">
        {page.orders.map((card) => (
          <li key={card.orderNo}>
            <OrderRow card={card} gone={false} pick={() => setParams({ order: card.orderNo })} />
            <AnswerOf
              page={page}
              orderNo={card.orderNo}
              may={may}
              changed={asked.put}
              reload={asked.reload}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

function AnswerOf(props: {
  page: PersonPage;
  orderNo: string;
  may: boolean;
  changed: (page: PersonPage) => void;
  reload: () => void;
}) {
  const { page, orderNo } = props;
  const answer = page.answers.find((one) => one.orderNo === orderNo);
  if (!answer) return null;
  const channels = new Map(page.threads.map(({ id, channel }) => [id, wordFor(W.channels, channel)]));
  const where = answer.goes.map((id) => channels.get(id) ?? id).join('、');
  const by = answer.by ? words.by[answer.by] : words.byNobody;
  return (
    <div className="answer-to">
      <p className="soft">{where ? fill(words.goes, { where }) + by : words.nowhere}</p>
      {props.may && answer.may.length > 1 && (
        <AnswerTo answer={answer} channels={channels} changed={props.changed} reload={props.reload} />
      )}
    </div>
  );
}
