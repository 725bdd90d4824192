/** The conversations a figure is made of: when, where, and what each was counted for. What was said is read at the desk. */
import type { TalkCard } from '../../../server/http/contract-talks.js';
import { call } from '../api.js';
import { exact } from '../format.js';
import { go, threadLink } from '../route.js';
import { fill, W } from '../words.js';
import { type Behind, RowsDrawer } from './rows-drawer.js';

const words = W.talks;

const show = (row: TalkCard) => (
  <>
    <button type="button" className="link" onClick={() => go(threadLink(row.thread))}>
      {row.channelName} {exact(row.startedAt).slice(0, 16)}
    </button>
    {row.why.length > 0 && ` ${row.why.join('，')}`}
    {(row.said > 0 || row.quietUntil) && (
      <>
        <br />
        <span className="soft">
          {row.said > 0 && fill(words.said, { n: row.said })}
          {row.quietUntil && fill(words.quiet, { until: exact(row.quietUntil).slice(0, 16) })}
        </span>
      </>
    )}
  </>
);

export function TalkRows({ behind, close }: { behind: Behind | null; close: () => void }) {
  return (
    <RowsDrawer<TalkCard>
      behind={behind}
      close={close}
      ask={(query, signal) => call('talkRows', { query, ...(signal ? { signal } : {}) })}
      keyOf={({ id }) => id}
      show={show}
      label={words.rows}
      empty={words.rowsEmpty}
      failed={words.rowsFailed}
    />
  );
}
