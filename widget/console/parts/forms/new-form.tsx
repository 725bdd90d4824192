import { Button, Input, Modal } from 'antd';
import { type FormEvent, useState } from 'react';
import { F } from '../../form-words.js';
import { W } from '../../words.js';
import { Labelled } from '../labelled.js';

const FITS = /^[a-z][a-z0-9-]{1,31}$/;

export function NewForm({ close, begin }: { close: () => void; begin: (id: string, title: string) => void }) {
  const [id, setId] = useState('');
  const [title, setTitle] = useState('');
  const [tried, setTried] = useState(false);
  function submit(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (FITS.test(id) && title.trim().length > 1) begin(id, title.trim());
  }
  return (
    <Modal open title={F.create} footer={null} onCancel={close}>
      <form className="stack" noValidate onSubmit={submit}>
        <Labelled
          label={F.newTitle}
          fault={tried && title.trim().length < 2 ? F.newTitle : null}
          control={(ties) => (
            <Input
              {...ties}
              autoFocus
              maxLength={30}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        />
        <Labelled
          label={F.newId}
          hint={F.newIdHint}
          fault={tried && !FITS.test(id) ? F.newIdHint : null}
          control={(ties) => (
            <Input {...ties} maxLength={32} value={id} onChange={(event) => setId(event.target.value)} />
          )}
        />
        <div className="end">
          <Button onClick={close}>{W.common.cancel}</Button>
          <Button type="primary" htmlType="submit">
            {F.begin}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
