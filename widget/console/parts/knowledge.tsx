/** Approved answers beside the conversation: recommended ones, or those found; one key puts one in the reply. */
import { Button, Input, type InputRef } from 'antd';
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { Suggestion } from '../../../server/http/contract-desk.js';
import { call } from '../api.js';
import { useAsked } from '../asked.js';
import { useKeys } from '../keys.js';
import { fill, W } from '../words.js';
import { Failed, Loading, Nothing } from './faces.js';

const SETTLE = 250;

export interface KnowledgeHandle {
  focus: () => void;
}

export function quote({ answer, unit, updated }: Suggestion): string {
  return fill(W.knowledge.quote, { answer, unit, updated });
}

function Item({ item, n, insert }: { item: Suggestion; n: number; insert: (() => void) | null }) {
  return (
    <li className="item">
      <h3>{item.title}</h3>
      <p className="answer">{item.answer}</p>
      <p className="soft">
        {fill(W.knowledge.source, { unit: item.unit, updated: item.updated })}
        {item.basis.length > 0 && (
          <>
            <br />
            {fill(W.knowledge.basis, { basis: item.basis.join('、') })}
          </>
        )}
      </p>
      {insert && (
        <Button
          size="small"
          onClick={insert}
          aria-keyshortcuts={n <= 9 ? String(n) : undefined}
          aria-label={`${W.knowledge.insert}：${item.title}`}
        >
          {n <= 9 ? fill(W.knowledge.insertKey, { n }) : W.knowledge.insert}
        </Button>
      )}
    </li>
  );
}

export function Knowledge(props: {
  suggestions: Suggestion[];
  region: string | null;
  /** Null while the thread is not this agent's: there is no reply to put it in. */
  insert: ((words: string) => void) | null;
  shown: boolean;
  handle: Ref<KnowledgeHandle>;
}) {
  const [typed, setTyped] = useState('');
  const [q, setQ] = useState('');
  const box = useRef<InputRef>(null);
  useImperativeHandle(props.handle, () => ({ focus: () => box.current?.focus({ cursor: 'all' }) }));
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), SETTLE);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = useAsked(q ? `${q}\n${props.region ?? ''}` : null, (signal) =>
    call('knowledge', { query: { q, region: props.region }, signal }),
  );
  const items = q ? (found.value ?? []) : props.suggestions;
  const put = (item: Suggestion | undefined) => {
    if (item) props.insert?.(quote(item));
  };
  useKeys(
    Object.fromEntries(
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => [String(n), () => void (props.shown && put(items[n - 1]))]),
    ),
  );
  return (
    <div className="knowledge">
      <Input
        ref={box}
        role="searchbox"
        aria-label={W.knowledge.search}
        aria-keyshortcuts="/"
        placeholder={W.knowledge.searchKey}
        allowClear
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onPressEnter={() => setQ(typed.trim())}
        onKeyDown={(event) => event.key === 'Escape' && box.current?.blur()}
      />
      <h2 className="small">{q ? fill(W.knowledge.results, { q }) : W.knowledge.suggested}</h2>
      {q && found.fault && <Failed title={W.knowledge.failed} fault={found.fault} retry={found.reload} />}
      {q && !found.fault && !found.value && <Loading />}
      {items.length > 0 && (
        <ol className="items">
          {items.map((item, index) => (
            <Item key={item.id} item={item} n={index + 1} insert={props.insert ? () => put(item) : null} />
          ))}
        </ol>
      )}
      {!items.length && (!q || found.value) && (
        <Nothing>{q ? W.knowledge.emptyResults : W.knowledge.emptySuggested}</Nothing>
      )}
    </div>
  );
}
