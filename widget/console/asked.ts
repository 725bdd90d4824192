/** One thing fetched for a view: loading, failed with its words, or there. A newer question drops the older. */
import { useCallback, useEffect, useRef, useState } from 'react';

export interface Asked<T> {
  value: T | null;
  fault: Error | null;
  loading: boolean;
  reload: () => void;
  /** Replaces the value by one the server has just sent. */
  put: (next: T | ((old: T | null) => T | null)) => void;
}

export function useAsked<T>(key: string | null, ask: (signal: AbortSignal) => Promise<T>): Asked<T> {
  const [state, setState] = useState<{ key: string | null; value: T | null; fault: Error | null }>({
    key: null,
    value: null,
    fault: null,
  });
  const [turn, setTurn] = useState(0);
  const [busy, setBusy] = useState(false);
  const question = useRef(ask);
  question.current = ask;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` asks the same question again
  useEffect(() => {
    if (key === null) return;
    const stop = new AbortController();
    setBusy(true);
    question.current(stop.signal).then(
      (value) => {
        if (stop.signal.aborted) return;
        setState({ key, value, fault: null });
        setBusy(false);
      },
      (fault: Error) => {
        if (stop.signal.aborted) return;
        setState((old) => ({ key, value: old.key === key ? old.value : null, fault }));
        setBusy(false);
      },
    );
    return () => stop.abort();
  }, [key, turn]);
  const reload = useCallback(() => setTurn((n) => n + 1), []);
  const put = useCallback(
    (next: T | ((old: T | null) => T | null)) =>
      setState((old) => ({
        ...old,
        value: typeof next === 'function' ? (next as (old: T | null) => T | null)(old.value) : next,
      })),
    [],
  );
  const mine = state.key === key;
  return {
    value: mine ? state.value : null,
    fault: mine ? state.fault : null,
    loading: busy || (key !== null && !mine),
    reload,
    put,
  };
}
