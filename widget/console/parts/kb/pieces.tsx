/** What an item says beside its lines: where each piece of it stands, where else it holds, where it is done online. */
import { Button, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { nameOf, useOptions } from '../../options.js';
import { KB } from '../../words/knowledge-base.js';
import { fill } from '../../words.js';
import { type Service, type Source, serviceOf, sourcesOf, type Text } from './text.js';

interface PieceParts {
  text: Text;
  change: (field: string, value: unknown) => void;
  note: (field: string) => ReactNode;
}

const words = KB.pieces;
const PARTS = ['title', 'number', 'clause', 'page', 'issuer', 'url'] as const;
const LONGEST: Record<(typeof PARTS)[number], number> = {
  ...{ title: 200, number: 60, clause: 60, page: 5, issuer: 60, url: 500 },
};

function Sources({ text, change, note }: PieceParts) {
  const rows = sourcesOf(text);
  const set = (next: Source[]) => change('sources', next.length > 0 ? next : undefined);
  const put = (at: number, part: (typeof PARTS)[number], typed: string) =>
    set(
      rows.map((row, n) =>
        n === at ? { ...row, [part]: part === 'page' && /^\d+$/.test(typed) ? Number(typed) : typed } : row,
      ),
    );
  return (
    <fieldset className="kb-field wide">
      <legend>{KB.fields.sources}</legend>
      <p className="soft">{words.sourcesHint}</p>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name of its own, and none is moved
        <fieldset key={at} className="kb-source">
          <legend>{fill(words.source, { n: at + 1 })}</legend>
          {PARTS.map((part) => (
            <div key={part} className={part === 'title' || part === 'url' ? 'kb-field wide' : 'kb-field'}>
              <label htmlFor={`kb-source-${at}-${part}`}>{words.parts[part]}</label>
              <Input
                id={`kb-source-${at}-${part}`}
                value={String(row[part] ?? '')}
                maxLength={LONGEST[part]}
                inputMode={part === 'page' ? 'numeric' : part === 'url' ? 'url' : 'text'}
                onChange={(event) => put(at, part, event.target.value)}
              />
            </div>
          ))}
          <Button
            size="small"
            aria-label={`${words.remove}：${fill(words.source, { n: at + 1 })}`}
            onClick={() => set(rows.filter((_, n) => n !== at))}
          >
            {words.remove}
          </Button>
        </fieldset>
      ))}
      <div className="row-acts">
        <Button size="small" disabled={rows.length >= 20} onClick={() => set([...rows, { title: '' }])}>
          {words.add}
        </Button>
      </div>
      {note('sources')}
    </fieldset>
  );
}

function ServiceLink({ text, change, note }: PieceParts) {
  const service = serviceOf(text);
  const put = (part: keyof Service, typed: string) => {
    const next = { ...service, [part]: typed };
    change('service', next.name === '' && next.url === '' ? undefined : next);
  };
  return (
    <fieldset className="kb-field wide kb-source">
      <legend>{KB.fields.service}</legend>
      {(['name', 'url'] as const).map((part) => (
        <div key={part} className="kb-field">
          <label htmlFor={`kb-service-${part}`}>
            {part === 'name' ? words.serviceName : words.parts.url}
          </label>
          <Input
            id={`kb-service-${part}`}
            value={service[part]}
            maxLength={part === 'name' ? 80 : LONGEST.url}
            inputMode={part === 'url' ? 'url' : 'text'}
            onChange={(event) => put(part, event.target.value)}
          />
        </div>
      ))}
      {note('service')}
    </fieldset>
  );
}

export function Pieces(parts: PieceParts) {
  const { options } = useOptions();
  const { text, change, note } = parts;
  return (
    <>
      <Sources {...parts} />
      <div className="kb-field wide">
        <span>{KB.fields.regions}</span>
        <Select
          mode="multiple"
          aria-label={KB.fields.regions}
          showSearch={{ optionFilterProp: 'label' }}
          value={Array.isArray(text.regions) ? (text.regions as string[]) : []}
          onChange={(value: string[]) => change('regions', value)}
          options={options.regions
            .filter(({ code }) => code !== text.region)
            .map(({ code }) => ({ value: code, label: nameOf.region(options, code) ?? code }))}
        />
        {note('regions')}
      </div>
      <ServiceLink {...parts} />
    </>
  );
}
