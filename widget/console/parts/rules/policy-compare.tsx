/** Two policies beside each other, row by row. */
import { Select, Table } from 'antd';
import { useState } from 'react';
import { call, type Reply } from '../../api.js';
import { useAsked } from '../../asked.js';
import { fill, W, wordFor } from '../../words.js';
import { Failed, Loading, Nothing } from '../faces.js';
import { Scroll } from '../scroll.js';
import { type Candidate, CandidateUpload, choicesOf } from './candidate.js';

const words = W.rules;

export function PolicyCompare(props: {
  policy: Reply<'policy'>;
  candidate: Candidate | null;
  set: (next: Candidate) => void;
}) {
  const choices = choicesOf(props.policy, props.candidate);
  const [a, setA] = useState('0');
  const [b, setB] = useState('now');
  const asked = useAsked(`${a} ${b} ${props.policy.hash}`, (signal) =>
    call('policyCompare', { query: { a, b }, signal }),
  );
  const found = asked.value;
  return (
    <>
      <CandidateUpload
        candidate={props.candidate}
        set={(next) => {
          props.set(next);
          setA('now');
          setB(next.id);
        }}
      />
      <search className="filters">
        <Select aria-label={words.a} value={a} onChange={setA} options={choices} />
        <Select aria-label={words.b} value={b} onChange={setB} options={choices} />
      </search>
      {asked.fault && <Failed title={words.compareFailed} fault={asked.fault} retry={asked.reload} />}
      {!asked.fault && !found && <Loading rows={6} />}
      {found && found.differences.length === 0 && <Nothing>{words.same}</Nothing>}
      {found && found.differences.length > 0 && (
        <>
          <p role="status">
            {fill(words.differs, { n: found.differences.length })}
            {found.cut && words.cutOff}
          </p>
          <Scroll label={words.compare}>
            <Table
              size="small"
              aria-label={words.compare}
              rowKey={({ table, row }) => `${table} ${row}`}
              pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
              dataSource={found.differences}
              columns={[
                { title: words.table, dataIndex: 'tableName' },
                { title: words.fields.code, dataIndex: 'row' },
                { title: words.fields.kind, render: (_, { kind }) => words.kinds[kind] },
                {
                  title: W.trace.changedWhat,
                  render: (_, { kind, fields }) =>
                    fields.map(({ field, before, after }) => (
                      <div key={field} className="clip">
                        {wordFor(words.fields, field)}：
                        {kind !== 'added' && <del>{before ?? W.trace.none}</del>}{' '}
                        {kind !== 'removed' && <ins>{after ?? W.trace.none}</ins>}
                      </div>
                    )),
                },
                { title: words.source, dataIndex: 'source' },
              ]}
            />
          </Scroll>
        </>
      )}
    </>
  );
}
