import { Button } from 'antd';
import { useKept } from '../kept.js';
import type { Page } from '../route.js';
import { W } from '../words.js';

/** At most three hints on the first visit of a page; once dismissed they never come back. */
export function Hints({
  account,
  page,
  skip = 0,
}: {
  account: string;
  page: keyof typeof W.hints & Page;
  /** So many of the first speak of what this person may not do. */
  skip?: number;
}) {
  const [done, setDone] = useKept(account, `hints.${page}`, false);
  if (done) return null;
  return (
    <aside className="hints" aria-label={W.hints.label}>
      <ul>
        {W.hints[page].slice(skip).map((hint) => (
          <li key={hint}>{hint}</li>
        ))}
      </ul>
      <Button size="small" onClick={() => setDone(true)}>
        {W.hints.dismiss}
      </Button>
    </aside>
  );
}
