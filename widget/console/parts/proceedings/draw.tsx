/** 质检抽样: which days, which seed; what was drawn is said in numbers. */
import { Alert, Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { call, saidBy } from '../../api.js';
import { fill, W } from '../../words.js';
import { Labelled } from '../labelled.js';

const words = W.proceedings.draw;

export function Draw({ drawn }: { drawn: () => void }) {
  const [typed, setTyped] = useState({ from: '', to: '', seed: '' });
  const [said, setSaid] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  async function submit(event: FormEvent) {
    event.preventDefault();
    setSaid(null);
    if (!typed.from || !typed.to || !typed.seed.trim()) return setFault(words.need);
    setBusy(true);
    setFault(null);
    try {
      const {
        among,
        drawn: n,
        fresh,
      } = await call('inspectionDraw', { body: { ...typed, seed: typed.seed.trim() } });
      setSaid(fill(words.done, { among, drawn: n, fresh }));
      drawn();
    } catch (error) {
      setFault(saidBy(error));
    } finally {
      setBusy(false);
    }
  }
  const field = (name: keyof typeof typed, type: string, hint?: string) => (
    <Labelled
      label={words[name]}
      hint={hint}
      control={(ties) => (
        <Input
          {...ties}
          type={type}
          maxLength={40}
          value={typed[name]}
          onChange={(event) => setTyped((old) => ({ ...old, [name]: event.target.value }))}
        />
      )}
    />
  );
  return (
    <form className="filters draw" aria-label={words.heading} onSubmit={(event) => void submit(event)}>
      {field('from', 'date')}
      {field('to', 'date')}
      {field('seed', 'text', words.seedHint)}
      <Button htmlType="submit" loading={busy}>
        {words.submit}
      </Button>
      {said && <Alert type="success" showIcon title={said} />}
      {fault && <Alert type="error" showIcon title={fault} />}
    </form>
  );
}
