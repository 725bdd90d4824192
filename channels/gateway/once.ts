/**
 * The same id twice has the effect of once, and the same id for something else is refused, over restarts. What
 * becomes a line of a conversation has its print there; parts of a call, which may wait for each other, are noted.
 */
import { createHash } from 'node:crypto';
import type { House } from '../kind.js';
import { messageOf } from './names.js';
import { Refusal } from './refusal.js';
import type { Said } from './wire.js';

/** As long as anybody repeats. */
const KEPT_MS = 7 * 86_400_000;
/** Days after which a note has nothing more to tell: ids, uploads, what was last offered to a silent citizen. */
const STALE: readonly [prefix: string, ms: number][] = [
  ['id:', KEPT_MS],
  ['file:', KEPT_MS],
  ['offered:', 30 * 86_400_000],
];
const SWEEP_MS = 3_600_000;

/** A partner may stamp a repeat anew: when it was said is no part of what was said. */
export function digest(event: Said): string {
  const { at: _at, ...rest } = event;
  return createHash('sha256').update(JSON.stringify(rest)).digest('base64url');
}

/** Drops what has nothing more to tell; to be called as often as one likes. */
export function createSweep(house: House): () => Promise<void> {
  let swept = 0;
  return async () => {
    const now = house.now().getTime();
    if (now - swept < SWEEP_MS) return;
    swept = now;
    for (const [prefix, ms] of STALE) await house.notes.drop(prefix, new Date(now - ms));
  };
}

export const createOnce =
  ({ notes }: Pick<House, 'notes'>) =>
  /** Was it here before? @throws Refusal ID_USED */
  async (partner: string, id: string, content: string): Promise<boolean> => {
    const key = `id:${messageOf(partner, id)}`;
    if (await notes.take(key, content)) return false;
    if ((await notes.get<string>(key)) !== content) throw new Refusal('ID_USED');
    return true;
  };
