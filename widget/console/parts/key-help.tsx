import { Modal } from 'antd';
import { W } from '../words.js';

export function KeyHelp({ open, close }: { open: boolean; close: () => void }) {
  return (
    <Modal open={open} onCancel={close} footer={null} title={W.help.title} destroyOnHidden>
      <table className="keys">
        <tbody>
          {W.help.keys.map(([key, does]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  );
}
