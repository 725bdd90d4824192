/** What is not well with partners, as one sentence for /readyz and the desk; null = all is well. */
import type { Sent } from '../channel.js';
import type { PullOutbox } from './outbox.js';
import type { Partner } from './partners.js';
import { fill, WORDS } from './words.js';

const FAILURES = 3;
const UNPULLED_MS = 3_600_000;

export interface Trouble {
  (): string | null;
  posted(partner: string, sent: Sent): void;
}

export function createTrouble(
  partners: ReadonlyMap<string, Partner>,
  outboxes: ReadonlyMap<string, PullOutbox>,
  now: () => Date,
): Trouble {
  const failing = new Map<string, { n: number; why: string }>();
  const titleOf = (id: string) => partners.get(id)?.title ?? id;

  function sentences(): string[] {
    const posted = [...failing]
      .filter(([, { n }]) => n >= FAILURES)
      .map(([id, { n, why }]) => fill(WORDS.trouble.callback, { title: titleOf(id), n, why }));
    const pulled = [...outboxes].flatMap(([id, outbox]) => {
      const { count, since } = outbox.waiting();
      const ms = since === null ? 0 : now().getTime() - since;
      if (ms < UNPULLED_MS) return [];
      return [fill(WORDS.trouble.pull, { title: titleOf(id), n: count, minutes: Math.floor(ms / 60_000) })];
    });
    return [...posted, ...pulled];
  }

  const trouble = () => {
    const all = sentences();
    return all.length > 0 ? all.join('；') : null;
  };
  return Object.assign(trouble, {
    posted(partner: string, sent: Sent) {
      if (sent.ok) failing.delete(partner);
      else failing.set(partner, { n: (failing.get(partner)?.n ?? 0) + 1, why: sent.reason });
    },
  });
}
