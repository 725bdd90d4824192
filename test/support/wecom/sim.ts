/** Starts the 企业微信 simulator and speaks to its controls. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { random } from './crypt.js';
import type { SimVerbs } from './main.js';
import type { Arrived, Call, Settings } from './world.js';

export type { Arrived, Call };

type Controls = {
  [Name in keyof SimVerbs]: (
    given: Parameters<SimVerbs[Name]> extends [infer Given] ? Given : Record<string, never>,
  ) => Promise<Awaited<ReturnType<SimVerbs[Name]>>>;
};

export interface Simulator extends Controls {
  url: string;
  /** All that has reached citizens, oldest first; grows as it happens. */
  seen: readonly Arrived[];
  settings: Settings;
  /** Settings of both kinds of channel, as in the environment. */
  env: { wecom: Record<string, string>; kf: Record<string, string> };
  close(): Promise<void>;
}

export async function openSimulator(): Promise<Simulator> {
  const settings: Settings = {
    corpId: 'ww0123456789abcdef',
    agentId: 1000002,
    appSecret: `app-${random(16)}`,
    kfSecret: `kf-${random(16)}`,
    token: `T${random(8)}`,
    // The last of 43 characters carries four bits only.
    aesKey: `${random(21)}A`,
  };
  const child = spawn(process.execPath, [fileURLToPath(new URL('./main.js', import.meta.url))], {
    env: { ...process.env, SIMULATOR: JSON.stringify(settings) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const seen: Arrived[] = [];
  const port = await new Promise<string>((resolve, reject) => {
    const lines = createInterface({ input: child.stdout });
    lines.once('line', (first) => {
      resolve(first);
      lines.on('line', (line) => seen.push(JSON.parse(line) as Arrived));
    });
    child.once('exit', (code) => reject(new Error(`the simulator ended with ${code}`)));
  });
  const url = `http://127.0.0.1:${port}`;
  const control = async (verb: string, given: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}/sim/${verb}`, { method: 'POST', body: JSON.stringify(given ?? {}) });
    if (answer.status !== 200) throw new Error(`simulator ${verb}: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { said: unknown }).said;
  };
  const own = {
    url,
    seen,
    settings,
    env: {
      wecom: {
        WECOM_CORP_ID: settings.corpId,
        WECOM_AGENT_ID: String(settings.agentId),
        WECOM_SECRET: settings.appSecret,
        WECOM_TOKEN: settings.token,
        WECOM_AES_KEY: settings.aesKey,
        WECOM_API_BASE: url,
      },
      kf: {
        WECHAT_KF_CORP_ID: settings.corpId,
        WECHAT_KF_SECRET: settings.kfSecret,
        WECHAT_KF_TOKEN: settings.token,
        WECHAT_KF_AES_KEY: settings.aesKey,
        WECHAT_KF_API_BASE: url,
      },
    },
    async close() {
      child.kill('SIGTERM');
      await gone;
    },
  };
  // Every verb of the simulator is a method here; the list is its own.
  return new Proxy(own, {
    get: (there, name) =>
      name in there
        ? there[name as keyof typeof there]
        : name === 'then'
          ? undefined
          : (given: unknown) => control(String(name), given),
  }) as unknown as Simulator;
}
