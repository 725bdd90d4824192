import { App, Button, Dropdown, Modal } from 'antd';
import { useState } from 'react';
import { useSession } from '../auth.js';
import { unsentCount } from '../kept.js';
import { PasswordForm } from '../pages/change-password.js';
import { fill, W } from '../words.js';
import { leave } from './sign-out.js';

export function Who() {
  const { account, name, seat } = useSession();
  const { modal } = App.useApp();
  const [changing, setChanging] = useState(false);
  function out() {
    const unsent = unsentCount(account);
    if (!unsent) return void leave(account);
    modal.confirm({
      title: W.session.signOut,
      content: fill(W.session.drafts, { n: unsent }),
      okText: W.session.draftsGo,
      cancelText: W.session.draftsStay,
      onOk: () => leave(account),
    });
  }
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'change', label: W.session.change, onClick: () => setChanging(true) },
            { key: 'out', label: W.session.signOut, onClick: out },
          ],
        }}
      >
        <Button type="text" aria-haspopup="menu">
          {fill(W.session.menu, { name, seat })} <span aria-hidden="true">▾</span>
        </Button>
      </Dropdown>
      <Modal
        open={changing}
        title={W.session.change}
        footer={null}
        onCancel={() => setChanging(false)}
        destroyOnHidden
      >
        <PasswordForm done={() => setChanging(false)} />
      </Modal>
    </>
  );
}
