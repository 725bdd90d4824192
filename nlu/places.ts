import { readJson } from './rule.js';

export interface Region {
  code: string;
  name: string;
  parent: string | null;
  level: 'province' | 'city' | 'county' | 'zone';
  /** Area code, for 「区号+12345」. */
  tel: string | null;
  aliases: string[];
}

export interface Outside {
  name: string;
  level: 'province' | 'city' | 'district' | 'country';
  tel: string | null;
  aliases: string[];
  parent?: string;
}

/** A place name seen in the text. `codes` are ours, `outside` is elsewhere; exactly one of them says something. */
export interface Mention {
  from: number;
  to: number;
  name: string;
  codes: string[];
  how: 'name' | 'alias' | 'careful' | 'ambiguous' | 'town' | 'landmark' | 'outside';
  outside?: Outside;
}

interface RegionTable {
  regions: Region[];
  ambiguous: Record<string, string[]>;
  careful: string[];
  /** Short name → pattern of what must not follow (和林 + 业局). */
  notBefore: Record<string, string>;
  /** Short name → pattern of what must not come before (山 + 东河 + 南). */
  notAfter: Record<string, string>;
}
interface OutsideTable {
  rows: Outside[];
  notAfter: string;
  needsParent: string[];
}

const table = readJson<RegionTable>('regions');
const towns = readJson<{ towns: Record<string, string[]> }>('towns').towns;
const landmarks = readJson<{ landmarks: Record<string, string> }>('landmarks').landmarks;
const elsewhere = readJson<OutsideTable>('outside');

export const regions: readonly Region[] = table.regions;
const byCode = new Map(regions.map((region) => [region.code, region]));
export const regionOf = (code: string): Region | undefined => byCode.get(code);
export const needsParent: ReadonlySet<string> = new Set(elsewhere.needsParent);

interface Entry {
  name: string;
  codes: string[];
  how: Mention['how'];
  outside?: Outside;
  bad?: RegExp;
  badBefore?: RegExp;
}

const street = /^(?:[东西南北中]|\d)?(?:路|大街|街(?![道里上])|大道|巷|胡同)/;
const dish = new RegExp(`^(?:${elsewhere.notAfter})`, 'u');
const index = new Map<string, Entry[]>();

function add(entry: Entry): void {
  const row = table.notBefore[entry.name];
  const before = table.notAfter[entry.name];
  if (row) entry.bad = new RegExp(`^(?:${row})`, 'u');
  if (before) entry.badBefore = new RegExp(`(?:${before})$`, 'u');
  const key = entry.name.slice(0, 2);
  const list = index.get(key);
  if (list) list.push(entry);
  else index.set(key, [entry]);
}

const careful = new Set(table.careful);
const known = new Set<string>(Object.keys(table.ambiguous));
for (const [name, codes] of Object.entries(table.ambiguous)) add({ name, codes, how: 'ambiguous' });
for (const region of regions) {
  for (const name of [region.name, ...region.aliases]) {
    if (known.has(name)) continue;
    known.add(name);
    const how = name === region.name ? 'name' : careful.has(name) ? 'careful' : 'alias';
    add({ name, codes: [region.code], how });
  }
}
for (const [name, code] of Object.entries(landmarks)) {
  if (known.has(name)) continue;
  known.add(name);
  add({ name, codes: [code], how: 'landmark' });
}
for (const [name, codes] of Object.entries(towns)) if (!known.has(name)) add({ name, codes, how: 'town' });
for (const outside of elsewhere.rows) {
  for (const name of [outside.name, ...outside.aliases]) {
    if (!known.has(name)) add({ name, codes: [], how: 'outside', outside });
  }
}
for (const list of index.values()) list.sort((a, b) => b.name.length - a.name.length);

const OPENING = /(?:^|[\s,。!?;:、(\n]|在|到|去|是|住|从|来|回|喂|我们|咱|咱们|区|市|盟|的)$/u;
const PLACE_NEXT = /^(?:区|旗|县|市|那边|这边|这块|这儿|那儿|这面|那面|的|某|有|[\s,。])/u;

function holds(entry: Entry, text: string, at: number, last: Mention | undefined): boolean {
  const rest = text.slice(at + entry.name.length, at + entry.name.length + 8);
  const before = text.slice(Math.max(0, at - 6), at);
  if (entry.bad?.test(rest) || entry.badBefore?.test(before)) return false;
  if (entry.how === 'outside') return !dish.test(rest);
  if (entry.how !== 'name' && street.test(rest)) return false;
  // 「赤峰红山」: a short name right behind the name of its own city needs no other sign.
  if (entry.how === 'careful' && last?.to === at && byCode.get(entry.codes[0]!)?.parent === last.codes[0])
    return true;
  if (entry.how === 'careful') return OPENING.test(before) && (PLACE_NEXT.test(rest) || before === '');
  return true;
}

/** Every place name of the tables in the text, longest first at each spot, never overlapping. */
export function mentions(text: string): Mention[] {
  const found: Mention[] = [];
  for (let at = 0; at < text.length - 1; ) {
    const entry = index
      .get(text.slice(at, at + 2))
      ?.find((one) => text.startsWith(one.name, at) && holds(one, text, at, found.at(-1)));
    if (!entry) {
      at++;
      continue;
    }
    found.push({
      from: at,
      to: at + entry.name.length,
      name: entry.name,
      codes: entry.codes,
      how: entry.how,
      ...(entry.outside ? { outside: entry.outside } : {}),
    });
    at += entry.name.length;
  }
  return found;
}
