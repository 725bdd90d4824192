/** What is owed to the citizen and how long there is: a shape and a word, yellow at two thirds, red when over. */
import type { ThreadCard } from '../../../server/http/contract-desk.js';
import { exact, left, useSecond } from '../format.js';
import { fill, W } from '../words.js';

export function Clock({ clock }: { clock: NonNullable<ThreadCard['clock']> }) {
  const now = useSecond();
  const { over, time } = left(clock.due, now);
  const words = fill(W.clock[over ? (`${clock.kind}Over` as const) : clock.kind], { time });
  const late = over ? 'urgent' : now >= Date.parse(clock.yellow) ? 'warn' : '';
  return (
    <time
      dateTime={clock.due}
      title={fill(W.clock.due, { at: exact(clock.due) })}
      className={late ? `mark ${late} clock` : 'soft clock'}
    >
      <span aria-hidden="true">{over ? '▲' : late ? '◆' : '○'}</span> {words}
    </time>
  );
}
