/**
 * What outlives the page: the pass to the thread, unsent words, half-typed text. One key a parcel, so that
 * two tabs never overwrite each other's. Private browsing may refuse to store or throw when full: then the
 * page's own memory serves, and what is on the screen still goes out.
 */
export interface Shelf {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface Keep {
  get<T>(name: string): T | null;
  /** null takes it away. */
  set(name: string, value: unknown): void;
  all(prefix: string): unknown[];
  drop(prefix: string): void;
}

function parsed(text: string | null | undefined): unknown {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** First shelf that takes a trial value, else none. */
export function usable(shelves: (() => Shelf)[]): Shelf | null {
  for (const open of shelves) {
    try {
      const shelf = open();
      shelf.setItem('jiesu?', '1');
      shelf.removeItem('jiesu?');
      return shelf;
    } catch {
      // The next one.
    }
  }
  return null;
}

export function keepOn(shelf: Shelf | null, prefix: string): Keep {
  const memory = new Map<string, string>();
  const keys = (start: string) => {
    const found = new Set(memory.keys());
    for (let i = 0; shelf && i < shelf.length; i++) found.add(shelf.key(i) ?? '');
    return [...found].filter((key) => key.startsWith(prefix + start));
  };
  const read = (key: string) => parsed(memory.get(key) ?? shelf?.getItem(key));
  return {
    get: <T>(name: string) => read(prefix + name) as T | null,
    set(name, value) {
      const key = prefix + name;
      memory.delete(key);
      if (value === null) return shelf?.removeItem(key);
      const text = JSON.stringify(value);
      try {
        if (shelf) return shelf.setItem(key, text);
      } catch {
        shelf?.removeItem(key);
      }
      memory.set(key, text);
    },
    all: (start) => keys(start).map(read),
    drop(start) {
      for (const key of keys(start)) {
        memory.delete(key);
        shelf?.removeItem(key);
      }
    },
  };
}
