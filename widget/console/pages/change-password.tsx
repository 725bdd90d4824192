import { Alert, App, Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { call, saidBy } from '../api.js';
import { auth, useSession } from '../auth.js';
import { Labelled } from '../parts/labelled.js';
import { leave } from '../parts/sign-out.js';
import { fill, W } from '../words.js';

const MIN = 10;

export function PasswordForm({ done }: { done: () => void }) {
  const { message } = App.useApp();
  const { account } = useSession();
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const [repeat, setRepeat] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const short = tried && next.length < MIN ? fill(W.session.short, { n: next.length }) : null;
  const differ = tried && next !== repeat ? W.session.differ : null;

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (next.length < MIN || next !== repeat) return;
    setBusy(true);
    setFault(null);
    try {
      auth.renew(await call('password', { body: { old, new: next } }));
      void message.success(W.session.changed);
      done();
    } catch (error) {
      setFault(saidBy(error));
    } finally {
      setBusy(false);
    }
  }

  const box = (value: string, set: (value: string) => void, complete: string) => (ties: object) => (
    <Input
      {...ties}
      type="password"
      autoComplete={complete}
      size="large"
      value={value}
      onChange={(event) => set(event.target.value)}
    />
  );
  return (
    <form onSubmit={(event) => void submit(event)} className="sign-in-form" noValidate>
      {fault && <Alert type="error" showIcon title={fault} />}
      <input type="text" name="username" autoComplete="username" value={account} readOnly hidden />
      <Labelled label={W.session.old} control={box(old, setOld, 'current-password')} />
      <Labelled
        label={W.session.new}
        hint={W.session.changeRule}
        fault={short}
        control={box(next, setNext, 'new-password')}
      />
      <Labelled label={W.session.repeat} fault={differ} control={box(repeat, setRepeat, 'new-password')} />
      <Button type="primary" htmlType="submit" size="large" block loading={busy}>
        {W.session.changeSubmit}
      </Button>
    </form>
  );
}

export function ChangePassword() {
  const { account } = useSession();
  return (
    <main className="sign-in">
      <h1>{W.session.mustChange}</h1>
      <PasswordForm done={() => {}} />
      <Button type="link" onClick={() => void leave(account)}>
        {W.session.signOut}
      </Button>
    </main>
  );
}
