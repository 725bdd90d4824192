import { Alert, Button, Input, type InputRef, Modal } from 'antd';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Session } from '../../../server/http/contract-accounts.js';
import { call, Problem, saidBy } from '../api.js';
import { auth } from '../auth.js';
import { Labelled } from '../parts/labelled.js';
import { allowSound } from '../sound.js';
import { fill, W } from '../words.js';

/** Seconds left of a lock-out, counted down so that nobody has to guess when to try again. */
function useWait(): [number, (seconds: number) => void] {
  const [until, setUntil] = useState(0);
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (!until) return;
    const tick = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [until]);
  return [left, (seconds) => setUntil(Date.now() + seconds * 1000)];
}

function waitWords(seconds: number): string {
  if (seconds < 60) return fill(W.session.seconds, { s: seconds });
  return fill(W.session.minutes, { m: Math.floor(seconds / 60), s: seconds % 60 });
}

function SignInForm({ known }: { known?: string }) {
  const [account, setAccount] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [left, wait] = useWait();
  const box = useRef<InputRef>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    allowSound();
    if (!account.trim()) return setFault(W.session.needAccount);
    if (!password) return setFault(W.session.needPassword);
    setBusy(true);
    setFault(null);
    try {
      auth.enter((await call('signIn', { body: { account: account.trim(), password } })) as Session);
    } catch (error) {
      setFault(saidBy(error));
      if (error instanceof Problem && error.waitSeconds) wait(error.waitSeconds);
      setBusy(false);
      box.current?.focus({ cursor: 'all' });
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="sign-in-form" noValidate>
      {fault && (
        <Alert
          type="error"
          showIcon
          title={fault}
          description={left > 0 ? fill(W.session.locked, { wait: waitWords(left) }) : undefined}
        />
      )}
      <Labelled
        label={W.session.account}
        control={(ties) => (
          <Input
            {...ties}
            name="username"
            autoComplete="username"
            autoFocus={!known}
            size="large"
            value={account}
            onChange={(event) => setAccount(event.target.value)}
          />
        )}
      />
      <Labelled
        label={W.session.password}
        control={(ties) => (
          <Input
            {...ties}
            ref={box}
            name="password"
            type="password"
            autoComplete="current-password"
            autoFocus={Boolean(known)}
            size="large"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      />
      <Button type="primary" htmlType="submit" size="large" block loading={busy} disabled={left > 0}>
        {W.session.submit}
      </Button>
    </form>
  );
}

export function SignIn() {
  return (
    <main className="sign-in">
      <h1>{W.session.heading}</h1>
      <SignInForm />
    </main>
  );
}

/** Over the page, which stays as it was with everything that was typed. */
export function Again({ account }: { account: string }) {
  return (
    <Modal
      open
      title={W.session.again}
      footer={null}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
    >
      <p>{fill(W.session.againHint, { account })}</p>
      <SignInForm known={account} />
    </Modal>
  );
}
