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
import { basisShown, sent, serviceOf, shown, type Text } from './text.js';

function Preview({ text }: { text: Text }) {
  const title = shown(text, 'title');
  const service = serviceOf(text).name;
  const basis = basisShown(text);
  const unit = shown(text, 'unit');
  const language = shown(text, 'language');
  return (
    <>
      {title && <h3 lang={language}>{title}</h3>}
      <p className="answer" lang={language}>
        {shown(text, 'answer')}
      </p>
      {service && <p>{fill(KB.pieces.serviceShown, { name: service })}</p>}
      <p className="soft">
        {basis.length > 0 && fill(W.knowledge.basis, { basis: basis.join('、') })}
        <br />
        {unit && fill(W.knowledge.source, { unit, updated: shown(text, 'effectiveFrom').slice(0, 10) })}
      </p>
    </>
  );
}

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
  const empty = !shown(draft.text, 'title').trim() && !shown(draft.text, 'answer').trim();
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
          // Nobody is told what is lacking before a word is written.
          faults={draft.dirty || draft.version > 0 ? (faults ?? []) : []}
          owner={draft.owner}
          setOwner={(owner) => draft.set({ owner })}
        />
        <aside aria-label={KB.preview} className="kb-preview">
          <h2 className="small">{KB.preview}</h2>
          {empty ? <p className="soft">{KB.previewNone}</p> : <Preview text={draft.text} />}
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
