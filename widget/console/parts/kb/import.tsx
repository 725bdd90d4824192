/** A file is looked at first: how it was cut, what is wrong with it, what is there already; then drafts are made. */
import { App, Button, Select } from 'antd';
import { useRef, useState } from 'react';
import type { KbImport } from '../../../../server/http/contract-knowledge.js';
import { call, saidBy, upload } from '../../api.js';
import { useMay } from '../../auth.js';
import { nameOf, useOptions } from '../../options.js';
import { KB } from '../../words/knowledge-base.js';
import { fill } from '../../words.js';

const words = KB.import;
const KINDS = '.xlsx,.csv,.md,.markdown,.txt,.html,.htm,.pdf,.docx,.jsonl';

export function Import() {
  const { message } = App.useApp();
  const { options } = useOptions();
  const publishes = useMay('knowledge.publish');
  const box = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [defaults, setDefaults] = useState({ category: '', region: '', owner: '' });
  const [report, setReport] = useState<KbImport | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (chosen: File, take: boolean, given = defaults) => {
    setBusy(true);
    try {
      const query = { ...given, name: chosen.name, ...(take ? { take: 'yes' } : {}) };
      const next = await upload<KbImport>('/api/desk/kb/imports', query, chosen);
      setReport(next);
      if (next.taken !== null) void message.success(fill(words.taken, { n: next.taken }));
    } catch (error) {
      setReport(null);
      void message.error(saidBy(error));
    } finally {
      setBusy(false);
    }
  };
  const rebuild = () =>
    call('kbRebuild').then(
      ({ items }) => void message.info(fill(words.rebuilding, { n: items })),
      (error: unknown) => void message.error(saidBy(error)),
    );
  const pick = (name: keyof typeof defaults, label: string, rows: { value: string; label: string }[]) => (
    <Select
      aria-label={label}
      placeholder={label}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      value={defaults[name] || null}
      onChange={(value: string | null) => {
        const next = { ...defaults, [name]: value ?? '' };
        setDefaults(next);
        if (file) void send(file, false, next);
      }}
      options={rows}
    />
  );
  return (
    <div className="stack">
      <p className="soft">{words.kinds}</p>
      <div className="filters">
        {pick(
          'category',
          KB.fields.category,
          options.categories.map(({ code, name }) => ({ value: code, label: name })),
        )}
        {pick(
          'region',
          KB.fields.region,
          options.regions.map(({ code }) => ({ value: code, label: nameOf.region(options, code) ?? code })),
        )}
        {pick(
          'owner',
          KB.fields.owner,
          options.units.map(({ code, name }) => ({ value: code, label: name })),
        )}
        <input
          ref={box}
          type="file"
          accept={KINDS}
          aria-label={words.pick}
          onChange={(event) => {
            const chosen = event.target.files?.[0] ?? null;
            setFile(chosen);
            setReport(null);
            if (chosen) void send(chosen, false);
          }}
        />
      </div>
      <p role="status">{busy && words.looking}</p>
      {report && (
        <>
          <p>{fill(words.total, { n: report.total, same: report.same })}</p>
          {report.faults.length > 0 ? (
            <section>
              <h2 className="small">{words.faults}</h2>
              <ul>
                {report.faults.map(({ row, says }) => (
                  <li key={`${row}${says}`} className="kb-fault block">
                    ✕ {fill(words.row, { n: row })}：{says}
                  </li>
                ))}
              </ul>
            </section>
          ) : (
            report.taken === null && (
              <Button
                type="primary"
                loading={busy}
                disabled={report.total === report.same}
                onClick={() => file && void send(file, true)}
              >
                {fill(words.take, { n: report.total - report.same })}
              </Button>
            )
          )}
          <ol className="kb-rows">
            {report.rows.map((row) => (
              <li key={row.row} className="kb-row">
                <h2 className="small">{row.title}</h2>
                <p className="answer">{row.answer}</p>
                <p className="soft">
                  {row.clause} {row.page !== null && fill(words.page, { n: row.page })}
                  {row.same &&
                    ` ◆ ${fill(row.same.how === 'same' ? words.same : words.near, { title: row.same.title })}`}
                </p>
                {row.hints.map((hint) => (
                  <p key={hint} className="kb-fault">
                    ◆ {hint}
                  </p>
                ))}
              </li>
            ))}
          </ol>
        </>
      )}
      {publishes && (
        <>
          <h2 className="small">{words.rebuild}</h2>
          <p className="soft">{words.rebuildHint}</p>
          <p className="row-acts">
            <Button onClick={() => void rebuild()}>{words.rebuild}</Button>
          </p>
        </>
      )}
      <h2 className="small">{words.export}</h2>
      <p className="row-acts">
        {['xlsx', 'csv', 'jsonl', 'md'].map((kind) => (
          <a key={kind} href={`/api/desk/kb/export?kind=${kind}`} download>
            {kind.toUpperCase()}
          </a>
        ))}
      </p>
    </div>
  );
}
