/** What an editor put aside can be taken back as long as the page stands. */
import { App, Button } from 'antd';
import { useState } from 'react';
import { saidBy } from '../../api.js';
import { KB } from '../../words/knowledge-base.js';
import { fill } from '../../words.js';

/** What was put aside last, while it can be taken back. */
export function Aside({ text, back }: { text: string; back: () => void }) {
  return (
    <p className="kb-aside" role="status">
      {fill(KB.aside, { text })}{' '}
      <Button size="small" onClick={back}>
        {KB.undo}
      </Button>
    </p>
  );
}

/** Puts aside and takes back; a fault is told, and the list is read anew either way. */
export function useAside<T>(act: (one: T, open: boolean) => Promise<unknown>, reload: () => void) {
  const { message } = App.useApp();
  const [last, setLast] = useState<T | null>(null);
  const go = (one: T, open: boolean) =>
    act(one, open)
      .then(() => setLast(open ? null : one))
      .catch((error: unknown) => void message.error(saidBy(error)))
      .finally(reload);
  return { last, put: (one: T) => void go(one, false), back: (one: T) => void go(one, true) };
}
