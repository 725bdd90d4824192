import { App, Button, Popconfirm } from 'antd';
import { useState } from 'react';
import type { ThreadCard } from '../../../server/http/contract-desk.js';
import { useMay, useSession } from '../auth.js';
import { useNames } from '../names.js';
import { nameOf, useOptions } from '../options.js';
import { isMine } from '../use-boxes.js';
import type { ThreadAct } from '../use-thread-acts.js';
import { fill, W, wordFor } from '../words.js';
import { Clock } from './clock.js';
import { HandDialog } from './hand-dialog.js';
import { UrgentMark } from './marks.js';
import { ThreadOffer } from './thread-offer.js';
import { Waited } from './when.js';

export function ThreadHead(props: {
  card: ThreadCard;
  act: (name: ThreadAct, card: ThreadCard) => Promise<boolean>;
  busy: ThreadAct | null;
  /** It was sent on. */
  moved: (card: ThreadCard) => void;
}) {
  const called = useNames();
  const { card, act, busy } = props;
  const [handing, setHanding] = useState(false);
  const { options } = useOptions();
  const me = useSession();
  const may = useMay('thread.claim');
  const { message } = App.useApp();
  const mine = isMine(card, me);
  const held = card.holder === 'agent';
  const who = mine ? W.talk.heldByMe : fill(W.talk.heldBy, { agent: card.agent ?? '' });
  const claim = async () => {
    if (await act('claim', card)) void message.success(W.talk.claimed);
  };
  const leaving = (name: 'handBack' | 'closeThread', word: string, title: string, effect: string) => (
    <Popconfirm
      title={title}
      description={<div className="effect">{effect}</div>}
      okText={word}
      cancelText={W.common.cancel}
      onConfirm={() => act(name, card).then(() => {})}
    >
      <Button loading={busy === name} danger={name === 'closeThread'}>
        {word}
      </Button>
    </Popconfirm>
  );
  return (
    <header className="thread-head">
      <div className="what">
        {card.urgent && <UrgentMark />}
        <strong>{wordFor(W.channels, card.channel)}</strong>
        <span role="status">{held ? who : W.holders[card.holder]}</span>
        {card.waitingFor && <span className="why">{wordFor(W.waitingFor, card.waitingFor)}</span>}
        {card.clock && <Clock clock={card.clock} />}
        {card.holder === 'queue' && card.waitingSince && <Waited since={card.waitingSince} />}
        <ThreadOffer card={card} />
        {card.transfer && (
          <span className="soft">
            {card.transfer.line &&
              `${fill(W.hand.toLine, { line: nameOf.hotline(options, card.transfer.line) ?? '' })}，`}
            {fill(W.hand.noteFrom, { by: called(card.transfer.by), note: card.transfer.note })}
          </span>
        )}
      </div>
      {may && (
        <div className="acts">
          {!held && card.holder !== 'closed' && (
            <Button
              type="primary"
              loading={busy === 'claim'}
              aria-keyshortcuts="C"
              title={W.talk.claimKey}
              onClick={() => void claim()}
            >
              {W.talk.claim}
            </Button>
          )}
          {mine && (
            <Button aria-keyshortcuts="T" onClick={() => setHanding(true)}>
              {W.hand.open}
            </Button>
          )}
          {mine && leaving('handBack', W.talk.handBack, W.talk.handBackTitle, W.talk.handBackEffect)}
          {mine && leaving('closeThread', W.talk.close, W.talk.closeTitle, W.talk.closeEffect)}
        </div>
      )}
      {handing && <HandDialog card={card} close={() => setHanding(false)} moved={props.moved} />}
    </header>
  );
}
