import { exact, relative, span, useNow } from '../format.js';
import { fill, W } from '../words.js';

export function When({ at }: { at: string }) {
  return (
    <time dateTime={at} title={exact(at)} className="when">
      {relative(at, useNow())}
    </time>
  );
}

export function Waited({ since }: { since: string }) {
  const time = span(since, useNow());
  return (
    <time dateTime={since} title={exact(since)} className="when">
      {time ? fill(W.lists.waited, { time }) : W.lists.justNow}
    </time>
  );
}
