import type { ThreadCard } from '../../../server/http/contract-desk.js';
import { W, wordFor } from '../words.js';
import { Clock } from './clock.js';
import { UrgentMark } from './marks.js';
import { ThreadOffer } from './thread-offer.js';
import { Waited, When } from './when.js';

export interface CardProps {
  card: ThreadCard;
  open: boolean;
  gone: boolean;
  unread: boolean;
  pick: () => void;
}

export function ThreadCardRow({ card, open, gone, unread, pick }: CardProps) {
  const waiting = card.holder === 'queue';
  const why = wordFor(W.waitingFor, card.waitingFor);
  return (
    <button
      type="button"
      className={`card${gone ? ' gone' : ''}`}
      aria-current={open ? 'true' : undefined}
      data-row={card.id}
      onClick={pick}
    >
      <span className="head">
        {card.urgent && <UrgentMark />}
        <span className="channel">{wordFor(W.channels, card.channel)}</span>
        <span className="spring" />
        {waiting && card.waitingSince ? <Waited since={card.waitingSince} /> : <When at={card.updatedAt} />}
      </span>
      {card.clock && (
        <span className="owed">
          <Clock clock={card.clock} />
        </span>
      )}
      {!gone && <ThreadOffer card={card} />}
      <span className="last">{card.lastText}</span>
      <span className="foot">
        {unread && (
          <span className="mark brand">
            <span aria-hidden="true">●</span> {W.lists.unread}
          </span>
        )}
        <span className="soft">{gone ? W.lists.left : W.holders[card.holder]}</span>
        {why && <span className="why">{why}</span>}
      </span>
    </button>
  );
}
