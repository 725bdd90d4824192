/** Parts of a step's form: another order's number, splitting, transfers, what units may read of a secret order. */
import { Input, Select } from 'antd';
import { clausesOf } from '../../given.js';
import { fill, W } from '../../words.js';
import { Labelled } from '../labelled.js';
import { Field, type Part, pick, Words } from './field.js';

const G = W.given;

export function Line({
  part,
  name,
  label,
}: {
  part: Part;
  name: 'master' | 'receiverName' | 'receiptNo' | 'shownPlace';
  label: string;
}) {
  return (
    <Field
      part={part}
      name={name}
      label={label}
      control={(ties) => (
        <Input
          {...ties}
          className="figures"
          value={part.typed[name] ?? ''}
          onChange={(event) => part.set({ [name]: event.target.value })}
        />
      )}
    />
  );
}

export function Clauses(part: Part) {
  const { order, typed, set } = part;
  return (
    <>
      <p className="soft">{G.partsHint}</p>
      {clausesOf(order.content ?? '').map(({ from, to }, i) => (
        <Labelled
          key={from}
          label={fill(G.clause, { text: (order.content ?? '').slice(from, to).trim() })}
          control={(ties) => (
            <Select
              {...ties}
              value={typed.clauses?.[i] ?? 0}
              options={G.nth.map((label, value) => ({ value, label }))}
              onChange={(n: number) => set({ clauses: { ...typed.clauses, [i]: n } })}
            />
          )}
        />
      ))}
      {part.faults.clauses && <div className="fault">{part.faults.clauses}</div>}
    </>
  );
}

export function Transfer(part: Part) {
  const { typed, set, options } = part;
  return (
    <>
      <Field
        part={part}
        name="receiver"
        label={G.receiver}
        control={(ties) => (
          <Select
            {...ties}
            {...pick}
            aria-required
            value={typed.receiver}
            placeholder={W.form.pick}
            options={[
              ...options.receivers.map(({ code, name }) => ({ value: code, label: name })),
              { value: '', label: G.otherReceiver },
            ]}
            onChange={(receiver?: string) => set({ receiver })}
          />
        )}
      />
      {typed.receiver === '' && <Line part={part} name="receiverName" label={G.receiverName} />}
    </>
  );
}

export function Shown(part: Part) {
  const { proposed } = part.order;
  return (
    <>
      <Words
        part={{ ...part, typed: { shownContent: proposed?.content ?? '', ...part.typed } }}
        name="shownContent"
        label={G.shownContent}
        hint={G.shownHint}
        rows={5}
      />
      <Line
        part={{ ...part, typed: { shownPlace: proposed?.place ?? '', ...part.typed } }}
        name="shownPlace"
        label={G.shownPlace}
      />
    </>
  );
}
