/** One form being written, with what the citizen will see beside it. */
import { Alert, App, Button } from 'antd';
import { useState } from 'react';
import type { FormVersion } from '../../../../server/http/contract-forms.js';
import { useSession } from '../../auth.js';
import type { Draft } from '../../form-draft.js';
import { F } from '../../form-words.js';
import { useFormDraft, useJudged } from '../../use-form-draft.js';
import { fill } from '../../words.js';
import { Tabs } from '../tabs.js';
import { About } from './about.js';
import { Fields } from './fields.js';
import { Json } from './json.js';
import { Publish } from './publish.js';
import { Versions } from './versions.js';

type Tab = keyof typeof F.tabs;

interface EditorParts {
  id: string;
  /** Newest first; empty for a form that was never published. */
  versions: FormVersion[];
  fresh: Draft;
  back: () => void;
  put: (versions: FormVersion[]) => void;
}

export function Editor({ id, versions, fresh, back, put }: EditorParts) {
  const { account } = useSession();
  const { message } = App.useApp();
  const newest = versions[0];
  const draft = useFormDraft(account, id, { form: newest?.form ?? fresh, base: newest?.version ?? 0 });
  const { judged, fault } = useJudged(draft.form);
  const [tab, setTab] = useState<Tab>('fields');
  const [publishing, setPublishing] = useState(false);
  const faults = judged?.faults ?? [];
  const unchanged = newest !== undefined && !newest.withdrawn && !draft.dirty;
  const { form, set } = draft;
  const panes = {
    fields: <Fields form={form} set={set} faults={faults} />,
    about: <About form={form} set={set} />,
    json: <Json form={form} set={set} />,
    versions: newest ? (
      <Versions
        versions={versions}
        form={form}
        dirty={draft.dirty}
        put={put}
        restore={(old) => {
          set(old);
          setTab('fields');
        }}
      />
    ) : null,
  };
  const shown = (Object.keys(panes) as Tab[]).filter((key) => panes[key] !== null);
  return (
    <div className="sheet form-editor">
      <div className="sheet-head">
        <h1>{form.title || id}</h1>
        <div className="row-acts">
          <Button onClick={back}>{F.back}</Button>
          <Button disabled={!draft.undo} onClick={() => draft.undo?.()}>
            {F.undo}
          </Button>
          <Button
            type="primary"
            disabled={faults.length > 0 || !judged || unchanged}
            onClick={() => setPublishing(true)}
          >
            {F.publish}
          </Button>
        </div>
      </div>
      {draft.dirty && (
        <Alert
          type="info"
          showIcon
          title={F.kept}
          action={
            <Button size="small" onClick={draft.drop}>
              {F.drop}
            </Button>
          }
        />
      )}
      {draft.stale && (
        <Alert
          type="warning"
          showIcon
          title={F.stale}
          action={
            <Button size="small" onClick={draft.rebase}>
              {F.reload}
            </Button>
          }
        />
      )}
      <div className="form-columns">
        <section>
          <div role="status" aria-label={F.faultsLabel}>
            {fault ? (
              <p className="fault">{fault.message}</p>
            ) : !judged ? (
              <p className="soft">{F.checking}</p>
            ) : faults.length === 0 ? (
              <p className="soft">{F.sound}</p>
            ) : (
              <Alert
                type="error"
                title={fill(F.faults, { n: faults.length })}
                description={
                  <ul>
                    {faults.map(({ path, message: why }) => (
                      <li key={path + why}>
                        <code>{path}</code> {why}
                      </li>
                    ))}
                  </ul>
                }
              />
            )}
          </div>
          <Tabs
            label={F.tabsLabel}
            shown={tab}
            show={setTab}
            tabs={shown.map((key) => ({ key, label: F.tabs[key], children: panes[key] }))}
          />
        </section>
        <section aria-label={F.preview}>
          <h2>{F.preview}</h2>
          {judged?.html ? (
            <iframe title={F.preview} srcDoc={judged.html} />
          ) : (
            <p className="soft">{F.noPreview}</p>
          )}
        </section>
      </div>
      {publishing && (
        <Publish
          form={form}
          base={draft.base}
          before={newest?.form ?? null}
          close={() => setPublishing(false)}
          done={(next) => {
            setPublishing(false);
            draft.drop();
            put(next);
            void message.success(fill(F.published, { version: next[0]?.version ?? 0 }));
          }}
        />
      )}
    </div>
  );
}
