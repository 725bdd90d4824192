/** The public text of one letter while an editor works on it: kept on this machine, checked as it changes. */
import { useEffect, useState } from 'react';
import type { LetterDesk, LetterLeft, LetterText } from '../../server/http/contract-letters.js';
import { call } from './api.js';
import { useKept } from './kept.js';

export const FIELDS = ['title', 'content', 'reply'] as const;
export type Field = (typeof FIELDS)[number];

/** A reason belongs to the words it was given for, at their place. */
const keyOf = (field: Field, from: number, to: number, words: string): string =>
  `${field}:${from}:${to}:${words}`;

export interface Found {
  key: string;
  field: Field;
  from: number;
  to: number;
  kind: string;
  words: string;
}

const PAUSE = 400;

export function useLetterDraft(account: string, letter: LetterDesk) {
  const { card, proposal, publication } = letter;
  const start: LetterText = publication
    ? { title: publication.title, content: publication.content, reply: publication.reply }
    : proposal;
  const [kept, keep] = useKept<LetterText | null>(account, `form.letter.${card.letterNo}`, null);
  const text = kept ?? start;
  const [reasons, setReasons] = useState<Record<string, string>>({});
  const [checked, setChecked] = useState<{ of: string; left: LetterLeft | null; fault: unknown } | null>(
    null,
  );
  const whole = JSON.stringify(text);
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      call('letterCheck', {
        params: { letter: card.letterNo },
        body: JSON.parse(whole) as LetterText,
        signal: stop.signal,
      }).then(
        (left) => setChecked({ of: whole, left, fault: null }),
        (fault: unknown) => !stop.signal.aborted && setChecked({ of: whole, left: null, fault }),
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [card.letterNo, whole]);
  const now = checked?.of === whole ? checked : null;
  const found: Found[] = FIELDS.flatMap((field) =>
    (now?.left?.[field] ?? []).map(({ from, to, kind }) => {
      const words = text[field].slice(from, to);
      return { key: keyOf(field, from, to, words), field, from, to, kind, words };
    }),
  );
  const told = (one: Found): string => (reasons[one.key] ?? '').trim();
  return {
    text,
    found,
    fault: now?.fault ?? null,
    /** Checked, and nothing stands without a reason. */
    ready: Boolean(now?.left) && found.every((one) => told(one).length >= 4),
    checking: now === null,
    edit: (field: Field, value: string) => keep({ ...text, [field]: value }),
    restore: () => keep(null),
    reasonOf: (one: Found) => reasons[one.key] ?? '',
    setReason: (one: Found, reason: string) => setReasons({ ...reasons, [one.key]: reason }),
    waived: () => found.map((one) => ({ field: one.field, from: one.from, to: one.to, reason: told(one) })),
  };
}
