import type { Folded } from './normalize.js';
import type { Mention } from './places.js';
import { name, phone } from './slots/contact.js';
import { demand } from './slots/demand.js';
import { party } from './slots/party.js';
import { people } from './slots/people.js';
import { place } from './slots/place.js';
import { repeat } from './slots/repeat.js';
import { type Scene, sceneOf, slotAt } from './slots/scene.js';
import { compile, table } from './slots/table.js';
import { time } from './slots/time.js';
import type { Slot, Slots, Span } from './understanding.js';

const ORDER = table.order.map((source) => compile(source));

function orderNo(scene: Scene): Slot | undefined {
  for (const pattern of ORDER) {
    const range = pattern.exec(scene.text)?.indices?.[1];
    if (!range) continue;
    const [from, to] = range;
    return slotAt(scene, { from, to }, scene.text.slice(from, to).replace(/[ -]/g, '').toUpperCase());
  }
  return undefined;
}

const READERS: { [K in keyof Slots]-?: (scene: Scene) => Slot | undefined } = {
  place,
  time,
  party,
  demand,
  name,
  phone,
  people,
  orderNo,
  repeat,
};

/** Only what the citizen really said. Offsets are of the raw text. */
export function fill(folded: Folded, seen: readonly Mention[], personal: readonly Span[]): Slots {
  const scene = sceneOf(folded, seen, personal);
  return Object.fromEntries(
    Object.entries(READERS).flatMap(([key, read]) => {
      const slot = read(scene);
      return slot ? [[key, slot]] : [];
    }),
  );
}
