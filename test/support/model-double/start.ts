/** Starts the double as a process and speaks to it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Body } from './judge.js';
import type { Rule } from './replies.js';
import type { DoubleSettings } from './server.js';

export interface Double {
  /** For MODEL_BASE_URL. */
  url: string;
  model: string;
  key: string;
  /** From now on it answers so, and has been asked nothing. */
  rules(rules: Rule[]): Promise<void>;
  requests(): Promise<Body[]>;
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));

export async function startDouble(settings: Partial<DoubleSettings> = {}): Promise<Double> {
  const full = {
    model: 'double-1',
    key: 'sk-double',
    takes: ['json_schema', 'tool', 'json_object'],
    ...settings,
  };
  const child = spawn(process.execPath, [MAIN, JSON.stringify(full)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const base = `http://127.0.0.1:${Number(line.toString())}`;
  return {
    url: `${base}/v1`,
    model: full.model,
    key: full.key ?? '',
    async rules(rules) {
      await fetch(`${base}/double/rules`, { method: 'PUT', body: JSON.stringify(rules) });
    },
    requests: async () => (await (await fetch(`${base}/double/requests`)).json()) as Body[],
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
