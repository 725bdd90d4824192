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
    for (const { key } of kind.settings) {
      try {
        const value = read(key);
        if (value !== undefined) values[key] = value;
      } catch (error) {
        faults.push((error as Error).message);
      }
    }
    if (Object.keys(values).length === 0) continue;
    const lacks = kind.settings.filter((setting) => !setting.optional && values[setting.key] === undefined);
    faults.push(...lacks.map((setting) => half(kind, setting)));
    if (lacks.length > 0) continue;
    const wrong = kind.faults?.(values) ?? [];
    faults.push(...wrong);
    if (wrong.length === 0) on.push({ kind, values });
  }
  return { on, faults };
}

const half = (kind: ChannelKind, { key, says }: Setting): string =>
  WORDS.faults.half.replace('{channel}', kind.title).replace('{key}', key).replace('{says}', says);
