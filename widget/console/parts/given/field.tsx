/** What the parts of a step's form are made of: a labelled field, words, one of a few, a unit. */
import { Input, Radio } from 'antd';
import type { ReactNode } from 'react';
import type { OrderPage } from '../../../../server/http/contract-orders.js';
import type { Faults, Typed } from '../../given.js';
import type { Options } from '../../options.js';
import { Labelled, type Ties } from '../labelled.js';

export interface Part {
  /** Of many orders at once only what they have in common. */
  order: Pick<OrderPage, 'suggested'> & Partial<Pick<OrderPage, 'content' | 'proposed'>>;
  action: string;
  options: Options;
  typed: Typed;
  set: (change: Typed) => void;
  faults: Faults;
}

export function Field(props: {
  part: Part;
  name: keyof Typed;
  label: string;
  hint?: ReactNode;
  control: (ties: Ties) => ReactNode;
}) {
  const { name, label, hint, control, part } = props;
  return <Labelled label={label} fault={part.faults[name]} hint={hint} control={control} />;
}

export function Words({
  part,
  name,
  label,
  hint,
  rows = 3,
}: {
  part: Part;
  name: 'basis' | 'handling' | 'public' | 'shownContent';
  label: string;
  hint?: string;
  rows?: number;
}) {
  return (
    <Field
      part={part}
      name={name}
      label={label}
      hint={hint}
      control={(ties) => (
        <Input.TextArea
          {...ties}
          aria-required
          autoSize={{ minRows: rows, maxRows: 10 }}
          maxLength={2000}
          value={part.typed[name] ?? ''}
          onChange={(event) => part.set({ [name]: event.target.value })}
        />
      )}
    />
  );
}

/** One of a few, spoken as a group: radio buttons, not a list to open. */
export function OneOf<V extends string | boolean>(props: {
  part: Part;
  name: keyof Typed;
  label: string;
  of: { value: V; label: string }[];
}) {
  const { part, name, label, of } = props;
  return (
    <fieldset className="labelled bare">
      <legend>{label}</legend>
      <Radio.Group
        value={part.typed[name]}
        onChange={(event) => part.set({ [name]: event.target.value as V })}
        options={of}
      />
      {part.faults[name] && <div className="fault">{part.faults[name]}</div>}
    </fieldset>
  );
}

export const unitChoices = ({ options }: Part) =>
  options.units.map(({ code, name }) => ({ value: code, label: `${name}（${code}）` }));
export const pick = { showSearch: { optionFilterProp: 'label' }, allowClear: true } as const;

export const named = (options: Options, table: string) =>
  Object.entries(options.words[table] ?? {}).map(([value, label]) => ({ value, label }));
