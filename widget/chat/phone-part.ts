/** What 「验证手机号」 opens in the chat; fetched when it is opened, so that the first load carries none of it. */
import { phoneProof } from '../ui/phone-proof.js';
import * as W from '../ui/phone-words.js';
import type { Pass } from './wire.js';

export function chatProof(server: string, pass: () => Promise<Pass>, done: () => void): HTMLElement {
  const at = async (tail: string) => `${server}/api/chat/threads/${(await pass()).thread}/phone${tail}`;
  return phoneProof({
    codes: () => at('/codes'),
    proofs: () => at(''),
    token: async () => (await pass()).token,
    lead: W.leadChat,
    done,
  });
}
