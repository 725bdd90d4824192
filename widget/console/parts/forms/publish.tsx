/** Publishing: from which day, and what was changed; what will happen is shown before it does. */
import { Alert, Button, Input, Modal } from 'antd';
import { type FormEvent, useState } from 'react';
import type { FormVersion } from '../../../../server/http/contract-forms.js';
import { call, Problem, saidBy } from '../../api.js';
import { type Draft, differences } from '../../form-draft.js';
import { F } from '../../form-words.js';
import { fill, W } from '../../words.js';
import { Labelled } from '../labelled.js';
import { Differences } from './versions.js';

const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

interface PublishParts {
  form: Draft;
  base: number;
  before: Draft | null;
  close: () => void;
  done: (versions: FormVersion[]) => void;
}

export function Publish({ form, base, before, close, done }: PublishParts) {
  const [from, setFrom] = useState(today());
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    try {
      done(await call('publishForm', { params: { form: form.id }, body: { form, base, from, note } }));
    } catch (error) {
      setFault(error instanceof Problem && error.code === 'STALE' ? F.stale : saidBy(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <Modal
      open
      width={640}
      title={fill(F.publishTitle, { title: form.title, version: base + 1 })}
      footer={null}
      onCancel={close}
    >
      <form className="stack" onSubmit={(event) => void submit(event)}>
        {fault && <Alert type="error" showIcon title={fault} />}
        {before && <Differences rows={differences(before, form)} />}
        <Labelled
          label={F.from}
          hint={F.fromHint}
          control={(ties) => (
            <Input
              {...ties}
              type="date"
              required
              min={today()}
              value={from}
              onChange={(event) => setFrom(event.target.value)}
            />
          )}
        />
        <Labelled
          label={F.note}
          hint={F.noteHint}
          control={(ties) => (
            <Input {...ties} maxLength={200} value={note} onChange={(event) => setNote(event.target.value)} />
          )}
        />
        <div className="end">
          <Button onClick={close}>{W.common.cancel}</Button>
          <Button type="primary" htmlType="submit" loading={busy}>
            {F.publish}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
