/** What the citizen takes away: number, code, and what happens by when. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { FormFiled } from '../../server/http/contract-citizen.js';
import type { Known } from './progress.js';
import { filed as W } from './words.js';

/** The clipboard of pages that came by plain http. */
function copyOldWay(text: string): boolean {
  const box = document.createElement('textarea');
  box.value = text;
  document.body.append(box);
  box.select();
  try {
    return document.execCommand('copy');
  } finally {
    box.remove();
  }
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyOldWay(text);
  }
}

interface FiledParts {
  filed: FormFiled;
  look(known: Known): void;
  another(): void;
}

export function Filed({ filed, look, another }: FiledParts) {
  const { orderNo, code, next } = filed;
  const head = useRef<HTMLHeadingElement>(null);
  const [copied, setCopied] = useState('');
  useEffect(() => head.current?.focus(), []);
  return (
    <article class="filed">
      <h2 ref={head} tabIndex={-1}>
        {W.title}
      </h2>
      <dl>
        <div>
          <dt>{W.orderNo}</dt>
          <dd class="sign">{orderNo}</dd>
        </div>
        <div>
          <dt>{W.code}</dt>
          <dd class="sign">{code}</dd>
        </div>
      </dl>
      <p>{next}</p>
      <p>
        <strong>{W.keep}</strong>
      </p>
      <p class="acts">
        <button
          type="button"
          class="main"
          onClick={() =>
            void copy(W.both(orderNo, code)).then((ok) => setCopied(ok ? W.copied : W.copyFailed))
          }
        >
          {W.copy}
        </button>
        <button type="button" onClick={() => look({ orderNo, code })}>
          {W.look}
        </button>
        <button type="button" onClick={another}>
          {W.another}
        </button>
      </p>
      <p role="status">{copied}</p>
    </article>
  );
}
