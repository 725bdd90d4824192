/** The whole console: who is signed in decides what is shown. */
import { App, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { useEffect, useMemo } from 'react';
import { call, Problem } from './api.js';
import { auth, useAuth } from './auth.js';
import { look, useDark } from './look.js';
import { ChangePassword } from './pages/change-password.js';
import { Again, SignIn } from './pages/sign-in.js';
import { Failed, Loading } from './parts/faces.js';
import { Frame } from './parts/frame.js';
import { W } from './words.js';

/** What was done is said long enough to be read by somebody who looked elsewhere (seconds). */
const SAID = { duration: 8 };

function ask(): void {
  auth.loading();
  call('whoAmI').then(auth.enter, (error: Error) => {
    if (error instanceof Problem && error.code === 'NOT_SIGNED_IN') auth.leave();
    else auth.unknown(error);
  });
}

function Inside() {
  const now = useAuth();
  useEffect(ask, []);
  switch (now.phase) {
    case 'loading':
      return <Loading />;
    case 'unknown':
      return <Failed title={W.product} fault={now.fault} retry={ask} />;
    case 'out':
      return <SignIn />;
    default:
      return (
        <>
          {now.session.mustChange ? <ChangePassword /> : <Frame key={now.session.account} />}
          {now.phase === 'expired' && <Again account={now.session.account} />}
        </>
      );
  }
}

export function Console() {
  const dark = useDark();
  const theme = useMemo(() => look(dark), [dark]);
  return (
    <ConfigProvider locale={zhCN} theme={theme} button={{ autoInsertSpace: false }}>
      <App message={SAID}>
        <Inside />
      </App>
    </ConfigProvider>
  );
}
