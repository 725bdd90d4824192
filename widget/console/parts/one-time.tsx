/** A password that is shown once: nothing closes this dialog by accident. */
import { App, Button, Modal } from 'antd';
import type { AccountView } from '../../../server/http/contract-accounts.js';
import { fill, W } from '../words.js';

export function OneTime({ made, close }: { made: AccountView & { password: string }; close: () => void }) {
  const { message } = App.useApp();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(made.password);
      void message.success(W.common.copied);
    } catch {
      // No clipboard on plain http: the person selects it by hand.
      void message.warning(W.common.copyFailed);
    }
  };
  return (
    <Modal
      open
      title={fill(W.accounts.madeOf, { account: made.account })}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={<Button onClick={close}>{W.common.close}</Button>}
    >
      <p>{fill(W.accounts.madeHint, { name: made.name })}</p>
      <p className="one-time">
        <output aria-label={W.accounts.made}>{made.password}</output>
        <Button type="primary" onClick={() => void copy()}>
          {W.common.copy}
        </Button>
      </p>
    </Modal>
  );
}
