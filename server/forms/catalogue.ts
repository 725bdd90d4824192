/**
 * Which version of a form counts on a day: the newest one whose day has come. The one before it is still
 * taken for some days, so that nobody who is writing loses the form under the pen; a withdrawn one is not.
 */
import type { FormCard, FormDef } from '../http/contract-forms.js';
import type { FormDoc, FormStore } from '../store/forms.js';

export interface Live {
  version: number;
  form: FormDef;
}

export type Standing =
  | { is: 'live' | 'open' | 'expired'; form: FormDef }
  | { is: 'withdrawn' | 'old' | 'none' };

export interface Catalogue {
  /** Forms that can be filed today, in the order of their names. */
  live(): Promise<Live[]>;
  find(id: string): Promise<Live | null>;
  /** May this version be filed now? */
  standing(id: string, version: number): Promise<Standing>;
  /** The form of this name whose last day is over; null = it is no such form. */
  expired(id: string): Promise<FormDef | null>;
  /** All versions of all forms, oldest first. */
  rows(): Promise<FormDoc[]>;
  /** After this process has written one. */
  forget(): void;
}

const DAY_MS = 86_400_000;
/** Other processes may publish: what was read is believed this long. */
const FRESH_MS = 5000;

export const shanghaiDate = (now: Date): string =>
  new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;

/** The row that counts on this day, of the rows of one form. */
export function inForce(rows: readonly FormDoc[], day: string): FormDoc | null {
  let found: FormDoc | null = null;
  for (const row of rows) if (row.from <= day && (!found || row.version > found.version)) found = row;
  return found;
}

export const over = ({ validTo }: FormDef, day: string): boolean => validTo !== undefined && validTo < day;

export function standingOf(
  rows: readonly FormDoc[],
  version: number,
  day: string,
  graceDays: number,
): Standing {
  const now = inForce(rows, day);
  if (!now) return { is: 'none' };
  if (now.withdrawn) return { is: 'withdrawn' };
  // With its last day every version of it is over.
  if (over(now.def, day)) return { is: 'expired', form: now.def };
  if (now.version === version) return { is: 'live', form: now.def };
  const row = rows.find((one) => one.version === version);
  if (!row || row.withdrawn || row.from > day || version > now.version) return { is: 'none' };
  // It ended when the first later one began to count.
  const ends = rows
    .filter((one) => one.version > version && one.from <= day)
    .map((one) => [one.from, row.from].sort().at(-1)!)
    .sort()[0];
  const open = ends !== undefined && daysBetween(ends, day) <= graceDays;
  return open ? { is: 'open', form: row.def } : { is: 'old' };
}

export const cardOf = ({ version, form }: Live): FormCard => ({
  id: form.id,
  version,
  title: form.title,
  summary: form.summary,
  audience: form.audience,
  regions: form.regions,
  words: form.hint.words,
});

export function createCatalogue(parts: {
  store: Pick<FormStore, 'all'>;
  now: () => Date;
  graceDays: number;
}): Catalogue {
  let read: { at: number; rows: Promise<FormDoc[]> } | null = null;
  /** A row never changes: the object that was read first stays, and with it what was compiled for it. */
  const known = new Map<string, FormDoc>();

  async function load(): Promise<FormDoc[]> {
    const rows = await parts.store.all();
    for (const row of rows) if (!known.has(row._id)) known.set(row._id, row);
    return rows
      .map((row) => known.get(row._id) ?? row)
      .sort((a, b) => a.form.localeCompare(b.form) || a.version - b.version);
  }
  function rows(): Promise<FormDoc[]> {
    if (!read || Date.now() - read.at > FRESH_MS) {
      const loading = load();
      read = { at: Date.now(), rows: loading };
      loading.catch(() => {
        read = null;
      });
    }
    return read.rows;
  }
  const of = async (id: string): Promise<FormDoc[]> => (await rows()).filter((row) => row.form === id);
  const today = (): string => shanghaiDate(parts.now());

  const filed = (row: FormDoc | null): row is FormDoc =>
    row !== null && !row.withdrawn && !over(row.def, today());

  async function live(): Promise<Live[]> {
    const all = await rows();
    const ids = [...new Set(all.map((row) => row.form))];
    return ids.flatMap((id) => {
      const row = inForce(
        all.filter((one) => one.form === id),
        today(),
      );
      return filed(row) ? [{ version: row.version, form: row.def }] : [];
    });
  }
  return {
    live,
    async find(id) {
      const row = inForce(await of(id), today());
      return filed(row) ? { version: row.version, form: row.def } : null;
    },
    async expired(id) {
      const row = inForce(await of(id), today());
      return row && !row.withdrawn && over(row.def, today()) ? row.def : null;
    },
    standing: async (id, version) => standingOf(await of(id), version, today(), parts.graceDays),
    rows,
    forget() {
      read = null;
    },
  };
}
