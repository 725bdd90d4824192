/** The fields of a text, each with what the checks say of it. */
import { Checkbox, Input, Select } from 'antd';
import type { KbFault } from '../../../../server/http/contract-knowledge.js';
import { nameOf, useOptions } from '../../options.js';
import { KB } from '../../words/knowledge-base.js';
import { Pieces } from './pieces.js';
import { linesOf, put, shown, sinceShown, sinceTyped, type Text } from './text.js';

const AREAS = { answer: 6, internal: 3, similar: 3, basis: 3 } as const;
const LISTS = new Set(['similar', 'basis']);
const SHORT = ['effectiveFrom', 'effectiveTo', 'reviewBy', 'reviewDays'] as const;

interface FieldParts {
  text: Text;
  set: (text: Text) => void;
  faults: KbFault[];
  owner: string | null;
  setOwner: (owner: string | null) => void;
}

export function Fields({ text, set, faults, owner, setOwner }: FieldParts) {
  const { options } = useOptions();
  const said = (field: string) => faults.filter((fault) => fault.field === field);
  const change = (field: string, value: unknown) => set(put(text, field, value));
  const note = (field: string) =>
    said(field).map(({ says, severity, from, to }) => (
      <span key={`${says}${from}`} className={severity === 'block' ? 'kb-fault block' : 'kb-fault'}>
        {severity === 'block' ? `✕ ${KB.block}` : `◆ ${KB.warn}`}：{says}
        {to > from && `（“${shown(text, field).slice(from, to).slice(0, 20)}”）`}
      </span>
    ));
  const picked = (field: string, rows: { value: string; label: string }[], clear = false) => (
    <div className="kb-field">
      <span>{KB.fields[field as keyof typeof KB.fields]}</span>
      <Select
        aria-label={KB.fields[field as keyof typeof KB.fields]}
        aria-invalid={said(field).length > 0}
        showSearch={{ optionFilterProp: 'label' }}
        allowClear={clear}
        value={shown(text, field) || (field === 'language' ? 'zh' : null)}
        onChange={(value: string | null) => change(field, value ?? '')}
        options={rows}
      />
      {note(field)}
    </div>
  );
  return (
    <div className="kb-fields">
      <div className="kb-field wide">
        <label htmlFor="kb-title">{KB.fields.title}</label>
        <Input
          id="kb-title"
          value={shown(text, 'title')}
          maxLength={200}
          aria-invalid={said('title').length > 0}
          onChange={(event) => change('title', event.target.value)}
        />
        {note('title')}
      </div>
      {(Object.keys(AREAS) as (keyof typeof AREAS)[]).map((field) => (
        <div key={field} className="kb-field wide">
          <label htmlFor={`kb-${field}`}>{KB.fields[field]}</label>
          <Input.TextArea
            id={`kb-${field}`}
            value={shown(text, field)}
            autoSize={{ minRows: AREAS[field], maxRows: 20 }}
            aria-invalid={said(field).length > 0}
            onChange={(event) =>
              change(field, LISTS.has(field) ? linesOf(event.target.value) : event.target.value)
            }
          />
          {note(field)}
        </div>
      ))}
      <div className="kb-field">
        <label htmlFor="kb-unit">{KB.fields.unit}</label>
        <Input
          id="kb-unit"
          value={shown(text, 'unit')}
          maxLength={80}
          aria-invalid={said('unit').length > 0}
          onChange={(event) => change('unit', event.target.value)}
        />
        {note('unit')}
      </div>
      <div className="kb-field">
        <span>{KB.fields.owner}</span>
        <Select
          aria-label={KB.fields.owner}
          showSearch={{ optionFilterProp: 'label' }}
          allowClear
          value={owner}
          onChange={(value: string | null) => setOwner(value ?? null)}
          options={options.units.map(({ code, name }) => ({ value: code, label: name }))}
        />
      </div>
      {picked(
        'category',
        options.categories.map(({ code, name }) => ({ value: code, label: name })),
      )}
      {picked(
        'region',
        options.regions.map(({ code }) => ({ value: code, label: nameOf.region(options, code) ?? code })),
      )}
      {picked(
        'hotline',
        options.hotlines.map(({ number }) => ({
          value: number,
          label: nameOf.hotline(options, number) ?? number,
        })),
        true,
      )}
      {picked(
        'audience',
        Object.entries(KB.audiences).map(([value, label]) => ({ value, label })),
      )}
      {picked(
        'language',
        Object.entries(KB.languages).map(([value, label]) => ({ value, label })),
      )}
      {SHORT.map((field) => (
        <div key={field} className="kb-field">
          <label htmlFor={`kb-${field}`}>{KB.fields[field]}</label>
          <Input
            id={`kb-${field}`}
            value={sinceShown(shown(text, field))}
            inputMode={field === 'reviewDays' ? 'numeric' : 'text'}
            maxLength={16}
            aria-invalid={said(field).length > 0}
            onChange={(event) => {
              const value = sinceTyped(event.target.value);
              change(field, field === 'reviewDays' && /^\d+$/.test(value) ? Number(value) : value);
            }}
          />
          {note(field)}
        </div>
      ))}
      <Pieces text={text} change={change} note={note} />
      <fieldset className="kb-field wide">
        <legend>{KB.fields.channels}</legend>
        <Checkbox.Group
          value={Array.isArray(text.channels) ? (text.channels as string[]) : []}
          onChange={(value) => change('channels', value)}
          options={Object.entries(KB.channels).map(([value, label]) => ({ value, label }))}
        />
        {note('channels')}
      </fieldset>
    </div>
  );
}
