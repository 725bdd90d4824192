import { call } from '../api.js';
import { auth } from '../auth.js';
import { forget } from '../kept.js';

/** On purpose: what was not sent leaves this machine with the person. */
export async function leave(account: string): Promise<void> {
  await call('signOut').catch(() => {});
  forget(account);
  auth.leave();
}
