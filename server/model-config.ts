/** The language model's settings: none set = off, half set = a fault. */
import type { ModelSettings } from '../bot/model.js';
import { WORDS } from './config-words.js';

/** `read` throws for a file that cannot be read. */
export function readModel(read: (key: string) => string | undefined): {
  settings: ModelSettings | null;
  faults: string[];
} {
  const faults: string[] = [];
  const [url, name, apiKey] = ['MODEL_BASE_URL', 'MODEL_NAME', 'MODEL_API_KEY'].map((key) => {
    try {
      return read(key);
    } catch (error) {
      faults.push((error as Error).message);
      return undefined;
    }
  });
  if (faults.length > 0 || (!url && !name && !apiKey)) return { settings: null, faults };
  if (!url || !name) return { settings: null, faults: [WORDS.faults.model] };
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    return { settings: null, faults: [WORDS.faults.modelUrl.replace('{value}', url)] };
  return { settings: { baseUrl: url.replace(/\/+$/, ''), name, apiKey: apiKey ?? null }, faults };
}
