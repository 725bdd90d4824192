/** The questions of a form: added, removed, moved, worded. */
import { Button, Select } from 'antd';
import { useState } from 'react';
import type { FormFault } from '../../../../server/http/contract-forms.js';
import { addField, type Draft, type Kind, moveField, removeField } from '../../form-draft.js';
import { F } from '../../form-words.js';
import { fill } from '../../words.js';
import { OneField } from './one-field.js';

const about = (fault: FormFault, name: string): boolean =>
  [`.ui.fields.${name}`, `.schema.properties.${name}`].some(
    (path) => fault.path === path || fault.path.startsWith(`${path}.`) || fault.path.startsWith(`${path}[`),
  );

export function Fields({
  form,
  set,
  faults,
}: {
  form: Draft;
  set: (form: Draft) => void;
  faults: FormFault[];
}) {
  const [open, setOpen] = useState<string | null>(null);
  return (
    <div className="stack">
      <ol className="questions">
        {form.ui.order.map((name, index) => {
          const field = form.ui.fields[name];
          const label = field?.label || name;
          const wrong = faults.filter((fault) => about(fault, name));
          return (
            <li key={name} className={wrong.length > 0 ? 'question wrong' : 'question'}>
              <div className="question-head">
                <button
                  type="button"
                  className="link"
                  aria-expanded={open === name}
                  aria-label={fill(F.open, { label })}
                  onClick={() => setOpen(open === name ? null : name)}
                >
                  {label}
                </button>
                {form.schema.required.includes(name) && <span className="soft">{F.required}</span>}
                <span className="spring" />
                <Button
                  size="small"
                  aria-label={fill(F.up, { label })}
                  disabled={index === 0}
                  onClick={() => set(moveField(form, name, -1))}
                >
                  ↑
                </Button>
                <Button
                  size="small"
                  aria-label={fill(F.down, { label })}
                  disabled={index === form.ui.order.length - 1}
                  onClick={() => set(moveField(form, name, 1))}
                >
                  ↓
                </Button>
                <Button
                  size="small"
                  aria-label={fill(F.remove, { label })}
                  onClick={() => set(removeField(form, name))}
                >
                  ✕
                </Button>
              </div>
              {wrong.map(({ path, message }) => (
                <p key={path + message} className="fault">
                  {message}
                </p>
              ))}
              {open === name && field && <OneField form={form} name={name} set={set} />}
            </li>
          );
        })}
      </ol>
      <Select<Kind>
        aria-label={F.addField}
        placeholder={F.addField}
        value={null as unknown as Kind}
        options={Object.entries(F.kinds).map(([value, label]) => ({ value: value as Kind, label }))}
        onChange={(kind) => {
          const [next, name] = addField(form, kind);
          set(next);
          setOpen(name);
        }}
      />
    </div>
  );
}
