/**
 * Kills a store at random moments under mixed load and looks at what is left, over and over.
 * `npm run store:kills -- 500` prints a line a kill and ends with 1 at the first fault.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { exact } from '../../server/store/embedded/bson.js';
import { after } from '../../server/store/embedded/pages.js';
import { docKey } from '../../server/store/embedded/record-keys.js';
import { openReader, type Reader } from '../../server/store/tools/reader.js';
import { verify, walk } from '../../server/store/tools/verify.js';
import type { Staged } from './kill-writer.js';

const STAGES = ['inserted', 'updated', 'deleted'];
const script = fileURLToPath(new URL('./kill-writer.js', import.meta.url));

/** Runs the writer, kills it so many milliseconds after it began to write; gives the lines it had said. */
async function killed(dir: string, run: number, afterMs: number): Promise<string[]> {
  const writer = spawn(process.execPath, [script, dir, String(run)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise((resolve) => writer.once('exit', resolve));
  const said: string[] = [];
  for await (const line of createInterface({ input: writer.stdout })) {
    if (line.startsWith('ready')) setTimeout(() => writer.kill('SIGKILL'), afterMs);
    said.push(line);
  }
  await gone;
  return said;
}

function rowsOf<T>(reader: Reader, name: string): T[] {
  const collection = reader.catalog.find('kills', name);
  if (!collection) return [];
  const prefix = docKey(collection, 0).subarray(0, 5);
  return [...walk(reader, prefix, after(prefix))].map(({ value }) => exact(value) as T);
}

/** What the rows say against what was acknowledged; a document may be one stage further, never behind. */
function judge(reader: Reader, acknowledged: Map<string, number>, transfers: Set<string>): string[] {
  const faults: string[] = [];
  const rows = new Map(rowsOf<Staged>(reader, 'rows').map((row) => [row._id, row]));
  for (const [id, stage] of acknowledged) {
    const row = rows.get(id);
    const seen = row ? Number(row.v) : 3;
    if (seen < stage || seen > stage + 1)
      faults.push(`${id} was ${STAGES[stage - 1]} but is at stage ${seen}`);
  }
  for (const { _id, v, claims } of rows.values())
    if (claims.length !== Number(v) + 1)
      faults.push(`${_id} is half there: v ${Number(v)}, ${claims.length} claims`);
  const ledger = new Set(rowsOf<{ _id: string }>(reader, 'ledger').map(({ _id }) => _id));
  for (const id of transfers) if (!ledger.has(id)) faults.push(`the transfer ${id} is gone`);
  const accounts = new Map(
    rowsOf<{ _id: string; n: number }>(reader, 'accounts').map(({ _id, n }) => [_id, Number(n)]),
  );
  const [a = 0, b = 0] = [accounts.get('a'), accounts.get('b')];
  if (a !== -ledger.size || b !== ledger.size)
    faults.push(`accounts ${a} and ${b} after ${ledger.size} transfers`);
  return faults;
}

export interface Outcome {
  kills: number;
  acknowledged: number;
  faults: string[];
}

export async function killLoop(kills: number, say: (line: string) => void): Promise<Outcome> {
  const dir = mkdtempSync(join(tmpdir(), 'jiesu-kills-'));
  const outcome: Outcome = { kills: 0, acknowledged: 0, faults: [] };
  const acknowledged = new Map<string, number>();
  const transfers = new Set<string>();
  try {
    while (outcome.kills < kills && outcome.faults.length === 0) {
      const moment = Math.floor(Math.random() * 400);
      const said = await killed(dir, outcome.kills, moment);
      if (said.length === 0) outcome.faults.push('the writer did not open the store again');
      for (const line of said) {
        const [what = '', id = ''] = line.split(' ');
        const stage = STAGES.indexOf(what) + 1;
        if (stage > 0) acknowledged.set(id, stage);
        if (what === 'transferred') transfers.add(id);
      }
      outcome.acknowledged += said.length;
      const { faults, documents } = await verify(dir);
      outcome.faults.push(...faults);
      const reader = openReader(dir);
      outcome.faults.push(...judge(reader, acknowledged, transfers));
      await reader.close();
      outcome.kills++;
      say(
        `kill ${outcome.kills} after ${moment} ms: ${said.length} answers, ${documents} documents, ${outcome.faults.length} faults`,
      );
    }
  } finally {
    if (outcome.faults.length === 0) rmSync(dir, { recursive: true, force: true });
    else say(`left in ${dir}`);
  }
  return outcome;
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  const kills = Number(process.argv[2] ?? 500);
  const { faults, ...rest } = await killLoop(kills, (line) => void process.stdout.write(`${line}\n`));
  process.stdout.write(`${JSON.stringify({ ...rest, faults })}\n`);
  process.exit(faults.length > 0 ? 1 : 0);
}
