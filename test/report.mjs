/** What `npm test` tells at its end: the longest files, what failed in short, and the sums. */

const fileOf = (name) => name.slice(name.indexOf('/dist/') + 6);
const failedIn = (result) => result.assertionResults.filter(({ status }) => status === 'failed');
const print = (text) => process.stdout.write(`${text}\n`);

export const brokenOf = (results) => results.filter(({ status }) => status === 'failed');

/** How long these files took. */
export const secondsOf = (results) =>
  results.reduce((sum, { startTime, endTime }) => sum + (endTime - startTime) / 1000, 0);

/** The results of a second run in place of the first ones. */
export function mended(results, again) {
  const second = new Map(again.map((result) => [result.name, result]));
  return results.map((result) => second.get(result.name) ?? result);
}

export function tellLongest(results) {
  const files = results.map(({ name, startTime, endTime }) => ({
    name: fileOf(name),
    seconds: (endTime - startTime) / 1000,
  }));
  files.sort((a, b) => b.seconds - a.seconds);
  print(`\n${files.length} files, ${secondsOf(results).toFixed(0)} s in all; the longest:`);
  for (const { name, seconds } of files.slice(0, 25)) print(`${seconds.toFixed(0).padStart(5)} s  ${name}`);
}

const LINES = 10;
const short = (message, indent) => message.split('\n').slice(0, LINES).join(`\n${indent}`);

/** Once more and in short, where whoever reads the end finds it. */
export function tellBroken(title, results) {
  if (results.length === 0) return;
  print(`\n${title}:`);
  for (const result of results) {
    const tests = failedIn(result);
    print(fileOf(result.name));
    if (tests.length === 0) print(`  ${short(result.message, '  ')}`);
    for (const { fullName, failureMessages } of tests)
      print(`  ● ${fullName}\n    ${short(failureMessages.join('\n'), '    ')}`);
  }
}

/** Tests by outcome; a file that did not even load counts as one failure. */
export function sumsOf(results) {
  const sums = { passed: 0, failed: 0, skipped: 0 };
  for (const result of results) {
    for (const { status } of result.assertionResults)
      sums[status === 'passed' || status === 'failed' ? status : 'skipped'] += 1;
    if (result.status === 'failed' && failedIn(result).length === 0) sums.failed += 1;
  }
  return sums;
}
