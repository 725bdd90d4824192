/** Reads a policy folder: every file of the list, each by its schema, all faults collected. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fault, fault } from './faults.js';
import { TABLES, type TableName, type Tables } from './schema.js';

/** Object keys sorted all the way down: the same rules give the same hash however the file was laid out. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}

const pathOf = (path: PropertyKey[]): string =>
  path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');

export interface Folder {
  tables: Partial<Tables>;
  faults: Fault[];
  hash: string;
}

/** Names a policy: the same rules, the same sixteen digits. */
export const hashOf = (tables: object): string =>
  createHash('sha256').update(canonical(tables)).digest('hex').slice(0, 16);

function readTable(dir: string, name: TableName, faults: Fault[]): unknown {
  const file = `${name}.json`;
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(join(dir, file), 'utf8'));
  } catch (error) {
    faults.push(fault(file, '', 'unreadable', error instanceof Error ? error.message : String(error)));
    return undefined;
  }
  const parsed = TABLES[name].safeParse(raw);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues)
    faults.push(fault(file, pathOf(issue.path), 'shape', issue.message));
  return undefined;
}

export function readFolder(dir: string): Folder {
  const faults: Fault[] = [];
  const names = Object.keys(TABLES) as TableName[];
  const tables = Object.fromEntries(names.map((name) => [name, readTable(dir, name, faults)]));
  for (const file of listed(dir))
    if (!names.some((name) => file === `${name}.json`)) faults.push(fault(file, '', 'unknownFile'));
  return { tables: tables as Partial<Tables>, faults, hash: hashOf(tables) };
}

function listed(dir: string): string[] {
  try {
    return readdirSync(dir).filter((file) => file.endsWith('.json'));
  } catch {
    // A folder that is not there is already reported once for each of its files.
    return [];
  }
}
