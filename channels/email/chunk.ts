/** Mails of one sender one after the other, of several senders side by side. */
import type { FetchMessageObject } from 'imapflow';
import { first, mailbox, readHeaders, sameAddress } from './headers.js';
import { LIMITS } from './limits.js';

/** Order within a sender is kept: a later mail may answer to what an earlier one began. */
export function bySender(mails: readonly FetchMessageObject[]): FetchMessageObject[][] {
  const groups = new Map<string, FetchMessageObject[]>();
  for (const mail of mails) {
    const from = mailbox(first(readHeaders(Buffer.from(mail.source ?? [])), 'from'));
    const key = sameAddress(from?.address ?? '');
    const group = groups.get(key) ?? [];
    group.push(mail);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Rejects with the first failure, after everything under way has ended. */
export async function sideBySide<T>(
  groups: readonly (readonly T[])[],
  run: (one: T) => Promise<void>,
  over: () => boolean,
): Promise<void> {
  const left = [...groups].reverse();
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (let group = left.pop(); group; group = left.pop()) {
      for (const one of group) {
        if (over() || failures.length > 0) return;
        try {
          await run(one);
        } catch (error) {
          failures.push(error);
          return;
        }
      }
    }
  };
  await Promise.all(Array.from({ length: LIMITS.sideBySide }, worker));
  if (failures.length > 0) throw failures[0];
}
