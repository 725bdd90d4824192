import { type Chains, createChains } from './chains.js';
import type { Matter, Similar } from './contract.js';
import { weightOf } from './grams.js';
import { type Judgement, likenessOf } from './likeness.js';
import { keyOf, leagueOf, POSTED, rarest } from './posting.js';
import { sameSender, type Traits, traitsOf } from './traits.js';

/** The open matters in memory. A lookup meets those that share rare words in one league, and the sender's own. */
export interface Register {
  /** Takes it in, or in place of what was there under this id. */
  put(matter: Matter): void;
  drop(id: string): void;
  /** Those from `since` on that are alike, the likest first; never itself. */
  similar(matter: Matter, asked: Asked): Similar[];
  size(): number;
}

export interface Asked {
  /** Milliseconds. */
  since: number;
  /** Least likeness. */
  least: number;
  most: number;
}

export interface RegisterOptions {
  /** Matters held at most; the oldest go first. */
  most?: number;
  judgement?: Judgement;
}

/** A pair that so many of one league have in common tells nothing; the newest of them are looked at all the same. */
const COMMON = 128;
/** So many candidates are compared in full. */
const COMPARED = 48;
/** Orders of one sender that are always compared. */
const OWN = 20;
const SMALLEST = 2 ** 14;

interface Held {
  serial: number;
  traits: Traits;
}

export function createRegister({ most = 131_072, judgement }: RegisterOptions = {}): Register {
  const held = new Map<string, Held>();
  const bySerial = new Map<number, Held>();
  const bySender = new Map<string, number[]>();
  const leagues = new Map<number, number>();
  let chains: Chains = createChains(SMALLEST);
  let next = 0;

  function post({ serial, traits }: Held): void {
    const league = leagueOf(traits.region);
    for (const gram of rarest(traits)) chains.add(keyOf(league, gram), serial);
  }

  /** Twice the room, until `most` matters fit; then the oldest are overwritten. */
  function grow(): void {
    if (chains.added() + POSTED <= chains.size || chains.size >= most * POSTED) return;
    chains = createChains(chains.size * 2);
    for (const one of bySerial.values()) post(one);
  }

  function forget({ serial, traits }: Held): void {
    held.delete(traits.id);
    bySerial.delete(serial);
    const league = leagueOf(traits.region);
    const left = (leagues.get(league) ?? 1) - 1;
    if (left > 0) leagues.set(league, left);
    else leagues.delete(league);
    for (const sender of traits.senders) {
      const own = (bySender.get(sender) ?? []).filter((one) => one !== serial);
      if (own.length > 0) bySender.set(sender, own);
      else bySender.delete(sender);
    }
  }

  function candidates(traits: Traits, since: number): Held[] {
    const league = leagueOf(traits.region);
    // Nobody said where: it may be anywhere, and what was said without a place may be here.
    const where = league === 0 ? [...leagues.keys()] : [league, 0];
    const weights = new Map<number, number>();
    const met: number[] = [];
    for (const gram of rarest(traits)) {
      for (const one of where) {
        met.length = 0;
        chains.walk(keyOf(one, gram), COMMON, met);
        const weight = weightOf(gram) / Math.log2(2 + met.length);
        for (const serial of met) weights.set(serial, (weights.get(serial) ?? 0) + weight);
      }
    }
    // Thousands are met and few are compared: the list is kept short while it is made.
    const likely: { one: Held; weight: number }[] = [];
    for (const [serial, weight] of weights) {
      if (likely.length === COMPARED && weight <= likely.at(-1)!.weight) continue;
      const one = bySerial.get(serial);
      if (!one || one.traits.at < since) continue;
      if (likely.length === COMPARED) likely.pop();
      const at = likely.findIndex((other) => other.weight < weight);
      likely.splice(at < 0 ? likely.length : at, 0, { one, weight });
    }
    const own = traits.senders.flatMap((sender) => (bySender.get(sender) ?? []).slice(-OWN));
    const mine = own.flatMap((serial) => bySerial.get(serial) ?? []);
    return [...new Set([...mine, ...likely.map(({ one }) => one)])];
  }

  return {
    size: () => held.size,
    put(matter) {
      const old = held.get(matter.id);
      if (old) forget(old);
      const one: Held = { serial: next++, traits: traitsOf(matter) };
      held.set(matter.id, one);
      bySerial.set(one.serial, one);
      const league = leagueOf(one.traits.region);
      leagues.set(league, (leagues.get(league) ?? 0) + 1);
      for (const sender of one.traits.senders)
        bySender.set(sender, [...(bySender.get(sender) ?? []), one.serial]);
      grow();
      post(one);
      // A Map keeps the order of insertion: the first is the oldest.
      if (held.size > most) forget(bySerial.values().next().value!);
    },
    drop(id) {
      const old = held.get(id);
      if (old) forget(old);
    },
    similar(matter, { since, least, most: limit }) {
      const traits = traitsOf(matter);
      return candidates(traits, since)
        .filter((one) => one.traits.id !== matter.id && one.traits.at >= since)
        .map(
          ({ traits: other }): Similar => ({
            ...{ id: other.id, at: other.at, senders: other.senders, sameSender: sameSender(traits, other) },
            ...likenessOf(traits, other, judgement),
          }),
        )
        .filter(({ likeness }) => likeness >= least)
        .sort((a, b) => b.likeness - a.likeness)
        .slice(0, limit);
    },
  };
}
