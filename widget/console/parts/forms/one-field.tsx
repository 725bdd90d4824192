/** One question: its words, its choices and bounds, what of the order it is, when it is asked. */
import { Checkbox, Input, InputNumber, Select } from 'antd';
import type { FormProperty, FormRole } from '../../../../server/http/contract-forms.js';
import {
  choicesOf,
  type Draft,
  linesOf,
  setChoices,
  setField,
  setProperty,
  setRequired,
} from '../../form-draft.js';
import { F } from '../../form-words.js';
import { Labelled } from '../labelled.js';
import { Lines } from './lines.js';

const ROLES = Object.entries(F.roles).map(([value, label]) => ({ value, label }));

/** A bound that is emptied is not there. */
function bounded(property: FormProperty, name: string, value: number | null): FormProperty {
  const rest = Object.fromEntries(Object.entries(property).filter(([one]) => one !== name));
  return (value === null ? rest : { ...rest, [name]: value }) as FormProperty;
}

export function OneField({ form, name, set }: { form: Draft; name: string; set: (form: Draft) => void }) {
  const field = form.ui.fields[name]!;
  const property = form.schema.properties[name];
  if (!property) return null;
  const choices = choicesOf(property);
  const free = property.type === 'string' && !choices && !property.format;
  const before = form.ui.order
    .slice(0, form.ui.order.indexOf(name))
    .filter((one) => choicesOf(form.schema.properties[one]) !== null);
  const asked = field.showIf;
  const bound = (label: string, key: 'minLength' | 'maxLength' | 'minimum' | 'maximum') => (
    <Labelled
      label={label}
      control={(ties) => (
        <InputNumber
          {...ties}
          value={((property as Record<string, unknown>)[key] as number | undefined) ?? null}
          onChange={(value) => set(setProperty(form, name, bounded(property, key, value as number | null)))}
        />
      )}
    />
  );
  return (
    <div className="question-body stack">
      <Labelled
        label={F.label}
        control={(ties) => (
          <Input
            {...ties}
            value={field.label}
            onChange={(event) => set(setField(form, name, { label: event.target.value }))}
          />
        )}
      />
      <Labelled
        label={F.help}
        control={(ties) => (
          <Input
            {...ties}
            value={field.help ?? ''}
            onChange={(event) => set(setField(form, name, { help: event.target.value }))}
          />
        )}
      />
      <Checkbox
        checked={form.schema.required.includes(name)}
        onChange={(event) => set(setRequired(form, name, event.target.checked))}
      >
        {F.required}
      </Checkbox>
      {choices && (
        <Labelled
          label={F.choices}
          control={(ties) => (
            <Lines
              {...ties}
              lines={choices}
              change={(text) => set(setProperty(form, name, setChoices(property, linesOf(text))))}
            />
          )}
        />
      )}
      {free && (
        <div className="pair">
          {bound(F.min, 'minLength')}
          {bound(F.max, 'maxLength')}
        </div>
      )}
      {property.type === 'integer' && (
        <div className="pair">
          {bound(F.least, 'minimum')}
          {bound(F.most, 'maximum')}
        </div>
      )}
      {property.type === 'string' && (
        <Labelled
          label={F.role}
          control={(ties) => (
            <Select
              {...ties}
              value={field.role ?? ''}
              options={[{ value: '', label: F.noRole }, ...ROLES]}
              onChange={(role: string) =>
                set(setField(form, name, { role: (role || undefined) as FormRole | undefined } as never))
              }
            />
          )}
        />
      )}
      <Labelled
        label={F.showIf}
        control={(ties) => (
          <Select
            {...ties}
            value={asked?.field ?? ''}
            options={[
              { value: '', label: F.always },
              ...before.map((one) => ({ value: one, label: form.ui.fields[one]?.label ?? one })),
            ]}
            onChange={(on: string) => {
              const first = choicesOf(form.schema.properties[on])?.[0];
              const showIf = on && first ? { field: on, in: [first] } : undefined;
              set(setField(form, name, { showIf } as never));
            }}
          />
        )}
      />
      {asked && (
        <Labelled
          label={F.showIfIn}
          control={(ties) => (
            <Select
              {...ties}
              mode="multiple"
              value={asked.in}
              options={(choicesOf(form.schema.properties[asked.field]) ?? []).map((value) => ({
                value,
                label: value,
              }))}
              onChange={(words: string[]) => set(setField(form, name, { showIf: { ...asked, in: words } }))}
            />
          )}
        />
      )}
    </div>
  );
}
