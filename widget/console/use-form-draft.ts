/** A form as it is being written: kept on this machine until it is published, each step can be taken back. */
import { useEffect, useState } from 'react';
import type { FormJudged } from '../../server/http/contract-forms.js';
import { call } from './api.js';
import type { Draft } from './form-draft.js';
import { useKept } from './kept.js';

export interface Kept {
  form: Draft;
  /** The newest version when writing began. */
  base: number;
}

const MOST_STEPS = 100;

export function useFormDraft(account: string, id: string, published: Kept) {
  const [kept, keep] = useKept<Kept | null>(account, `form.edit-${id}`, null);
  const [past, setPast] = useState<Kept[]>([]);
  const now = kept ?? published;
  const same = JSON.stringify(now.form) === JSON.stringify(published.form);
  return {
    form: now.form,
    base: now.base,
    dirty: kept !== null && !same,
    /** Somebody published since writing began. */
    stale: kept !== null && kept.base !== published.base,
    set(form: Draft): void {
      setPast((all) => [...all, now].slice(-MOST_STEPS));
      keep({ form, base: now.base });
    },
    undo:
      past.length === 0
        ? null
        : () => {
            keep(past.at(-1) ?? null);
            setPast((all) => all.slice(0, -1));
          },
    rebase(): void {
      keep({ form: now.form, base: published.base });
    },
    drop(): void {
      setPast([]);
      keep(null);
    },
  };
}

const QUIET_MS = 350;

/** What the server says of it: its faults and the page it makes, a moment after the last change. */
export function useJudged(form: Draft): { judged: FormJudged | null; fault: Error | null } {
  const [state, setState] = useState<{ judged: FormJudged | null; fault: Error | null }>({
    judged: null,
    fault: null,
  });
  const text = JSON.stringify(form);
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      const body = { form: JSON.parse(text) as Record<string, unknown> };
      call('judgeForm', { body, signal: stop.signal }).then(
        (judged) => setState({ judged, fault: null }),
        (fault: Error) => {
          if (!stop.signal.aborted) setState((old) => ({ ...old, fault }));
        },
      );
    }, QUIET_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text]);
  return state;
}
