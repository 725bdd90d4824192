/** Another conversation of the same citizen, read beside the open one; nothing can be written here. */
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useKeys } from '../keys.js';
import { setParams } from '../route.js';
import { useThread } from '../use-thread.js';
import { fill, W, wordFor } from '../words.js';
import { Failed, Loading } from './faces.js';
import { TalkLine } from './line.js';

export function Beside({ thread, back }: { thread: string; back: () => void }) {
  const open = useThread(thread);
  const button = useRef<HTMLButtonElement>(null);
  const log = useRef<HTMLDivElement>(null);
  const count = open.lines.length;
  useEffect(() => button.current?.focus(), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was said last is what is looked for
  useEffect(() => {
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
  }, [count]);
  useKeys({ Escape: back });
  const channel = wordFor(W.channels, open.value?.card.channel ?? thread.slice(0, thread.indexOf(':')));
  const title = fill(W.person.besideTitle, { channel });
  return (
    <section className="beside-talk" aria-label={title}>
      <header>
        <Button ref={button} size="small" aria-keyshortcuts="Escape" onClick={back}>
          {W.person.back}
        </Button>
        <h2>{title}</h2>
        <Button size="small" type="link" onClick={() => setParams({ thread })}>
          {W.person.open}
        </Button>
      </header>
      {open.value ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <div ref={log} className="log" role="log" aria-label={title} tabIndex={0}>
          <ul>
            {open.lines.map((line) => (
              <TalkLine key={line.id} line={line} spans={[]} />
            ))}
          </ul>
        </div>
      ) : open.fault ? (
        <Failed title={W.person.besideFailed} fault={open.fault} retry={open.reload} />
      ) : (
        <Loading rows={8} />
      )}
    </section>
  );
}
