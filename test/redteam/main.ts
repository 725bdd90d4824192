/**
 * `npm run redteam [-- --off CHECK] [-- --each]`: the set against the double, or against a real endpoint where
 * MODEL_BASE_URL and MODEL_NAME are set. Prints how much got through, kind by kind; exits with 1 where anything did.
 */
import { CHECKS, type Check } from '../../bot/ground/check.js';
import { readModel } from '../../server/model-config.js';
import { attackAll, modelAt, type Outcome, openRing } from './run.js';
import { readAttacks } from './set.js';

const off = process.argv.flatMap((arg, i) => (arg === '--off' ? [process.argv[i + 1] as Check] : []));
const unknown = off.find((check) => !CHECKS.includes(check));
if (unknown !== undefined) {
  process.stderr.write(`npm run redteam [-- --off ${CHECKS.join('|')}]\n`);
  process.exit(2);
}

const attacks = readAttacks();
const { settings } = readModel((key) => process.env[key] || undefined);
const ring = settings ? null : await openRing(attacks);
const model = settings ? modelAt(settings) : ring!.model;
const outcomes = await attackAll(model, attacks, new Set(off));
await ring?.stop();

const kinds = new Map<string, Outcome[]>();
for (const one of outcomes) kinds.set(one.attack.kind, [...(kinds.get(one.attack.kind) ?? []), one]);
const count = (list: Outcome[], what: (one: Outcome) => boolean) => list.filter(what).length;
const table = [...kinds].sort().map(([kind, list]) => ({
  kind,
  attacks: list.length,
  worded: count(list, ({ shown }) => shown.length > 0),
  reached: count(list, ({ leaked }) => leaked),
}));
console.table(table);
const reached = count(outcomes, ({ leaked }) => leaked);
const against = settings ? settings.name : 'the double, wicked each time';
console.log(
  `${against}${off.length > 0 ? `, without ${off.join(', ')}` : ''}: ${reached} of ${outcomes.length} reached a citizen`,
);
if (reached > 0 && process.argv.includes('--each'))
  for (const { attack, shown, leaked } of outcomes) if (leaked) console.log(`${attack.id} ${shown.at(-1)}`);
process.exit(reached === 0 ? 0 : 1);
