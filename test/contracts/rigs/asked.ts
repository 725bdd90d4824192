/** One request as a browser makes it: what came back, as the suite words it; a line that is cut is 'failed'. */
import type { Told } from '../channel-rig.js';

export interface Asked<T> {
  told: Told;
  /** Null unless `told` is 'ok'. */
  body: T | null;
}

export async function asked<T>(url: string, init: RequestInit = {}): Promise<Asked<T>> {
  try {
    const answer = await fetch(url, init);
    const text = await answer.text();
    if (answer.ok) return { told: 'ok', body: JSON.parse(text) as T };
    return { told: answer.status < 500 ? 'refused' : 'failed', body: null };
  } catch {
    return { told: 'failed', body: null };
  }
}

export const posted = <T>(url: string, body: unknown, headers: Record<string, string> = {}) =>
  asked<T>(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** A line as a page shows it: its words, and where its doors lead. */
export const shownText = ({
  text,
  doors = [],
}: {
  text: string;
  doors?: { url?: string | undefined }[] | undefined;
}): string => [text, ...doors.flatMap(({ url }) => url ?? [])].join('\n');

/** Clauses that no channel of the house itself can have. */
export const OF_THE_HOUSE = {
  settings: 'it is always on and reads no setting',
  half: 'it is always on and reads no setting',
  retry: 'a stored line is as good as sent: no platform stands between it and its reader',
  dead: 'a stored line is as good as sent: no platform stands between it and its reader',
} as const;
