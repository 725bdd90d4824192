/** Names of codes: categories, hotlines, regions, types, states, roles. Asked for once a page. */
import { useSyncExternalStore } from 'react';
import { call } from './api.js';

export interface Options {
  categories: { code: string; name: string }[];
  /** `expert`: 专家坐席. */
  hotlines: { number: string; name: string; expert: boolean }[];
  languages: { code: string; name: string }[];
  regions: { code: string; name: string; parent: string | null }[];
  types: { type: string; name: string }[];
  urgencies: { id: string; name: string }[];
  states: { state: string; name: string }[];
  roles: { id: string; name: string }[];
  units: { code: string; name: string; kind: string; region: string }[];
  /** Whom an order can be transferred to. */
  receivers: { code: string; name: string }[];
  /** What the forms of a step offer: table, code, name. */
  words: Record<string, Record<string, string>>;
}

const EMPTY: Options = {
  categories: [],
  hotlines: [],
  languages: [],
  regions: [],
  types: [],
  urgencies: [],
  states: [],
  roles: [],
  units: [],
  receivers: [],
  words: {},
};

export interface Known {
  options: Options;
  /** True when the names could not be had; codes are shown then. */
  failed: boolean;
}

let known: Known = { options: EMPTY, failed: false };
let asked = false;
const watchers = new Set<() => void>();

function become(next: Known): void {
  known = next;
  for (const tell of [...watchers]) tell();
}

export function loadOptions(): void {
  asked = true;
  call('options').then(
    (reply) => become({ options: { ...EMPTY, ...(reply as Partial<Options>) }, failed: false }),
    () => {
      asked = false;
      become({ options: EMPTY, failed: true });
    },
  );
}

/** One function for all renders: another one each time would ask again at every render while asking fails. */
function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  if (!asked) loadOptions();
  return () => watchers.delete(watcher);
}

export function useOptions(): Known {
  return useSyncExternalStore(watch, () => known);
}

export const nameOf = {
  category: (o: Options, code: string | null) => o.categories.find((row) => row.code === code)?.name ?? code,
  hotline: (o: Options, number: string | null) => {
    const row = o.hotlines.find((one) => one.number === number);
    return row ? `${row.number} ${row.name}` : number;
  },
  region(o: Options, code: string | null): string | null {
    const row = o.regions.find((one) => one.code === code);
    if (!row) return code;
    const above = o.regions.find((one) => one.code === row.parent);
    return above?.parent ? `${above.name} ${row.name}` : row.name;
  },
  skill: (o: Options, code: string) =>
    o.categories.find((row) => row.code === code)?.name ?? nameOf.hotline(o, code) ?? code,
  language: (o: Options, code: string) => o.languages.find((row) => row.code === code)?.name ?? code,
  type: (o: Options, type: string) => o.types.find((row) => row.type === type)?.name ?? type,
  state: (o: Options, state: string) => o.states.find((row) => row.state === state)?.name ?? state,
  unit: (o: Options, code: string | null) => o.units.find((row) => row.code === code)?.name ?? code,
  role: (o: Options, id: string) => o.roles.find((row) => row.id === id)?.name ?? id,
};
