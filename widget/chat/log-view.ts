/** Keeps the elements of the log in step with the picture, touching only what changed. */

import type { Picture } from './conversation.js';
import { el } from './el.js';
import { type Hands, lineNode, parcelNode } from './lines.js';
import { answerable } from './log.js';
import { next } from './outbox.js';

interface Shown {
  of: object;
  flag: boolean;
  node: HTMLElement;
}

export interface LogView {
  node: HTMLElement;
  /** Returns the first element that is new and not the citizen's own; null where there is none. */
  update(picture: Picture): { fresh: HTMLElement | null; mine: boolean };
}

export function logView(hands: Hands): LogView {
  const node = el('div');
  const shown = new Map<string, Shown>();

  function update(picture: Picture) {
    const waiting = picture.box.some((parcel) => !parcel.fault);
    const active = waiting ? new Set<string>() : answerable(picture.log);
    const head = picture.status === 'online' ? next(picture.box)?.id : undefined;
    let fresh: HTMLElement | null = null;
    let mine = false;
    const keys = new Set<string>();
    const take = (key: string, of: object, flag: boolean, make: () => HTMLElement) => {
      const was = shown.get(key);
      keys.add(key);
      if (was?.of === of && was.flag === flag) return was.node;
      const now: Shown = { of, flag, node: make() };
      shown.set(key, now);
      was?.node.remove();
      return now.node;
    };
    const nodes = [
      ...picture.log.map((line) => {
        const known = shown.has(line.id);
        const made = take(line.id, line, active.has(line.id), () =>
          lineNode(line, active.has(line.id), hands),
        );
        if (!known && line.from !== 'citizen') fresh ??= made;
        return made;
      }),
      ...picture.box.map((parcel) => {
        const key = `out:${parcel.id}`;
        mine ||= !shown.has(key);
        const moving = parcel.id === head || parcel.seq !== undefined;
        return take(key, parcel, moving, () => parcelNode(parcel, moving, hands));
      }),
    ];
    const { wording } = picture;
    if (wording) nodes.push(take(wording.id, wording, false, () => lineNode(wording, false, hands)));
    for (const [key, { node: old }] of shown) {
      if (keys.has(key)) continue;
      old.remove();
      shown.delete(key);
    }
    nodes.forEach((one, i) => {
      if (node.children[i] !== one) node.insertBefore(one, node.children[i] ?? null);
    });
    return { fresh, mine };
  }

  return { node, update };
}
