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

function jest(args) {
  const dir = mkdtempSync(join(tmpdir(), 'jiesu-jest-'));
  const report = join(dir, 'report.json');
  const ok = run('jest', process.execPath, [
    '--experimental-vm-modules',
    '--no-warnings',
    bin('jest'),
    '--maxWorkers=2',
    '--json',
    `--outputFile=${report}`,
    '--silent=false',
    ...args,
  ]);
  const counts = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null;
  rmSync(dir, { recursive: true, force: true });
  return { ok, counts };
}

const steps = [
  run('lint', bin('biome'), ['check', '.']),
  run('types', bin('tsc'), ['-p', '.']) &&
    run('types of the browser code', bin('tsc'), ['-p', 'widget']) &&
    run('types of the console', bin('tsc'), ['-p', 'widget/console']),
  run('build', process.execPath, ['server/build.mjs']),
];
installDebian();
const { ok, counts } = jest(process.argv.slice(2));
steps.push(ok);

const failed =
  steps.filter((step) => !step).length -
  (ok ? 0 : 1) +
  (counts ? counts.numFailedTests + counts.numRuntimeErrorTestSuites : 1);
if (counts) {
  const files = counts.testResults.map(({ name, startTime, endTime }) => ({
    name: name.slice(name.indexOf('/dist/') + 6),
    seconds: (endTime - startTime) / 1000,
  }));
  files.sort((a, b) => b.seconds - a.seconds);
  const all = files.reduce((sum, { seconds }) => sum + seconds, 0);
  process.stdout.write(`\n${files.length} files, ${all.toFixed(0)} s in all; the longest:\n`);
  for (const { name, seconds } of files.slice(0, 25))
    process.stdout.write(`${seconds.toFixed(0).padStart(5)} s  ${name}\n`);
}
process.stdout.write(
  `\n${counts?.numPassedTests ?? 0} passed, ${failed} failed, ${counts?.numPendingTests ?? 0} skipped\n`,
);
process.exit(steps.every(Boolean) ? 0 : 1);
