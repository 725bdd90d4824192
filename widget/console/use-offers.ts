/** Conversations offered to whoever is signed in, with a tone of their own when one comes. */
import { useEffect, useState } from 'react';
import type { ThreadCard } from '../../server/http/contract-desk.js';
import { call } from './api.js';
import { useSession } from './auth.js';
import { useLive, useReconnect } from './live.js';
import { offerSound } from './sound.js';

const FIRST = 50;

const offeredTo = (card: ThreadCard, account: string): boolean =>
  card.holder === 'queue' && card.offer?.account === account;

/** The same conversation replaces itself; one that is offered no longer goes. */
function withOffer(offers: readonly ThreadCard[], heard: ThreadCard, account: string): ThreadCard[] {
  const others = offers.filter(({ id }) => id !== heard.id);
  return offeredTo(heard, account) ? [...others, heard] : others;
}

export function useOffers(soundOn: boolean) {
  const { account } = useSession();
  const [offers, setOffers] = useState<ThreadCard[]>([]);
  const hear = (card: ThreadCard) => setOffers((old) => withOffer(old, card, account));
  useLive('thread', (card) => {
    const known = offers.some(({ id, offer }) => id === card.id && offer?.until === card.offer?.until);
    if (soundOn && !known && offeredTo(card, account)) offerSound();
    hear(card);
  });
  const load = () => {
    call('threads', { query: { box: 'waiting', limit: FIRST } }).then(
      ({ rows }) => setOffers(rows.filter((card) => offeredTo(card, account))),
      // The list of those who wait says by itself that it could not be loaded.
      () => {},
    );
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once; what comes after is heard
  useEffect(load, []);
  useReconnect(load);
  return { offers, hear };
}
