/** Plays every rule against a test server, and tells each as it is done. */
import { randomBytes } from 'node:crypto';
import { fill } from '../words.js';
import { type ClientParts, codeOf, createClient } from './client.js';
import { gotOf, type Scene, type Verdict } from './rules/scene.js';
import { RULES } from './rules.js';
import { SAYS } from './words.js';

export interface Done {
  name: string;
  expects: string;
  verdict: Verdict;
}

export interface CheckParts extends ClientParts {
  pause(ms: number): Promise<void>;
  told(done: Done): void;
}

/** What this partner may do: asked of the server, not of the vendor. @throws Error where it does not answer */
async function probe(parts: CheckParts): Promise<Pick<Scene, 'client' | 'calls' | 'books' | 'pulls'>> {
  const client = createClient(parts);
  const typed = await client.post({ type: 'probe' });
  if (codeOf(typed) !== 'TYPE') throw new Error(fill(SAYS.cannotStart, { got: gotOf(typed) }));
  const pulled = await client.get('/outbox', { after: '0', limit: '1' });
  return {
    client,
    calls: JSON.stringify(typed.body).includes('call.transcript'),
    books: JSON.stringify(typed.body).includes('transfer.in'),
    pulls: codeOf(pulled) !== 'HAS_CALLBACK',
  };
}

export async function check(parts: CheckParts): Promise<Done[]> {
  const scene: Scene = {
    ...(await probe(parts)),
    run: `check-${randomBytes(5).toString('hex')}`,
    pause: parts.pause,
  };
  const done: Done[] = [];
  for (const { name, run } of RULES) {
    const verdict = await run(scene).catch(
      (error: unknown): Verdict => ({
        passed: false,
        got: error instanceof Error ? error.message : String(error),
      }),
    );
    const row = { ...SAYS.rules[name], verdict };
    done.push(row);
    parts.told(row);
  }
  return done;
}

export const failed = ({ verdict }: Done): boolean => 'passed' in verdict && !verdict.passed;

export function rowOf({ name, expects, verdict }: Done): string {
  const mark = 'skipped' in verdict ? SAYS.skipped : verdict.passed ? SAYS.passed : SAYS.failed;
  const got = 'skipped' in verdict ? verdict.skipped : verdict.passed ? '' : verdict.got;
  const row = fill(SAYS.row, { mark, name, expects });
  return got === '' ? row : `${row}\n${fill(SAYS.got, { got })}`;
}

export const sumOf = (done: readonly Done[]): string =>
  fill(SAYS.sum, {
    all: done.length,
    passed: done.filter(({ verdict }) => 'passed' in verdict && verdict.passed).length,
    failed: done.filter(failed).length,
    skipped: done.filter(({ verdict }) => 'skipped' in verdict).length,
  });
