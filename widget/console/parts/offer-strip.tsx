/** What is offered to this seat now: taken, looked at, or let pass; it goes by itself to the next. */
import { App, Button } from 'antd';
import type { ThreadCard } from '../../../server/http/contract-desk.js';
import { call, Problem, saidBy } from '../api.js';
import { useSecond } from '../format.js';
import { go, threadLink } from '../route.js';
import { useOffers } from '../use-offers.js';
import { fill, W, wordFor } from '../words.js';

const SECOND = 1000;

function Row({ card, now, hear }: RowProps) {
  const { message } = App.useApp();
  const words = W.offer;
  const left = Math.ceil((Date.parse(card.offer?.until ?? '') - now) / SECOND);
  if (!(left > 0)) return null;
  async function act(name: 'claim' | 'passThread', done: string) {
    try {
      hear(await call(name, { params: { thread: card.id }, body: { version: card.version } }));
      void message.success(done);
      if (name === 'claim') go(threadLink(card.id));
    } catch (error) {
      const taken = error instanceof Problem && error.code === 'TAKEN';
      void message.warning(taken ? W.talk.taken : saidBy(error));
    }
  }
  return (
    <li>
      <span className="mark brand">◆ {words.mine}</span>
      <div className="said">
        <strong>{wordFor(W.channels, card.channel)}</strong> {card.lastText}
        <p className="soft">
          {card.offer && card.offer.why.length > 0 && fill(words.why, { why: card.offer.why.join('、') })}
          <span className="figures left" aria-hidden="true">
            {fill(words.left, { time: fill(W.time.leftSeconds, { s: left }) })}
          </span>
        </p>
      </div>
      <div className="acts">
        <Button size="small" type="primary" onClick={() => void act('claim', W.talk.claimed)}>
          {words.claim}
        </Button>
        <Button size="small" onClick={() => go(threadLink(card.id))}>
          {words.open}
        </Button>
        <Button size="small" onClick={() => void act('passThread', words.passed)}>
          {words.pass}
        </Button>
      </div>
    </li>
  );
}

interface RowProps {
  card: ThreadCard;
  now: number;
  hear: (card: ThreadCard) => void;
}

/** On every page: who looks at orders is asked too. */
export function OfferStrip({ soundOn }: { soundOn: boolean }) {
  const { offers, hear } = useOffers(soundOn);
  const now = useSecond();
  if (!offers.some(({ offer }) => Date.parse(offer?.until ?? '') > now)) return null;
  return (
    <section className="offers" aria-label={W.offer.region} aria-live="polite">
      <ul>
        {offers.map((card) => (
          <Row key={card.id} card={card} now={now} hear={hear} />
        ))}
      </ul>
    </section>
  );
}
