/** What a step changed, as before and after, the differing signs marked. */
import { diffChars } from 'diff';
import type { OrderPage } from '../../../server/http/contract-orders.js';
import { nameOf, type Options, useOptions } from '../options.js';
import { W, wordFor } from '../words.js';

type Change = NonNullable<OrderPage['timeline'][number]['changed']>[number];

const FIELDS: Readonly<Record<string, string>> = {
  ...W.form,
  title: W.trace.title,
  region: W.form.region_,
  master: W.trace.master,
};

const CODED: Record<string, (options: Options, code: string) => string | null> = {
  type: nameOf.type,
  category: nameOf.category,
  hotline: nameOf.hotline,
  region: nameOf.region,
  urgency: (_, code) => wordFor(W.urgency, code),
};

function Both({ before, after }: { before: string; after: string }) {
  return (
    <>
      {diffChars(before, after).map(({ added, removed, value }, at) => {
        const Kind = added ? 'ins' : removed ? 'del' : 'span';
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one comparison have no other name
        return <Kind key={at}>{value}</Kind>;
      })}
    </>
  );
}

export function Changes({ changed }: { changed: Change[] }) {
  const { options } = useOptions();
  const told = ({ field }: Change, value: string | null): string =>
    (value && (CODED[field]?.(options, value) ?? value)) || W.trace.none;
  return (
    <dl className="changes" aria-label={W.trace.changedWhat}>
      {changed.map((one) => (
        <div key={one.field}>
          <dt className="soft">{wordFor(FIELDS, one.field)}</dt>
          <dd>
            {one.field in CODED || !one.before || !one.after ? (
              <>
                <del>{told(one, one.before)}</del> → <ins>{told(one, one.after)}</ins>
              </>
            ) : (
              <Both before={one.before} after={one.after} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
