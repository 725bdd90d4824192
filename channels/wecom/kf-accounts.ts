/** Which 微信客服 accounts are ours: those configured, or all that the platform lists for the secret. */
import type { Api, Row } from './api.js';

export interface KfAccounts {
  /** The last list known where the platform does not answer. */
  list(): Promise<readonly string[]>;
  /** Whether a notice for this account concerns us. */
  ours(account: string): boolean;
}

const PAGE = 100;
const ID = /^[\w-]{1,64}$/;

export function kfAccounts(api: Api, configured: string | undefined): KfAccounts {
  const fixed = configured?.split(',') ?? null;
  let known: readonly string[] = [];
  return {
    ours: (account) => (fixed ? fixed.includes(account) : ID.test(account)),
    async list() {
      if (fixed) return fixed;
      const found: string[] = [];
      for (let offset = 0; ; offset += PAGE) {
        const called = await api.post('kf/account/list', { offset, limit: PAGE });
        if (!called.ok) return known;
        const rows = (called.body.account_list ?? []) as Row[];
        found.push(...rows.map((row) => String(row.open_kfid ?? '')).filter((id) => ID.test(id)));
        if (rows.length < PAGE) break;
      }
      known = found;
      return known;
    },
  };
}
