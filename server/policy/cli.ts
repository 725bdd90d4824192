/**
 * `npm run policy -- check DIR | diff DIR DIR | simulate DIR [--days N] [--data DATA_DIR]`; a folder alone is
 * checked. Exit 1 where there are faults, or where two policies differ.
 */

import { findPersonal } from '../../nlu/pii.js';
import { readConfig } from '../config.js';
import { createJudge } from '../forms/judge.js';
import { createPlaces } from '../forms/places.js';
import { formsDir, readShipped } from '../forms/shipped.js';
import { maskText } from '../people/privacy.js';
import { compare } from '../rules/compare.js';
import { KINDS, simulate } from '../rules/simulate.js';
import { filedSince, MOST_PRECEDENTS } from '../rules/trial.js';
import { say, WORDS } from '../rules/words.js';
import { openDatabase } from '../store/connect.js';
import { precedentStore } from '../store/precedents.js';
import { ticketStore } from '../store/tickets.js';
import { PolicyFaults } from './faults.js';
import { DEFAULT_POLICY, loadPolicy, policyFrom, readTables } from './policy.js';

const out = (line: string): void => void process.stdout.write(`${line}\n`);
const DAY_MS = 86_400_000;

async function check(dir: string): Promise<void> {
  const policy = await loadPolicy(dir);
  const places = createPlaces(policy.regions, policy.knobs.home);
  const forms = readShipped(formsDir(dir), {
    ...policy,
    places,
    judge: createJudge(places, () => new Date()),
  });
  if (forms.faults.length > 0) throw new PolicyFaults(forms.faults);
  out(`OK ${policy.hash} ${dir}`);
}

function diff(a: string, b: string): void {
  const found = compare(readTables(a), readTables(b));
  for (const { table, row, kind, fields } of found) {
    out(`${kind === 'added' ? '+' : kind === 'removed' ? '-' : '~'} ${table} ${row}`);
    for (const { field, before, after } of kind === 'changed' ? fields : [])
      out(`    ${field}: ${before ?? WORDS.none} → ${after ?? WORDS.none}`);
  }
  if (found.length > 0) process.exitCode = 1;
}

async function trial(dir: string, options: Record<string, string | undefined>): Promise<void> {
  const now = new Date();
  const candidate = policyFrom(readTables(dir), now);
  const data = options.data ? { ...process.env, DATA_DIR: options.data } : process.env;
  const config = readConfig(data);
  const inForce = policyFrom(readTables(config.policyDir ?? undefined), now);
  const days = Math.min(92, Math.max(1, Number(options.days ?? 30) || 30));
  const database = await openDatabase({ uri: config.mongodbUri, dataDir: config.dataDir });
  try {
    const tickets = ticketStore(database.connection);
    const precedents = precedentStore(database.connection);
    await Promise.all([tickets.ensureIndexes(), precedents.init()]);
    const found = await simulate({
      orders: filedSince(tickets, { from: new Date(now.getTime() - days * DAY_MS) }),
      now: inForce,
      candidate,
      precedents: await precedents.search('', MOST_PRECEDENTS),
      at: now,
      mask: (text) => maskText(text, findPersonal(text)),
      on: (done) => {
        if (done % 1000 === 0) process.stderr.write(`${done}\r`);
        return true;
      },
    });
    for (const { orderNo, title, went } of found.examples) {
      out(`${orderNo} ${title}`);
      for (const { kind, before, after } of went) out(`    ${WORDS.counts[kind]}: ${before} → ${after}`);
    }
    out(say(WORDS.summary, { orders: found.orders, differing: found.differing }));
    for (const kind of KINDS) out(`  ${WORDS.counts[kind]}: ${found.counts[kind]}`);
    out(say(WORDS.settled, { settled: found.settled }));
  } finally {
    await database.close();
  }
}

function optionsOf(args: string[]): Record<string, string | undefined> {
  const at = (name: string) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  return { days: at('--days'), data: at('--data') };
}

const [command = DEFAULT_POLICY, ...args] = process.argv.slice(2);
try {
  if (command === 'check') await check(args[0] ?? DEFAULT_POLICY);
  else if (command === 'diff' && args.length === 2) diff(args[0] ?? '', args[1] ?? '');
  else if (command === 'simulate' && args[0]) await trial(args[0], optionsOf(args.slice(1)));
  else if (command === 'diff' || command === 'simulate') {
    process.stderr.write(`${WORDS.usage}\n`);
    process.exitCode = 2;
  } else await check(command);
} catch (error) {
  if (!(error instanceof PolicyFaults)) throw error;
  for (const { file, path, message } of error.faults) process.stderr.write(`${file}${path}: ${message}\n`);
  process.exitCode = 1;
}
