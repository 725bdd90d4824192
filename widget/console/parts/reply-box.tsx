/** Where the agent writes. The draft is kept per thread; `;` offers the approved phrases. */
import { Button, Input } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { type KeyboardEvent, type Ref, useId, useImperativeHandle, useRef, useState } from 'react';
import { useSession } from '../auth.js';
import { useKept } from '../kept.js';
import { tellTyping } from '../live.js';
import { findSnippets, type Snippet, snippetQuery } from '../snippets.js';
import { fill, W } from '../words.js';

const LIMIT = 4000;
const TYPING_EVERY = 3000;

export interface ReplyHandle {
  focus: () => void;
  /** Puts words where the caret was last. */
  insert: (words: string) => void;
  /** Puts words in place of what is written. */
  replace: (words: string) => void;
}

export function ReplyBox(props: { thread: string; send: (text: string) => void; handle: Ref<ReplyHandle> }) {
  const { account } = useSession();
  const [text, setText] = useKept(account, `reply.${props.thread}`, '');
  const [asked, setAsked] = useState<{ from: number; query: string } | null>(null);
  const [at, setAt] = useState(0);
  const area = useRef<TextAreaRef>(null);
  const told = useRef(0);
  const listId = useId();
  const box = () => area.current?.resizableTextArea?.textArea ?? null;
  const offers = asked ? findSnippets(asked.query) : [];
  const tooLong = text.length > LIMIT;

  function place(words: string, from: number, to: number) {
    setText(text.slice(0, from) + words + text.slice(to));
    setAsked(null);
    requestAnimationFrame(() => {
      const field = box();
      field?.focus();
      field?.setSelectionRange(from + words.length, from + words.length);
    });
  }
  useImperativeHandle(props.handle, () => ({
    focus: () => area.current?.focus(),
    insert(words) {
      const field = box();
      const from = field?.selectionStart ?? text.length;
      const to = field?.selectionEnd ?? from;
      const gap = from > 0 && !/\s$/.test(text.slice(0, from)) ? '\n' : '';
      place(gap + words, from, to);
    },
    replace: (words) => place(words, 0, text.length),
  }));
  function choose(snippet: Snippet | undefined) {
    if (asked && snippet) place(snippet.text, asked.from, box()?.selectionStart ?? text.length);
  }
  function send() {
    const words = text.trim();
    if (!words || tooLong) return;
    props.send(words);
    setText(null);
    setAsked(null);
  }
  function pressed(event: KeyboardEvent) {
    // While a Chinese input method composes, Enter belongs to it.
    if (event.nativeEvent.isComposing) return;
    if (asked && offers.length > 0) {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (step) {
        event.preventDefault();
        return setAt((at + step + offers.length) % offers.length);
      }
      if (event.key === 'Enter' || event.key === 'Tab') {
        event.preventDefault();
        return choose(offers[at]);
      }
    }
    if (event.key === 'Escape') {
      if (asked) setAsked(null);
      else box()?.blur();
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  }
  function changed(next: string, caret: number) {
    setText(next);
    setAsked(snippetQuery(next, caret));
    setAt(0);
    if (Date.now() - told.current > TYPING_EVERY) {
      told.current = Date.now();
      tellTyping(props.thread);
    }
  }

  return (
    <div className="reply">
      {asked && (
        <div className="snippets">
          {offers.length === 0 && <p className="soft">{W.reply.noSnippet}</p>}
          <div id={listId} role="listbox" aria-label={W.reply.snippets}>
            {offers.map((snippet, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard in the text box, which keeps the focus
              // biome-ignore lint/a11y/useFocusableInteractive: named to the text box by aria-activedescendant
              <div
                key={snippet.code}
                id={`${listId}-${index}`}
                role="option"
                aria-selected={index === at}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => choose(snippet)}
              >
                <kbd>;{snippet.code}</kbd> <strong>{snippet.title}</strong> {snippet.text}
              </div>
            ))}
          </div>
        </div>
      )}
      <Input.TextArea
        ref={area}
        aria-label={W.reply.label}
        aria-autocomplete="list"
        aria-controls={asked && offers.length ? listId : undefined}
        aria-activedescendant={asked && offers.length ? `${listId}-${at}` : undefined}
        aria-invalid={tooLong}
        placeholder={W.reply.placeholder}
        value={text}
        autoSize={{ minRows: 2, maxRows: 8 }}
        onChange={(event) => changed(event.target.value, event.target.selectionStart)}
        onKeyDown={pressed}
        onBlur={() => setAsked(null)}
      />
      <div className="under">
        <span className={tooLong ? 'fault' : 'soft'} role="status">
          {tooLong ? fill(W.reply.tooLong, { n: text.length }) : text ? W.reply.draftKept : ''}
        </span>
        <Button type="primary" onClick={send} disabled={!text.trim() || tooLong}>
          {W.reply.send}
        </Button>
      </div>
    </div>
  );
}
