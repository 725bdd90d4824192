import { blur } from './blur.js';
import { type Alarm, alarm } from './emergency.js';
import type { Signs } from './features.js';
import { type Asked, asked } from './gate.js';
import { groupsIn } from './lexicon.js';
import { locate, type Place } from './region.js';
import type { Hit } from './rule.js';
import { talk } from './talk.js';
import { threats } from './threat.js';
import { topicsIn, typeHits } from './topics.js';
import type { Hints } from './understanding.js';
import { hazards } from './urgency.js';

/** Everything the rules see in a normalised text, before any head is asked. */
export interface Signals {
  text: string;
  /** The text without names of places, for the heads. */
  blurred: string;
  place: Place;
  alarm: Alarm;
  asked: Asked;
  /** Nothing but a talk act, or no word at all: no matter to decide. */
  idle: boolean;
  hazards: Hit[];
  threats: Hit[];
  types: Hit[];
  /** Word groups and topics the text touches. */
  groups: string[];
}

export function signals(text: string, hints: Hints = {}): Signals {
  const place = locate(text, hints);
  return {
    text,
    blurred: blur(text, place.seen),
    place,
    alarm: alarm(text),
    asked: asked(text),
    idle: text.replace(/[^\p{L}]/gu, '').length < 2 || talk(text).act !== null,
    hazards: hazards(text),
    threats: threats(text),
    types: typeHits(text),
    groups: [...groupsIn(text), ...topicsIn(text)],
  };
}

/** The same as features for the heads: they learn how far each rule can be trusted. */
export function signs(seen: Signals): Signs {
  const ids = (list: Hit[]) => list.map((hit) => hit.id);
  const { alarm: danger, asked: act } = seen;
  const calm = danger.calmed ? '-calm' : danger.now ? '-now' : '';
  const refusals = ids(act.refusals);
  const guarded = act.guards.length > 0 ? '-guarded' : '-plain';
  return {
    rules: [
      ...danger.hits.map((hit) => `${hit.id}${calm}`),
      ...[...new Set(danger.hits.map((hit) => hit.label))].map((label) => `danger${label}${calm}`),
      ...(danger.now ? ['now'] : []),
      ...(seen.idle ? ['idle'] : []),
      ...refusals,
      ...refusals.map((id) => id + guarded),
      ...ids(act.guards),
      ...ids(seen.hazards),
      ...ids(seen.threats),
      ...ids(seen.types),
    ],
    groups: seen.groups,
    inside: seen.place.region !== null || seen.place.options.length > 0,
    outside: seen.place.outside !== null,
    outsideFirst:
      seen.place.outside !== null &&
      seen.place.outside.from <= Math.min(...seen.place.seen.map((m) => m.from)),
  };
}
