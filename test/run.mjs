/**
 * `npm test`: everything, in the order in which a fault is cheapest to find. What a test needs beyond npm is
 * installed where this is root on Debian; elsewhere the run says by name what it skipped and how to get it.
 * Arguments narrow the Jest part: `npm test -- test/tickets`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brokenOf, mended, secondsOf, sumsOf, tellBroken, tellLongest } from './report.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => join(root, 'node_modules/.bin', name);

function run(title, command, args, env = {}) {
  const started = Date.now();
  process.stdout.write(`\n── ${title}\n`);
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  process.stdout.write(
    `── ${title}: ${status === 0 ? 'ok' : 'FAILED'} (${((Date.now() - started) / 1000).toFixed(0)} s)\n`,
  );
  return status === 0;
}

/** What Debian gives and npm does not: the file that proves it, the packages, and who needs it. */
const DEBIAN = [
  {
    proof: ['/usr/bin/chromium'],
    packages: ['chromium', 'fonts-noto-cjk'],
    needs: 'test/e2e (browser end-to-end)',
  },
  {
    proof: ['/usr/sbin/dovecot'],
    packages: ['dovecot-imapd', 'dovecot-lmtpd'],
    needs: 'test/channels/email and the mail rig of test/contracts/channels (a real mailbox)',
  },
];

function installDebian() {
  const missing = DEBIAN.filter(({ proof }) => !proof.every(existsSync));
  if (missing.length === 0) return;
  const packages = missing.flatMap((row) => row.packages);
  const able = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (able) {
    run('apt-get update', 'apt-get', ['update', '-qq']);
    run(
      `apt-get install ${packages.join(' ')}`,
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', ...packages],
      { DEBIAN_FRONTEND: 'noninteractive' },
    );
  }
  for (const { proof, needs, packages: wanted } of missing) {
    if (!proof.every(existsSync))
      process.stdout.write(`skipped: ${needs}; to run it: apt-get install ${wanted.join(' ')}\n`);
  }
}

/** What became of each file, as Jest reports it. */
function jest(title, workers, args) {
  const dir = mkdtempSync(join(tmpdir(), 'jiesu-jest-'));
  const report = join(dir, 'report.json');
  const ok = run(title, process.execPath, [
    '--experimental-vm-modules',
    '--no-warnings',
    bin('jest'),
    `--maxWorkers=${workers}`,
    '--json',
    `--outputFile=${report}`,
    '--silent=false',
    ...args,
  ]);
  const results = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).testResults : [];
  rmSync(dir, { recursive: true, force: true });
  return { ok, results };
}

/** More than so many broken files are no accident of a busy machine. */
const AGAIN = 8;
/** An hour is what the whole may take; a second look that would go beyond it is not begun. */
const WHOLE_MS = 56 * 60_000;

/** A browser, a house and another file share the machine: what failed beside others has to pass by itself. */
function tests(args) {
  const first = jest('jest', 2, args);
  tellLongest(first.results);
  const broken = brokenOf(first.results);
  const late = performance.now() + secondsOf(broken) * 1000 > WHOLE_MS;
  if (broken.length === 0 || broken.length > AGAIN || late) {
    tellBroken('failed', broken);
    return first;
  }
  const second = jest('jest, what failed, by itself', 1, [
    '--runTestsByPath',
    ...broken.map(({ name }) => name),
  ]);
  const left = brokenOf(second.results);
  const only = broken.filter(({ name }) => !left.some((one) => one.name === name));
  tellBroken('failed beside others, passed by itself', only);
  tellBroken('failed by itself too', left);
  return { ok: second.ok, results: mended(first.results, second.results) };
}

const steps = [
  run('lint', bin('biome'), ['check', '.']),
  run('types', bin('tsc'), ['-p', '.']) &&
    run('types of the browser code', bin('tsc'), ['-p', 'widget']) &&
    run('types of the console', bin('tsc'), ['-p', 'widget/console']),
  run('build', process.execPath, ['server/build.mjs']),
];
installDebian();
const { ok, results } = tests(process.argv.slice(2));
const { passed, failed, skipped } = sumsOf(results);
const wrong = failed + steps.filter((step) => !step).length + (ok || failed > 0 ? 0 : 1);
process.stdout.write(`\n${passed} passed, ${wrong} failed, ${skipped} skipped\n`);
process.exit(ok && steps.every(Boolean) ? 0 : 1);
