/** What went wrong, said once aloud; the seconds run on silently beside it. */
import type { Trouble } from './said.js';
import { net } from './words.js';

export function TroubleBox({ trouble, left }: { trouble: Trouble; left: number }) {
  return (
    <div class="trouble">
      <p role="alert">
        {trouble.message}
        {trouble.hint && trouble.wait === 0 ? ` ${trouble.hint}` : ''}
      </p>
      {trouble.wait > 0 && <p>{left > 0 ? net.wait(left) : net.goAhead}</p>}
    </div>
  );
}
