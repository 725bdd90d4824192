/** Where a dotted update path ends in a document: the container and the name or index in it. */
import { type Doc, getOwn, isDocument, setOwn, typeOf } from '../bson.js';
import { Fault } from '../faults.js';
import { isIndex } from '../match/paths.js';

export interface Place {
  get(): unknown;
  set(value: unknown): void;
  remove(): void;
}

const MOST_PADDING = 1_500_000;

function inObject(holder: Doc, name: string): Place {
  return {
    get: () => getOwn(holder, name),
    set: (value) => setOwn(holder, name, value),
    remove: () => {
      delete holder[name];
    },
  };
}

function inArray(holder: unknown[], index: number): Place {
  return {
    get: () => holder[index],
    set: (value) => {
      if (index > holder.length + MOST_PADDING)
        throw new Fault(2, 'can not backfill more than 1500000 elements');
      while (holder.length < index) holder.push(null);
      holder[index] = value;
    },
    // An element cannot go without moving its neighbours: it becomes null, as in MongoDB.
    remove: () => {
      if (index < holder.length) holder[index] = null;
    },
  };
}

function notViable(holder: unknown, name: string, segment: string): Fault {
  return new Fault(28, `Cannot create field '${segment}' in element {${name}: ${typeOf(holder)}}`);
}

/** With `create`, missing objects on the way are made and a scalar on the way is an error; else null. */
export function placeOf(doc: Doc, path: readonly string[], create: boolean): Place | null {
  let holder: unknown = doc;
  for (let i = 0; ; i++) {
    const segment = path[i]!;
    let place: Place;
    if (Array.isArray(holder)) {
      if (!isIndex(segment)) {
        if (create) throw notViable(holder, path[i - 1] ?? '', segment);
        return null;
      }
      place = inArray(holder, Number(segment));
    } else if (isDocument(holder)) place = inObject(holder, segment);
    else {
      if (create) throw notViable(holder, path[i - 1] ?? '', segment);
      return null;
    }
    if (i === path.length - 1) return place;
    let next = place.get();
    if (next === undefined) {
      if (!create) return null;
      next = {};
      place.set(next);
    }
    holder = next;
  }
}
