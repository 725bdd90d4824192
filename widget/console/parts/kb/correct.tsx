/** Anybody who reads an item may say what is wrong with it. */
import { App, Button, Input, Select } from 'antd';
import { useRef, useState } from 'react';
import { call, saidBy } from '../../api.js';
import { KB } from '../../words/knowledge-base.js';

type Kind = keyof typeof KB.kinds;

export function Correct({ item }: { item: string }) {
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [kind, setKind] = useState<Kind>('wrong');
  const [text, setText] = useState('');
  // The same one again after a lost answer opens nothing twice.
  const id = useRef(crypto.randomUUID());
  const send = () =>
    call('kbCorrect', { params: { item }, body: { id: id.current, kind, text } }).then(
      () => {
        void message.success(KB.correctSent);
        id.current = crypto.randomUUID();
        setText('');
        setOpen(false);
      },
      (error: unknown) => void message.error(saidBy(error)),
    );
  return (
    <div className="stack">
      <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
        {KB.correct}
      </Button>
      {open && (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <Select
            aria-label={KB.kind}
            value={kind}
            onChange={(next: Kind) => setKind(next)}
            options={Object.entries(KB.kinds).map(([value, label]) => ({ value, label }))}
          />
          <Input.TextArea
            autoFocus
            aria-label={KB.correctHint}
            placeholder={KB.correctHint}
            maxLength={500}
            autoSize={{ minRows: 2 }}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <Button htmlType="submit" type="primary" disabled={[...text.trim()].length < 4}>
            {KB.correct}
          </Button>
        </form>
      )}
    </div>
  );
}
