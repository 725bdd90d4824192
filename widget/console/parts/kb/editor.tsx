/** Writing a text: fields left, what a citizen will read right; what is typed outlives the page. */
import { Alert, App, Button } from 'antd';
import { useState } from 'react';
import type { KbEntry } from '../../../../server/http/contract-knowledge.js';
import { call, saidBy } from '../../api.js';
import { useSession } from '../../auth.js';
import { type KbDraft, useKbDraft, useKbFaults } from '../../use-kb-draft.js';
import { KB } from '../../words/knowledge-base.js';
import { fill, W } from '../../words.js';
import { Fields } from './fields.js';
import { basisShown, sent, serviceOf, shown } from './text.js';

export function Editor({
  id,
  stored,
  done,
  leave,
}: {
  id: string;
  stored: KbDraft;
  done: (entry: KbEntry) => void;
  leave: () => void;
}) {
  const { account } = useSession();
  const { message } = App.useApp();
  const draft = useKbDraft(account, id, stored);
  const faults = useKbFaults(draft.text, id);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const entry = await call('kbSave', {
        params: { item: id },
        body: { version: draft.version, owner: draft.owner, item: sent(draft.text) },
      });
      draft.drop();
      void message.success(KB.saved);
      done(entry);
    } catch (error) {
      void message.error(saidBy(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="kb-editor">
      {draft.stale && (
        <Alert
          type="warning"
          showIcon
          title={KB.stale}
          action={
            <Button size="small" onClick={draft.drop}>
              {KB.reload}
            </Button>
          }
        />
      )}
      <div className="kb-columns">
        <Fields
          text={draft.text}
          set={(text) => draft.set({ text })}
          faults={faults ?? []}
          owner={draft.owner}
          setOwner={(owner) => draft.set({ owner })}
        />
        <aside aria-label={KB.preview} className="kb-preview">
          <h2 className="small">{KB.preview}</h2>
          <h3>{shown(draft.text, 'title')}</h3>
          <p className="answer">{shown(draft.text, 'answer')}</p>
          {serviceOf(draft.text).name && (
            <p>{fill(KB.pieces.serviceShown, { name: serviceOf(draft.text).name })}</p>
          )}
          <p className="soft">
            {fill(W.knowledge.basis, { basis: basisShown(draft.text).join('、') })}
            <br />
            {fill(W.knowledge.source, {
              unit: shown(draft.text, 'unit'),
              updated: shown(draft.text, 'effectiveFrom').slice(0, 10),
            })}
          </p>
          <p role="status">{faults?.length === 0 && KB.clean}</p>
        </aside>
      </div>
      <div className="row-acts">
        <Button type="primary" loading={busy} disabled={draft.stale} onClick={() => void save()}>
          {KB.save}
        </Button>
        <Button disabled={!draft.undo} onClick={() => draft.undo?.()}>
          {KB.undo}
        </Button>
        {draft.dirty && <Button onClick={draft.drop}>{KB.dropDraft}</Button>}
        <Button type="text" onClick={leave}>
          {W.common.close}
        </Button>
      </div>
    </div>
  );
}
