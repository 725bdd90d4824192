/** The left column: boxes with counts, J and K to move in the one that is shown. */
import { useRef } from 'react';
import type { ThreadCard } from '../../../server/http/contract-desk.js';
import { useSession } from '../auth.js';
import { useKept } from '../kept.js';
import { useKeys } from '../keys.js';
import { setParams, useParam } from '../route.js';
import type { Listed } from '../rows.js';
import { BOXES, type Box, isMine, type useBoxes } from '../use-boxes.js';
import { W } from '../words.js';
import { OrderRow } from './order-row.js';
import { RowList } from './row-list.js';
import { Tabs } from './tabs.js';
import { ThreadCardRow } from './thread-card.js';

const SHOWN = [...BOXES, 'orders'] as const;
const NOTHING_READ: Record<string, number> = {};

/** Moves the focus among the rows; the row that has it is where Enter opens and C claims. */
export function moveFocus(within: HTMLElement | null, by: 1 | -1): void {
  const rows = [...(within?.querySelectorAll<HTMLElement>('[data-row]') ?? [])].filter(
    (row) => row.offsetParent !== null,
  );
  if (!rows.length) return;
  let at = rows.indexOf(document.activeElement as HTMLElement);
  if (at < 0) at = rows.findIndex((row) => row.getAttribute('aria-current') === 'true');
  const next = at < 0 ? (by === 1 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by));
  rows[next]?.focus();
  rows[next]?.scrollIntoView({ block: 'nearest' });
}

export function Lists({ boxes, open }: { boxes: ReturnType<typeof useBoxes>; open: string }) {
  const me = useSession();
  const [box, setBox] = useParam('box');
  const [readUpTo] = useKept(me.account, 'read', NOTHING_READ);
  const place = useRef<HTMLElement>(null);
  useKeys({ j: () => moveFocus(place.current, 1), k: () => moveFocus(place.current, -1) });
  const threads = (name: Box, list: Listed<ThreadCard>) => (
    <RowList
      list={list}
      label={W.lists[name]}
      id={(card) => card.id}
      pill={W.lists.fresh}
      empty={W.lists.empty[name]}
      failed={W.lists.failed}
      row={(card, gone) => (
        <ThreadCardRow
          card={card}
          gone={gone}
          open={card.id === open}
          unread={isMine(card, me) && card.id !== open && card.lastSeq > (readUpTo[card.id] ?? 0)}
          pick={() => setParams({ thread: card.id })}
        />
      )}
    />
  );
  const label = (word: string, list: { count: number; phase: string }) => (
    <>
      {word} {list.phase === 'ready' && <span className="count">{list.count}</span>}
    </>
  );
  return (
    <section className="lists" aria-label={W.lists.region} ref={place}>
      <Tabs
        label={W.lists.region}
        shown={SHOWN.find((name) => name === box) ?? 'waiting'}
        show={(key) => setBox(key, true)}
        tabs={[
          ...BOXES.map((name) => ({
            key: name,
            label: label(W.lists[name], boxes[name]),
            children: threads(name, boxes[name]),
          })),
          {
            key: 'orders' as const,
            label: label(W.lists.orders, boxes.orders),
            children: (
              <RowList
                list={boxes.orders}
                label={W.lists.orders}
                id={(card) => card.orderNo}
                pill={W.lists.freshOrders}
                empty={W.lists.empty.orders}
                failed={W.lists.failed}
                row={(card, gone) => (
                  <OrderRow card={card} gone={gone} pick={() => setParams({ order: card.orderNo })} />
                )}
              />
            ),
          },
        ]}
      />
    </section>
  );
}
