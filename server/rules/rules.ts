/**
 * The policy in force and its history of units: read, replaced whole, gone back on. A new version is one row;
 * either it is there or it is not, and then every part of the house asks the new units.
 */
import { randomUUID } from 'node:crypto';
import { crossCheck } from '../policy/check.js';
import { type Fault, PolicyFaults } from '../policy/faults.js';
import { policyFrom } from '../policy/policy.js';
import { hashOf } from '../policy/read.js';
import { TABLES, type TableName, type Tables } from '../policy/schema.js';
import type { Policy } from '../policy/types.js';
import type { UnitsVersion, VersionStore } from '../store/policy-versions.js';
import { type Imported, judgeUnits } from './import.js';
import type { Sheet } from './sheet.js';
import { say, WORDS } from './words.js';

export interface Pending {
  id: string;
  account: string;
  at: Date;
  /** The version it was judged against. */
  base: number;
  imported: Imported;
}

export interface Candidate {
  id: string;
  account: string;
  at: Date;
  tables: Tables;
  hash: string;
}

export interface Rules {
  policy: Policy;
  tables(): Tables;
  /** 0 = the units of the folder. */
  version(): number;
  versions: VersionStore;
  /** A version's whole tables; null = there is none. */
  at(version: number): Promise<Tables | null>;
  propose(sheet: Sheet, absent: 'keep' | 'end', account: string): Pending;
  pending(id: string, account: string): Pending | null;
  /** 'stale' = somebody was quicker. */
  apply(
    units: Tables['units'],
    base: number,
    by: string,
    note: string,
  ): Promise<number | 'stale' | { faults: Fault[] }>;
  /** A table in place of the one in force, or of the candidate's. */
  candidate(table: TableName, rows: unknown, onto: Candidate | null, account: string): Candidate | Fault[];
  candidateOf(id: string, account: string): Candidate | null;
  policyOf(tables: Tables): Policy;
  /** Another process may have written a version. */
  refresh(): Promise<void>;
  onChange(tell: () => void): void;
}

const KEPT_MS = 3_600_000;
const MOST_KEPT = 40;

export async function openRules(parts: {
  folder: Tables;
  versions: VersionStore;
  now: () => Date;
}): Promise<Rules> {
  const { folder, versions, now } = parts;
  const tellers: (() => void)[] = [];
  const waiting = new Map<string, Pending>();
  const candidates = new Map<string, Candidate>();
  const latest = await versions.latest();
  let version = latest?._id ?? 0;
  let tables: Tables = latest ? { ...folder, units: latest.units } : folder;
  // A folder that changed may speak of units that the import does not have.
  const faults = crossCheck(tables);
  if (faults.length > 0) throw new PolicyFaults(faults);
  const policy = policyFrom(tables, now());

  function become(next: UnitsVersion): void {
    version = next._id;
    tables = { ...folder, units: next.units };
    const { units, hash } = policyFrom(tables, now());
    Object.assign(policy, { units, hash });
    for (const tell of tellers) tell();
  }
  function kept<T extends { at: Date; id: string }>(map: Map<string, T>, one: T): T {
    for (const [id, { at }] of map) if (now().getTime() - at.getTime() > KEPT_MS) map.delete(id);
    if (map.size >= MOST_KEPT) map.delete(map.keys().next().value ?? '');
    map.set(one.id, one);
    return one;
  }
  const own = <T extends { account: string }>(one: T | undefined, account: string): T | null =>
    one?.account === account ? one : null;
  const today = (): string => new Date(now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

  return {
    policy,
    versions,
    tables: () => tables,
    version: () => version,
    async at(wanted) {
      if (wanted === 0) return folder;
      const found = await versions.get(wanted);
      return found && { ...folder, units: found.units };
    },
    propose: (sheet, absent, account) =>
      kept(waiting, {
        id: randomUUID(),
        account,
        at: now(),
        base: version,
        imported: judgeUnits(sheet, tables, absent, today()),
      }),
    pending: (id, account) => own(waiting.get(id), account),
    async apply(units, base, by, note) {
      if (base !== version) return 'stale';
      const next = { ...tables, units };
      const wrong = crossCheck(next);
      if (wrong.length > 0) return { faults: wrong };
      const row: UnitsVersion = { _id: base + 1, at: now(), by, note, units, hash: hashOf(next) };
      if (!(await versions.add(row))) return 'stale';
      become(row);
      return row._id;
    },
    candidate(table, rows, onto, account) {
      const parsed = TABLES[table].safeParse(rows);
      if (!parsed.success)
        return parsed.error.issues.slice(0, 200).map(({ path, message }) => ({
          file: `${table}.json`,
          path: path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join(''),
          message,
        }));
      const next = { ...(onto?.tables ?? tables), [table]: parsed.data } as Tables;
      const wrong = crossCheck(next);
      if (wrong.length > 0) return wrong;
      return kept(candidates, { id: randomUUID(), account, at: now(), tables: next, hash: hashOf(next) });
    },
    candidateOf: (id, account) => own(candidates.get(id), account),
    policyOf: (which) => policyFrom(which, now()),
    async refresh() {
      const there = await versions.latest();
      if (there && there._id > version) become(there);
    },
    onChange: (tell) => void tellers.push(tell),
  };
}

/** What an import did, for its row in the history. */
export const noteOf = ({ added, changed, ended }: Imported, words: string): string =>
  [words, say(WORDS.imported, { added: added.length, changed: changed.length, ended: ended.length })]
    .filter(Boolean)
    .join('；');
