/** Which channels are on, from their own settings: none set = off, some = a fault that names the rest. */
import type { ChannelKind, Setting, Values } from '../channels/kind.js';
import { WORDS } from './config-words.js';

export interface Configured {
  kind: ChannelKind;
  values: Values;
}

/** `read` throws for a file that cannot be read. */
export function readChannels(
  kinds: readonly ChannelKind[],
  read: (key: string) => string | undefined,
): { on: Configured[]; faults: string[] } {
  const on: Configured[] = [];
  const faults: string[] = [];
  for (const kind of kinds) {
    const values: Record<string, string> = {};
    const unread = new Set<string>();
    for (const { key } of kind.settings) {
      try {
        const value = read(key);
        if (value !== undefined) values[key] = value;
      } catch (error) {
        faults.push((error as Error).message);
        unread.add(key);
      }
    }
    if (Object.keys(values).length + unread.size === 0) continue;
    const lacks = kind.settings.filter(({ key, optional }) => !optional && values[key] === undefined);
    // One that can't be read has its fault already.
    faults.push(...lacks.filter(({ key }) => !unread.has(key)).map((setting) => half(kind, setting)));
    if (lacks.length + unread.size > 0) continue;
    const wrong = kind.faults?.(values) ?? [];
    faults.push(...wrong);
    if (wrong.length === 0) on.push({ kind, values });
  }
  return { on, faults };
}

const half = (kind: ChannelKind, { key, says }: Setting): string =>
  WORDS.faults.half.replace('{channel}', kind.title).replace('{key}', key).replace('{says}', says);
