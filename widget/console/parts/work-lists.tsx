/** The lists of a role side by side, each with its count; below them the filters that were saved. */
import { App, Button } from 'antd';
import { call, saidBy } from '../api.js';
import { useNames } from '../names.js';
import { ALL, FILTER, type Filter } from '../order-filter.js';
import { go, PATHS, setParams } from '../route.js';
import type { WorkLists } from '../use-lists.js';
import { fill, W } from '../words.js';
import { Failed } from './faces.js';

const emptied = Object.fromEntries(FILTER.map((name) => [name, null]));

const linkTo = (list: string): string => `${PATHS.orders}?list=${encodeURIComponent(list)}`;

function ListLink({ id, name, count, now }: { id: string; name: string; count: string; now: boolean }) {
  return (
    <a
      href={linkTo(id)}
      aria-current={now ? 'page' : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        go(linkTo(id));
      }}
    >
      {name} {count && <span className="count">{count}</span>}
    </a>
  );
}

export function WorkListNav(props: {
  lists: WorkLists | null;
  fault: unknown;
  shown: string;
  reload: () => void;
}) {
  const called = useNames();
  const { lists, shown } = props;
  const { message } = App.useApp();
  if (props.fault && !lists)
    return <Failed title={W.work.countsFailed} fault={props.fault} retry={props.reload} />;
  const remove = async (filter: WorkLists['filters'][number]) => {
    try {
      await call('dropFilter', { params: { filter: filter.id } });
      void message.success(fill(W.work.removed, { name: filter.name }));
      props.reload();
    } catch (error) {
      void message.error(saidBy(error));
    }
  };
  return (
    <>
      <nav className="worklists" aria-label={W.work.nav}>
        {lists?.lists.map(({ id, name, count, many }) => (
          <ListLink
            key={id}
            id={id}
            name={name}
            count={many ? fill(W.work.many, { n: count }) : String(count)}
            now={shown === id}
          />
        ))}
        <ListLink id={ALL} name={W.work.all} count="" now={shown === ALL} />
      </nav>
      {lists && !lists.ready && <p className="soft">{W.work.preparing}</p>}
      {lists && lists.filters.length > 0 && (
        <p className="saved">
          <span className="soft">{W.work.saved}</span>
          {lists.filters.map((filter) => (
            <span key={filter.id} className="one">
              <Button size="small" onClick={() => setParams({ ...emptied, ...filter.query })}>
                {filter.name}
                {!filter.own && (
                  <span className="soft"> {fill(W.work.shared, { by: called(filter.by) })}</span>
                )}
              </Button>
              {filter.own && (
                <Button
                  size="small"
                  type="text"
                  aria-label={fill(W.work.remove, { name: filter.name })}
                  onClick={() => void remove(filter)}
                >
                  ×
                </Button>
              )}
            </span>
          ))}
        </p>
      )}
    </>
  );
}

/** What a saved filter keeps of the address. */
export const keptOf = (filter: Filter): Partial<Filter> =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value)) as Partial<Filter>;
