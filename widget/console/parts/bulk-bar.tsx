/** What is picked, and what can be done with it. */
import { Button } from 'antd';
import { MOST_PICKED, type Picked } from '../use-picked.js';
import { fill, W } from '../words.js';

export function BulkBar(props: { picked: Picked; pickAll: () => void; bulk: () => void }) {
  const { picked } = props;
  const n = picked.orders.length;
  return (
    <p className="bulk" role="status">
      {picked.looking !== null && <span>{fill(W.work.picking, { n: picked.looking })}</span>}
      {picked.looking === null && n > 0 && (
        <>
          <span>{fill(W.work.picked, { n })}</span>
          <Button
            type="primary"
            size="small"
            aria-haspopup="dialog"
            aria-keyshortcuts="b"
            onClick={props.bulk}
          >
            {W.work.bulk}
          </Button>
        </>
      )}
      {n > 0 && picked.looking === null && (
        <Button size="small" onClick={props.pickAll}>
          {fill(W.work.pickAllMost, { n: MOST_PICKED })}
        </Button>
      )}
      {(n > 0 || picked.looking !== null) && (
        <Button size="small" onClick={picked.clear}>
          {W.work.unpick}
        </Button>
      )}
      {picked.full && <span className="soft">{fill(W.work.pickedMost, { n: MOST_PICKED })}</span>}
    </p>
  );
}
