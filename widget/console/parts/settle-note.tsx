/** How the citizen was told instead: words first, then it is written down. */
import { Input, Modal } from 'antd';
import { useState } from 'react';
import { fill, W } from '../words.js';
import { Labelled } from './labelled.js';

export function SettleNote(props: {
  count: number;
  busy: boolean;
  close: () => void;
  submit: (note: string) => void;
}) {
  const [note, setNote] = useState('');
  const [short, setShort] = useState(false);
  const words = W.undelivered;
  const submit = () => (note.trim().length < 2 ? setShort(true) : props.submit(note.trim()));
  return (
    <Modal
      open
      title={words.settleTitle}
      okText={words.settleSubmit}
      cancelText={W.common.cancel}
      confirmLoading={props.busy}
      onOk={submit}
      onCancel={props.close}
    >
      <div className="stack">
        <p>{fill(words.settleEffect, { n: props.count })}</p>
        <Labelled
          label={words.note}
          fault={short ? words.noteShort : null}
          control={(ties) => (
            <Input.TextArea
              {...ties}
              autoFocus
              rows={3}
              maxLength={500}
              placeholder={words.noteHint}
              value={note}
              onChange={(event) => {
                setNote(event.target.value);
                setShort(false);
              }}
            />
          )}
        />
      </div>
    </Modal>
  );
}
