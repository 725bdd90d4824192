/** The boxes above a list of orders; all of it stands in the address. */
import { Button, Input, type InputRef, Select } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useOptions } from '../options.js';
import { ALL, FILTER, type Filter, isPlain, narrowing } from '../order-filter.js';
import { setParams } from '../route.js';
import { W } from '../words.js';

const SETTLE = 300;

export function OrderFilters({
  filter,
  box,
  children,
}: {
  filter: Filter;
  box: React.Ref<InputRef>;
  children: ReactNode;
}) {
  const { options } = useOptions();
  const [typed, setTyped] = useState(filter.q);
  // Another filter came from elsewhere: a saved one, a link, the back button.
  useEffect(() => setTyped((old) => (old.trim() === filter.q ? old : filter.q)), [filter.q]);
  useEffect(() => {
    const timer = setTimeout(() => typed.trim() !== filter.q && setParams({ q: typed.trim() }, true), SETTLE);
    return () => clearTimeout(timer);
  }, [typed, filter.q]);
  const one = (name: keyof Filter, label: string, any: string, of: { value: string; label: string }[]) => (
    <Select
      aria-label={label}
      showSearch={{ optionFilterProp: 'label' }}
      value={filter[name]}
      onChange={(value: string) => setParams({ [name]: value }, true)}
      options={[{ value: '', label: any }, ...of]}
    />
  );
  const coded = (table: object) =>
    Object.entries(table).map(([value, label]) => ({ value, label: label as string }));
  const narrowed = narrowing(filter, options);
  return (
    <search className="filters">
      <Input
        ref={box}
        role="searchbox"
        allowClear
        aria-label={W.orders.search}
        aria-keyshortcuts="/"
        placeholder={W.orders.searchHint}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
      {(filter.list === ALL || filter.list === '') &&
        one(
          'state',
          W.orders.state,
          W.orders.anyState,
          options.states.map(({ state, name }) => ({ value: state, label: name })),
        )}
      {one('kind', W.orders.kind, W.orders.anyKind, coded(W.orders.kinds))}
      {one('urgency', W.work.urgency, W.work.anyUrgency, coded(W.urgency))}
      {one(
        'category',
        W.work.category,
        W.work.anyCategory,
        options.categories.map(({ code, name }) => ({ value: code, label: name })),
      )}
      {one('sort', W.work.order, W.work.ownOrder, coded(W.work.orders))}
      {narrowed && <span className="soft">{narrowed}</span>}
      {!isPlain(filter) && (
        <Button
          type="link"
          onClick={() => {
            setTyped('');
            setParams(
              Object.fromEntries(FILTER.filter((name) => name !== 'list').map((name) => [name, null])),
              true,
            );
          }}
        >
          {W.orders.clear}
        </Button>
      )}
      {children}
    </search>
  );
}
