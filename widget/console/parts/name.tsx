/** Somebody who works here, by name; the account on hover. */
import { useNames } from '../names.js';

export function Name({ account }: { account: string }) {
  const nameOf = useNames();
  const name = nameOf(account);
  return name === account ? <span>{account}</span> : <span title={account}>{name}</span>;
}
