/** The form of a step: one part for each input its action names. */
import { InputNumber } from 'antd';
import type { ReactNode } from 'react';
import type { InputName } from '../given.js';
import { useOptions } from '../options.js';
import { W } from '../words.js';
import { Field, type Part } from './given/field.js';
import { Callback, Contact, Reply } from './given/talk.js';
import { Return, Units } from './given/units.js';
import { Clauses, Line, Shown, Transfer } from './given/whole.js';

const G = W.given;

function Number_({
  part,
  name,
  label,
  max,
}: {
  part: Part;
  name: 'days' | 'months';
  label: string;
  max: number;
}) {
  return (
    <Field
      part={part}
      name={name}
      label={label}
      control={(ties) => (
        <InputNumber
          {...ties}
          min={1}
          max={max}
          precision={0}
          value={part.typed[name] ?? null}
          onChange={(value) => part.set({ [name]: value })}
        />
      )}
    />
  );
}

const PARTS: Partial<Record<InputName, (part: Part) => ReactNode>> = {
  units: Units,
  return: Return,
  master: (part) => <Line part={part} name="master" label={G.master} />,
  parts: Clauses,
  transfer: Transfer,
  receipt: (part) => <Line part={part} name="receiptNo" label={G.receiptNo} />,
  shown: Shown,
  days: (part) => <Number_ part={part} name="days" label={G.days} max={15} />,
  months: (part) => <Number_ part={part} name="months" label={G.months} max={9} />,
  contact: Contact,
  reply: Reply,
  callback: Callback,
};

export function GivenForm(props: Omit<Part, 'options'> & { inputs: readonly string[] }) {
  const { options } = useOptions();
  return (
    <>
      {props.inputs.map((name) => {
        const One = PARTS[name as InputName];
        return One ? <One key={name} {...props} options={options} /> : null;
      })}
    </>
  );
}
