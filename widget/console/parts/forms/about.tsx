/** What a form says of itself: its name, whom it is for, what its matters are taken for. */
import { Input, InputNumber, Select } from 'antd';
import { type Draft, linesOf } from '../../form-draft.js';
import { F } from '../../form-words.js';
import { nameOf, useOptions } from '../../options.js';
import { Labelled } from '../labelled.js';
import { Lines } from './lines.js';

const optionsOf = (table: Readonly<Record<string, string>>) =>
  Object.entries(table).map(([value, label]) => ({ value, label }));

export function About({ form, set }: { form: Draft; set: (form: Draft) => void }) {
  const { options } = useOptions();
  const { hint } = form;
  const categories = options.categories.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }));
  const none = { value: '', label: F.none };
  const text = (label: string, name: 'title' | 'summary' | 'lead' | 'source', long = false) => (
    <Labelled
      label={label}
      control={(ties) =>
        long ? (
          <Input.TextArea
            {...ties}
            autoSize={{ minRows: 2 }}
            value={form[name]}
            onChange={(event) => set({ ...form, [name]: event.target.value })}
          />
        ) : (
          <Input
            {...ties}
            value={form[name]}
            onChange={(event) => set({ ...form, [name]: event.target.value })}
          />
        )
      }
    />
  );
  const pick = (
    label: string,
    value: string,
    rows: { value: string; label: string }[],
    change: (value: string) => void,
  ) => (
    <Labelled
      label={label}
      control={(ties) => <Select {...ties} value={value} options={rows} onChange={change} />}
    />
  );
  const several = (
    label: string,
    value: string[],
    rows: { value: string; label: string }[],
    change: (value: string[]) => void,
  ) => (
    <Labelled
      label={label}
      control={(ties) => (
        <Select
          {...ties}
          mode="multiple"
          value={value}
          options={rows}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={change}
        />
      )}
    />
  );
  return (
    <div className="stack">
      {text(F.title, 'title')}
      {text(F.summary, 'summary')}
      {text(F.lead, 'lead', true)}
      <Labelled
        label={F.next}
        control={(ties) => (
          <Lines {...ties} lines={form.next} change={(lines) => set({ ...form, next: linesOf(lines) })} />
        )}
      />
      {pick(F.audience, form.audience, optionsOf(F.audiences), (audience) =>
        set({ ...form, audience: audience as Draft['audience'] }),
      )}
      {pick(F.type, hint.type, optionsOf(F.types), (type) =>
        set({ ...form, hint: { ...hint, type: type as Draft['hint']['type'] } }),
      )}
      {pick(F.category, hint.category ?? '', [none, ...categories], (category) =>
        set({ ...form, hint: { ...hint, category: category || null } }),
      )}
      {several(F.categories, hint.categories, categories, (all) =>
        set({ ...form, hint: { ...hint, categories: all } }),
      )}
      {pick(
        F.hotline,
        hint.hotline ?? '',
        [
          none,
          ...options.hotlines.map(({ number, name }) => ({ value: number, label: `${number} ${name}` })),
        ],
        (hotline) => set({ ...form, hint: { ...hint, hotline: hotline || null } }),
      )}
      {several(
        F.regions,
        form.regions,
        options.regions
          .filter((row) => row.parent !== null)
          .map(({ code }) => ({ value: code, label: nameOf.region(options, code) ?? code })),
        (regions) => set({ ...form, regions }),
      )}
      <Labelled
        label={F.words}
        control={(ties) => (
          <Lines
            {...ties}
            lines={hint.words}
            change={(lines) => set({ ...form, hint: { ...hint, words: linesOf(lines) } })}
          />
        )}
      />
      <Labelled
        label={F.photos}
        control={(ties) => (
          <InputNumber
            {...ties}
            min={0}
            max={6}
            value={form.photos?.most ?? 0}
            onChange={(most) =>
              set({ ...form, photos: most ? { most, help: form.photos?.help ?? '' } : null })
            }
          />
        )}
      />
      {form.photos && (
        <Labelled
          label={F.photosHelp}
          control={(ties) => (
            <Input
              {...ties}
              value={form.photos?.help}
              onChange={(event) =>
                set({ ...form, photos: { most: form.photos?.most ?? 1, help: event.target.value } })
              }
            />
          )}
        />
      )}
      {text(F.source, 'source')}
      <Labelled
        label={F.validTo}
        control={(ties) => (
          <Input
            {...ties}
            type="date"
            value={form.validTo ?? ''}
            onChange={({ target: { value } }) => {
              const { validTo: _, ...rest } = form;
              set(value === '' ? rest : { ...rest, validTo: value });
            }}
          />
        )}
      />
    </div>
  );
}
