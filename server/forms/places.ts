/** Places a form may name: the policy's regions, and below them the 苏木乡镇街道 (nine digits). */
import { readFileSync } from 'node:fs';
import type { Place } from '../http/contract-forms.js';
import type { Region } from '../policy/types.js';

const { towns: TOWNS } = JSON.parse(readFileSync(new URL('./towns.json', import.meta.url), 'utf8')) as {
  towns: Record<string, [string, string][]>;
};

export interface Places {
  known(code: string): boolean;
  /** Name with all it lies in, but for the whole region: 「呼和浩特市赛罕区大学西路街道」. */
  full(code: string): string;
  /** Of a town its banner; of everything else itself. */
  region(code: string): string;
  /** Places below this one. */
  within(code: string): Place[];
  /** By a part of the name, best first. */
  find(words: string, most: number): Place[];
  /** Leagues with what lies in them, without towns: for a plain list. */
  groups(): { place: Place; within: Place[] }[];
}

export function createPlaces(regions: readonly Region[], home: string): Places {
  const byCode = new Map<string, Place & { parent: string | null }>();
  const below = new Map<string, string[]>();
  const add = (row: Place & { parent: string | null }): void => {
    byCode.set(row.code, row);
    if (row.parent) below.set(row.parent, [...(below.get(row.parent) ?? []), row.code]);
  };
  const nameOf = (code: string | null): string => {
    const row = code === null || code === home ? undefined : regions.find((one) => one.code === code);
    return row ? `${nameOf(row.parent)}${row.name}` : '';
  };
  for (const { code, name, parent, level } of regions) {
    if (level === 'region') continue;
    add({ code, name, parent, full: nameOf(code), level: level === 'league' ? 'league' : 'banner' });
    for (const [tail, town] of TOWNS[code] ?? [])
      add({
        code: `${code}${tail}`,
        name: town,
        parent: code,
        full: `${nameOf(code)}${town}`,
        level: 'town',
      });
  }
  const plain = (row: Place): Place => ({ code: row.code, name: row.name, full: row.full, level: row.level });
  const all = [...byCode.values()];
  const within = (code: string): Place[] => (below.get(code) ?? []).map((one) => plain(byCode.get(one)!));
  const RANK = { league: 0, banner: 1, town: 2 };
  return {
    known: (code) => byCode.has(code),
    full: (code) => byCode.get(code)?.full ?? '',
    region: (code) => code.slice(0, 6),
    within,
    find(words, most) {
      const parts = words.normalize('NFKC').split(/\s+/).filter(Boolean);
      if (parts.length === 0) return [];
      const last = parts.at(-1)!;
      const score = (row: Place): number =>
        (row.name === last ? 0 : row.name.startsWith(last) ? 1 : row.name.includes(last) ? 2 : 3) * 10 +
        RANK[row.level];
      return all
        .filter((row) => parts.every((part) => row.full.includes(part)))
        .sort((a, b) => score(a) - score(b) || a.code.localeCompare(b.code))
        .slice(0, most)
        .map(plain);
    },
    groups: () =>
      all
        .filter((row) => row.level === 'league')
        .map((row) => ({ place: plain(row), within: within(row.code) })),
  };
}
