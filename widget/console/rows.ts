/**
 * A list that never moves under the pointer. What arrives live replaces a row in place; new rows are only
 * counted until the person asks for them; rows that left the list stay, marked, until the next fetch.
 */
import { useCallback, useEffect, useReducer, useRef } from 'react';

export interface Rows<T> {
  phase: 'loading' | 'ready' | 'failed';
  rows: T[];
  next: string | null;
  total: number;
  fresh: ReadonlySet<string>;
  gone: ReadonlySet<string>;
  fault: Error | null;
  more: 'idle' | 'loading' | 'failed';
  fetchedAt: number;
}

export interface PageOf<T> {
  rows: T[];
  next: string | null;
  total: number;
}

export type Heard<T> =
  | { do: 'ask' }
  | { do: 'late' }
  | { do: 'page'; page: PageOf<T>; at: number }
  | { do: 'askMore' }
  | { do: 'morePage'; page: PageOf<T>; id: (row: T) => string }
  | { do: 'failed'; fault: Error; more: boolean }
  | { do: 'live'; row: T; id: (row: T) => string; belongs: boolean; since: number };

const NONE: ReadonlySet<string> = new Set();

export function emptyRows<T>(): Rows<T> {
  return {
    phase: 'loading',
    rows: [],
    next: null,
    total: 0,
    fresh: NONE,
    gone: NONE,
    fault: null,
    more: 'idle',
    fetchedAt: 0,
  };
}

function withId(set: ReadonlySet<string>, id: string, present: boolean): ReadonlySet<string> {
  if (set.has(id) === present) return set;
  const next = new Set(set);
  if (present) next.add(id);
  else next.delete(id);
  return next;
}

/** Clocks differ a little between here and the server. */
const SLACK = 5000;

function live<T>(state: Rows<T>, heard: Extract<Heard<T>, { do: 'live' }>): Rows<T> {
  const id = heard.id(heard.row);
  const index = state.rows.findIndex((row) => heard.id(row) === id);
  if (index >= 0) {
    const rows = state.rows.with(index, heard.row);
    return { ...state, rows, gone: withId(state.gone, id, !heard.belongs) };
  }
  // With further pages on the server an unknown row is new only if it came after the fetch.
  const isNew = heard.belongs && (state.next === null || heard.since >= state.fetchedAt - SLACK);
  return { ...state, fresh: withId(state.fresh, id, isNew) };
}

export function heardRows<T>(state: Rows<T>, heard: Heard<T>): Rows<T> {
  switch (heard.do) {
    case 'ask':
      return { ...state, phase: state.rows.length ? state.phase : 'loading', fault: null };
    // Rows of one list under the name of another would be taken for its own.
    case 'late':
      return emptyRows<T>();
    case 'page':
      return {
        ...emptyRows<T>(),
        phase: 'ready',
        rows: heard.page.rows,
        next: heard.page.next,
        total: heard.page.total,
        fetchedAt: heard.at,
      };
    case 'askMore':
      return { ...state, more: 'loading' };
    case 'morePage': {
      const known = new Set(state.rows.map(heard.id));
      const added = heard.page.rows.filter((row) => !known.has(heard.id(row)));
      const { next, total } = heard.page;
      return { ...state, rows: [...state.rows, ...added], next, total, more: 'idle' };
    }
    case 'failed':
      if (heard.more) return { ...state, more: 'failed' };
      return { ...state, phase: 'failed', fault: heard.fault };
    case 'live':
      return live(state, heard);
  }
}

/** Until then the old rows may stand where other ones are asked for: a list that is quick does not flicker. */
const LATE_MS = 250;

export interface Listed<T> extends Rows<T> {
  count: number;
  reload: () => void;
  loadMore: () => void;
  hear: (row: T, belongs: boolean, since: number) => void;
}

/** `key` names the question (box, filter); another key starts anew. */
export function useRows<T>(
  key: string,
  id: (row: T) => string,
  ask: (after: string | null) => Promise<PageOf<T>>,
): Listed<T> {
  const [state, tell] = useReducer(heardRows<T>, null, emptyRows<T>);
  const turn = useRef(0);
  const answered = useRef(0);
  const idOf = useRef(id);
  const again = useRef(async () => {});
  again.current = async () => {
    const mine = ++turn.current;
    tell({ do: 'ask' });
    const heard: Heard<T> = await ask(null).then(
      (page) => ({ do: 'page', page, at: Date.now() }),
      (fault: Error) => ({ do: 'failed', fault, more: false }),
    );
    if (mine !== turn.current) return;
    answered.current = mine;
    tell(heard);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another key is another question
  useEffect(() => {
    void again.current();
    const asked = turn.current;
    const late = setTimeout(() => answered.current < asked && tell({ do: 'late' }), LATE_MS);
    return () => clearTimeout(late);
  }, [key]);
  const reload = useCallback(() => void again.current(), []);
  const loadMore = () => {
    if (!state.next || state.more === 'loading') return;
    const mine = turn.current;
    tell({ do: 'askMore' });
    ask(state.next).then(
      (page) => mine === turn.current && tell({ do: 'morePage', page, id }),
      (fault: Error) => mine === turn.current && tell({ do: 'failed', fault, more: true }),
    );
  };
  const hear = useCallback(
    (row: T, belongs: boolean, since: number) => tell({ do: 'live', row, id: idOf.current, belongs, since }),
    [],
  );
  // Nobody's pointer is on an empty list.
  const bare = state.phase === 'ready' && state.rows.length === 0 && state.fresh.size > 0;
  useEffect(() => {
    if (bare) void again.current();
  }, [bare]);
  const count = Math.max(0, state.total + state.fresh.size - state.gone.size);
  return { ...state, count, reload, loadMore, hear };
}
