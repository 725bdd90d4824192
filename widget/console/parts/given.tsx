/** The form of a step: one part for each input its action names. */
import { Button, Input, InputNumber, Radio, Select } from 'antd';
import type { ReactNode } from 'react';
import type { OrderPage } from '../../../server/http/contract.js';
import type { Faults, InputName, Typed } from '../given.js';
import { type Options, useOptions } from '../options.js';
import { fill, W } from '../words.js';
import { Labelled, type Ties } from './labelled.js';

interface Part {
  order: OrderPage;
  action: string;
  options: Options;
  typed: Typed;
  set: (change: Typed) => void;
  faults: Faults;
}

const G = W.given;

function Field(props: {
  part: Part;
  name: keyof Typed;
  label: string;
  hint?: ReactNode;
  control: (ties: Ties) => ReactNode;
}) {
  const { name, label, hint, control, part } = props;
  return <Labelled label={label} fault={part.faults[name]} hint={hint} control={control} />;
}

function Words({
  part,
  name,
  label,
  hint,
  rows = 3,
}: {
  part: Part;
  name: 'basis' | 'handling' | 'public';
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
function OneOf<V extends string | boolean>(props: {
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

const unitChoices = ({ options }: Part) =>
  options.units.map(({ code, name }) => ({ value: code, label: `${name}（${code}）` }));
const pick = { showSearch: { optionFilterProp: 'label' }, allowClear: true } as const;

function Units(part: Part) {
  const { order, typed, set, action } = part;
  const adding = action === 'addUnits';
  const { suggested } = order;
  const many = (name: 'assist' | 'guide') => (
    <Field
      part={part}
      name={name}
      label={G[name]}
      control={(ties) => (
        <Select
          {...ties}
          {...pick}
          mode="multiple"
          value={typed[name] ?? []}
          options={unitChoices(part)}
          onChange={(units: string[]) => set({ [name]: units })}
        />
      )}
    />
  );
  return (
    <>
      {!adding && suggested && (
        <section className="suggested" aria-label={G.suggested}>
          <p className={suggested.sure ? 'soft' : 'mark warn'}>
            {suggested.sure ? G.suggested : `◆ ${G.unsure}`}
          </p>
          {suggested.best.map(({ unit, name, why, returnRisk }) => (
            <div key={unit} className="one">
              <Button
                size="small"
                type={typed.lead === unit ? 'primary' : 'default'}
                aria-pressed={typed.lead === unit}
                onClick={() => set({ lead: unit })}
              >
                {name}
              </Button>
              <span className="soft">
                {why.join('；')}；{fill(G.risk, { n: Math.round(returnRisk * 100) })}
              </span>
            </div>
          ))}
          {suggested.best.length === 0 && <p className="soft">{G.nobody}</p>}
        </section>
      )}
      {!adding && (
        <Field
          part={part}
          name="lead"
          label={G.lead}
          control={(ties) => (
            <Select
              {...ties}
              {...pick}
              aria-required
              value={typed.lead}
              placeholder={W.form.pick}
              options={unitChoices(part)}
              onChange={(lead?: string) => set({ lead })}
            />
          )}
        />
      )}
      {many('assist')}
      {many('guide')}
    </>
  );
}

function Return(part: Part) {
  const { typed, set, options } = part;
  const reasons = Object.entries(options.words.returnReasons ?? {});
  return (
    <>
      <OneOf
        part={part}
        name="reason"
        label={G.reason}
        of={reasons.map(([value, label]) => ({ value, label }))}
      />
      <Words part={part} name="basis" label={G.basis} hint={G.basisHint} />
      <Field
        part={part}
        name="suggest"
        label={G.suggest}
        control={(ties) => (
          <Select
            {...ties}
            {...pick}
            value={typed.suggest}
            options={unitChoices(part)}
            onChange={(suggest?: string) => set({ suggest })}
          />
        )}
      />
    </>
  );
}

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

function Contact(part: Part) {
  const { typed, set, options } = part;
  return (
    <>
      <Field
        part={part}
        name="contactAt"
        label={G.contactAt}
        control={(ties) => (
          <Input
            {...ties}
            type="datetime-local"
            value={typed.contactAt ?? ''}
            onChange={(event) => set({ contactAt: event.target.value })}
          />
        )}
      />
      <OneOf part={part} name="how" label={G.how} of={named(options, 'contactHow')} />
    </>
  );
}

const named = (options: Options, table: string) =>
  Object.entries(options.words[table] ?? {}).map(([value, label]) => ({ value, label }));

function Reply(part: Part) {
  return (
    <>
      <Words part={part} name="handling" label={G.handling} hint={G.handlingHint} />
      <Words part={part} name="public" label={G.public} hint={G.publicHint} rows={4} />
      <OneOf part={part} name="solved" label={G.solved} of={named(part.options, 'solved')} />
    </>
  );
}

const YES_NO = [
  { value: true, label: G.yes },
  { value: false, label: G.no },
];

function Callback(part: Part) {
  return (
    <>
      <OneOf part={part} name="connected" label={G.connected} of={YES_NO} />
      {part.typed.connected && (
        <>
          <OneOf part={part} name="contacted" label={G.contacted} of={YES_NO} />
          <OneOf part={part} name="isSolved" label={G.isSolved} of={YES_NO} />
          <OneOf part={part} name="satisfied" label={G.satisfied} of={named(part.options, 'satisfied')} />
        </>
      )}
    </>
  );
}

function Master(part: Part) {
  return (
    <Field
      part={part}
      name="master"
      label={G.master}
      control={(ties) => (
        <Input
          {...ties}
          className="figures"
          value={part.typed.master ?? ''}
          onChange={(event) => part.set({ master: event.target.value })}
        />
      )}
    />
  );
}

const PARTS: Partial<Record<InputName, (part: Part) => ReactNode>> = {
  units: Units,
  return: Return,
  master: Master,
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
