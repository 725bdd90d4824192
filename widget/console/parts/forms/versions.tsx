/** All versions, newest first: who, when, what changed; an old one taken up again, the form withdrawn. */
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import type { FormVersion } from '../../../../server/http/contract-forms.js';
import { call, saidBy } from '../../api.js';
import { type Difference, type Draft, differences } from '../../form-draft.js';
import { F } from '../../form-words.js';
import { exact } from '../../format.js';
import { useNames } from '../../names.js';
import { fill } from '../../words.js';

export function Differences({ rows }: { rows: Difference[] }) {
  if (rows.length === 0) return <p className="soft">{F.noDiff}</p>;
  return (
    <ul className="differences">
      {rows.map(({ path, before, after }) => (
        <li key={path}>
          <strong>{before === null ? F.added : after === null ? F.removed : F.changed}</strong>{' '}
          <code>{path}</code>
          {before !== null && <del>{before}</del>}
          {after !== null && <ins>{after}</ins>}
        </li>
      ))}
    </ul>
  );
}

interface VersionsParts {
  versions: FormVersion[];
  form: Draft;
  dirty: boolean;
  restore: (form: Draft) => void;
  put: (versions: FormVersion[]) => void;
}

export function Versions({ versions, form, dirty, restore, put }: VersionsParts) {
  const called = useNames();
  const { modal, message } = App.useApp();
  const [open, setOpen] = useState<number | null>(null);
  const newest = versions[0]!;

  function withdraw(): void {
    let reason = '';
    modal.confirm({
      title: F.withdraw,
      content: (
        <div className="stack">
          <p>{F.withdrawEffect}</p>
          <Input
            aria-label={F.withdrawReason}
            placeholder={F.withdrawReason}
            maxLength={200}
            onChange={(event) => {
              reason = event.target.value;
            }}
          />
        </div>
      ),
      okText: F.withdraw,
      okButtonProps: { danger: true },
      onOk: () =>
        call('withdrawForm', {
          params: { form: newest.form.id },
          body: { base: newest.version, reason },
        }).then(
          (next) => {
            put(next);
            void message.success(F.withdrawn);
          },
          (error) => {
            void message.error(saidBy(error));
            throw error;
          },
        ),
    });
  }
  return (
    <div className="stack">
      {dirty && (
        <section>
          <h2 className="small">{F.mine}</h2>
          <Differences rows={differences(newest.form, form)} />
        </section>
      )}
      <ol className="versions">
        {versions.map((row, index) => {
          const older = versions[index + 1];
          return (
            <li key={row.version}>
              <h2 className="small">
                {fill(F.versionOf, { n: row.version })} {row.withdrawn && F.withdrawn}
              </h2>
              <p className="soft">
                {fill(F.by, { by: row.by ? called(row.by) : F.shipped, at: exact(row.at), from: row.from })}
              </p>
              <p>{row.note}</p>
              <div className="row-acts">
                {older && (
                  <Button
                    size="small"
                    aria-expanded={open === row.version}
                    onClick={() => setOpen(open === row.version ? null : row.version)}
                  >
                    {F.compare}
                  </Button>
                )}
                {index > 0 && (
                  <Button size="small" onClick={() => restore(row.form)}>
                    {F.restore}
                  </Button>
                )}
                {index === 0 && !row.withdrawn && (
                  <Button size="small" danger onClick={withdraw}>
                    {F.withdraw}
                  </Button>
                )}
              </div>
              {open === row.version && older && <Differences rows={differences(older.form, row.form)} />}
            </li>
          );
        })}
      </ol>
    </div>
  );
}
