/** Keeps the filter of the moment under a name, for oneself or for a role. */
import { App, Button, Input, Modal, Radio } from 'antd';
import { type FormEvent, useState } from 'react';
import { call, saidBy } from '../api.js';
import { useSession } from '../auth.js';
import { nameOf, useOptions } from '../options.js';
import type { Filter } from '../order-filter.js';
import { fill, W } from '../words.js';
import { Labelled } from './labelled.js';
import { keptOf } from './work-lists.js';

export function SaveFilter({ filter, done, close }: { filter: Filter; done: () => void; close: () => void }) {
  const { roles } = useSession();
  const { options } = useOptions();
  const { message } = App.useApp();
  const [name, setName] = useState('');
  const [role, setRole] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!name.trim()) return setFault(W.work.needName);
    setBusy(true);
    try {
      await call('saveFilter', { body: { name: name.trim(), role: role || null, query: keptOf(filter) } });
      void message.success(fill(W.work.savedDone, { name: name.trim() }));
      done();
    } catch (error) {
      setFault(saidBy(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <Modal open title={W.work.saveTitle} footer={null} onCancel={close}>
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <Labelled
          label={W.work.name}
          hint={W.work.nameHint}
          fault={fault}
          control={(ties) => (
            <Input
              {...ties}
              autoFocus
              aria-required
              maxLength={20}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        />
        <fieldset className="labelled bare">
          <legend>{W.work.audience}</legend>
          <Radio.Group
            value={role}
            onChange={(event) => setRole(event.target.value as string)}
            options={[
              { value: '', label: W.work.forMe },
              ...roles.map((id) => ({
                value: id,
                label: fill(W.work.forRole, { role: nameOf.role(options, id) }),
              })),
            ]}
          />
        </fieldset>
        <div className="end">
          <Button onClick={close}>{W.common.cancel}</Button>
          <Button type="primary" htmlType="submit" loading={busy}>
            {W.work.save}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
