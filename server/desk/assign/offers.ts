/**
 * Offers each waiting conversation to one agent at a time. An offer stands in the thread, made by a commit that
 * claims its next version: two processes cannot offer it twice, and whoever takes it in between has it.
 */
import type { Commit, Committed } from '../../intake/journal.js';
import type { Match, ThreadDoc } from '../../intake/thread.js';
import type { Policy } from '../../policy/types.js';
import type { ThreadStore } from '../../store/threads.js';
import { forward } from '../moves.js';
import { type Need, type Obstacle, rank, type Why } from './rank.js';
import { WORDS } from './words.js';
import type { AtDesk } from './workers.js';

export interface OfferParts {
  threads: Pick<ThreadStore, 'waiting'>;
  needOf: (doc: ThreadDoc) => Promise<Need>;
  workers: () => Promise<AtDesk[]>;
  commit: (commit: Commit) => Promise<Committed>;
  policy: Pick<Policy, 'knobs' | 'hotlines' | 'categories'>;
  now: () => Date;
}

/** Of a longer queue the first ones: nobody could take more of them at once. */
export const LOOKED_AT = 50;
const MINUTE_MS = 60_000;

export const fillIn = (text: string, values: { [name: string]: string | number | null }): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));

export const nobody = { to: null, seat: null, until: null } as const;

/** Names of categories, hotlines and languages by their codes. */
export function namesOf({ knobs, hotlines, categories }: OfferParts['policy']): (code: string) => string {
  const names = new Map([
    ...categories.map(({ code, name }) => [code, name] as const),
    ...hotlines.map(({ number, name }) => [number, `${number} ${name}`] as const),
    ...knobs.assign.languages.map(({ code, name }) => [code, name] as const),
  ]);
  return (code) => names.get(code) ?? code;
}

export const whyWords = (why: readonly Why[], name: (code: string) => string): string[] =>
  why.map((one) =>
    fillIn(WORDS.why[one.kind], {
      name: 'code' in one ? name(one.code) : '',
      ...(one.kind === 'load' ? { held: one.held, most: one.most } : {}),
    }),
  );

const noneWords = (none: Obstacle, need: Need, name: (code: string) => string): string =>
  fillIn(WORDS.none[none], { name: name((none === 'line' ? need.line : need.language) ?? '') });

/** Returns how many offers it made. */
export function createOffers(parts: OfferParts): () => Promise<number> {
  const { policy, now } = parts;
  const rules = policy.knobs.assign;
  const name = namesOf(policy);
  const lately = ({ passed }: Match): Match['passed'] =>
    passed.filter(({ at }) => now().getTime() - at.getTime() < rules.offerAgain * MINUTE_MS);
  const stands = (doc: ThreadDoc): boolean => (doc.match?.until ?? 0) > now();

  /** Null: it stays as it is. */
  function matchFor(doc: ThreadDoc, need: Need, desk: readonly AtDesk[]): Match | null {
    const before = doc.match ?? null;
    const passed = before ? lately(before) : [];
    // Ran out without a word: the next one is asked.
    if (before?.to && !passed.some(({ account }) => account === before.to))
      passed.push({ account: before.to, at: now() });
    const { best, none } = rank(
      need,
      desk.map((one) => ({ ...one, passed: passed.some(({ account }) => account === one.account) })),
    );
    const [first] = best;
    if (first)
      return {
        to: first.account,
        seat: desk.find(({ account }) => account === first.account)?.seat ?? null,
        until: new Date(now().getTime() + rules.offerSeconds * 1000),
        why: whyWords(first.why, name),
        passed,
      };
    const why = none ? [noneWords(none, need, name)] : [];
    const same = before && before.to === null && before.why.join() === why.join();
    return same ? null : { ...nobody, why, passed };
  }

  return async () => {
    const waiting = await parts.threads.waiting(LOOKED_AT);
    if (waiting.every(stands)) return 0;
    const desk = await parts.workers();
    if (desk.length === 0) return 0;
    const busy = new Set(waiting.filter(stands).map(({ match }) => match?.to));
    let offered = 0;
    for (const doc of waiting.filter((one) => !stands(one))) {
      const need = await parts.needOf(doc);
      const match = matchFor(
        doc,
        need,
        desk.map((one) => ({ ...one, asked: busy.has(one.account) })),
      );
      if (!match) continue;
      const { claim, change } = forward(doc, { match });
      const answer = await parts.commit({
        cause: `offer:${claim}`,
        actor: { kind: 'system', id: 'assign', role: 'SYSTEM' },
        claims: [claim],
        changes: [change],
        before: { match: doc.match ?? null },
      });
      // Somebody took it, or the citizen wrote on: looked at again next time.
      if (answer !== 'done' || !match.to) continue;
      busy.add(match.to);
      offered += 1;
    }
    return offered;
  };
}
