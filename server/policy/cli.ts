/** `npm run policy -- <dir>`: OK and the hash, or every fault with its place; exit 1 on faults. */
import { createJudge } from '../forms/judge.js';
import { createPlaces } from '../forms/places.js';
import { formsDir, readShipped } from '../forms/shipped.js';
import { PolicyFaults } from './faults.js';
import { DEFAULT_POLICY, loadPolicy } from './policy.js';

const dir = process.argv[2] ?? DEFAULT_POLICY;
try {
  const policy = await loadPolicy(dir);
  const places = createPlaces(policy.regions, policy.knobs.home);
  const forms = readShipped(formsDir(dir), { ...policy, places, judge: createJudge(places) });
  if (forms.faults.length > 0) throw new PolicyFaults(forms.faults);
  process.stdout.write(`OK ${policy.hash} ${dir}\n`);
} catch (error) {
  if (!(error instanceof PolicyFaults)) throw error;
  for (const { file, path, message } of error.faults) process.stderr.write(`${file}${path}: ${message}\n`);
  process.exitCode = 1;
}
