/** 自助查询 for staff: what citizens are told and what only agents and units read, narrowed by place and audience. */
import { Input, Select } from 'antd';
import { useState } from 'react';
import { call } from '../../api.js';
import { useAsked } from '../../asked.js';
import { nameOf, useOptions } from '../../options.js';
import { setParams, useParams } from '../../route.js';
import { KB } from '../../words/knowledge-base.js';
import { fill, W, wordFor } from '../../words.js';
import { Failed, Loading, Nothing } from '../faces.js';
import { Correct } from './correct.js';

export function Search() {
  const { options } = useOptions();
  const { q, region, category, audience, language } = useParams([
    'q',
    'region',
    'category',
    'audience',
    'language',
  ]);
  const [typed, setTyped] = useState(q);
  const query = { q, region, category, audience, language };
  const asked = useAsked(q ? JSON.stringify(query) : null, (signal) => call('kbSearch', { query, signal }));
  const pick = (
    name: 'region' | 'category' | 'audience' | 'language',
    value: string,
    rows: { value: string; label: string }[],
  ) => (
    <Select
      aria-label={KB.filters[name]}
      showSearch={{ optionFilterProp: 'label' }}
      value={value}
      onChange={(next: string) => setParams({ [name]: next || null }, true)}
      options={[{ value: '', label: KB.all[name] }, ...rows]}
    />
  );
  return (
    <>
      <search className="filters">
        <Input.Search
          aria-label={KB.search.hint}
          placeholder={KB.search.hint}
          allowClear
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onSearch={(value) => setParams({ q: value.trim() || null }, true)}
        />
        {pick(
          'region',
          region,
          options.regions.map(({ code }) => ({ value: code, label: nameOf.region(options, code) ?? code })),
        )}
        {pick(
          'category',
          category,
          options.categories.map(({ code, name }) => ({ value: code, label: name })),
        )}
        {pick('audience', audience, [
          { value: 'citizen', label: KB.audiences.citizen },
          { value: 'enterprise', label: KB.audiences.enterprise },
        ])}
        {pick(
          'language',
          language,
          Object.entries(KB.languages).map(([value, label]) => ({ value, label })),
        )}
      </search>
      {asked.fault && <Failed title={KB.failed} fault={asked.fault} retry={asked.reload} />}
      {q && !asked.fault && !asked.value && <Loading rows={6} />}
      {asked.value?.length === 0 && <Nothing>{KB.search.empty}</Nothing>}
      <ol className="kb-rows">
        {asked.value?.map((hit) => (
          <li key={hit.id} className="kb-row">
            <h2 className="small" lang={hit.language}>
              {hit.title}
            </h2>
            <p className="answer" lang={hit.language}>
              {hit.answer}
            </p>
            {hit.internal && (
              <p className="kb-internal">
                {KB.search.internal}：{hit.internal}
              </p>
            )}
            <p className="soft">
              {[
                fill(W.knowledge.source, { unit: hit.unit, updated: hit.updated }),
                nameOf.region(options, hit.region),
                hit.channels.map((one) => wordFor(KB.channels, one)).join('、'),
              ].join('　')}
              <br />
              {fill(W.knowledge.basis, { basis: hit.basis.join('、') })}
            </p>
            <Correct item={hit.id} />
          </li>
        ))}
      </ol>
    </>
  );
}
