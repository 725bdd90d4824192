/** Whom an order goes to, and why it comes back. */
import { Button, Select } from 'antd';
import { fill, W } from '../../words.js';
import { Field, OneOf, type Part, pick, unitChoices, Words } from './field.js';

const G = W.given;

export function Units(part: Part) {
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

export function Return(part: Part) {
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
