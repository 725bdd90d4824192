/** The tests' hand on the platform's process. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import {
  ACCOUNT,
  type Account,
  type Controls,
  type Pushed,
  type PushFields,
  type PushOptions,
} from './terms.js';

/** One citizen's phone. */
export interface Phone {
  openid: string;
  /** Says it; throws where the house did not take it. Returns what came back until `want` was among it. */
  ask(text: string, want: RegExp): Promise<string>;
  /** What came since the last look, once `want` is among it. */
  until(want: RegExp): Promise<string>;
}

export interface WeChat extends Controls {
  account: Account;
  /** Settings of a house that talks to it. */
  env: Record<string, string>;
  say(openid: string, text: string, options?: PushOptions & { msgId?: string }): Promise<Pushed>;
  event(openid: string, event: string, fields?: PushFields, options?: PushOptions): Promise<Pushed>;
  phone(openid: string): Phone;
  close(): Promise<void>;
}

const PATIENCE = 25_000;

function phoneOf(platform: Pick<WeChat, 'say' | 'more'>, openid: string): Phone {
  let seen = 0;
  async function until(want: RegExp): Promise<string> {
    const deadline = Date.now() + PATIENCE;
    const fresh: string[] = [];
    while (Date.now() < deadline) {
      const more = await platform.more(openid, seen, deadline - Date.now());
      seen += more.length;
      fresh.push(...more.map(({ text }) => text));
      if (want.test(fresh.join('\n'))) return fresh.join('\n');
    }
    throw new Error(`${want} did not come, but ${JSON.stringify(fresh)}`);
  }
  return {
    openid,
    until,
    async ask(text, want) {
      const { tries } = await platform.say(openid, text);
      if (tries.at(-1)?.answer !== 'success') throw new Error(`not taken: ${JSON.stringify(tries)}`);
      return until(want);
    },
  };
}

export async function startWeChat(given: Partial<Account> = {}): Promise<WeChat> {
  const account = { ...ACCOUNT, ...given };
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('process.js', import.meta.url)), JSON.stringify(given)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const { api, control } = await new Promise<{ api: number; control: number }>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)));
    child.once('exit', (code) => reject(new Error(`platform ended: ${code}`)));
  });

  const controls = new Proxy({} as Controls, {
    get:
      (_, name) =>
      async (...args: unknown[]) => {
        const answer = await fetch(`http://127.0.0.1:${control}`, {
          method: 'POST',
          body: JSON.stringify({ name, args }),
        });
        const { result, error } = (await answer.json()) as { result?: unknown; error?: string };
        if (error) throw new Error(error);
        return result;
      },
  });
  const names: (keyof Controls)[] = [
    'house',
    'verify',
    'push',
    'pushed',
    'reached',
    'more',
    'mood',
    'media',
    'endTokens',
    'secret',
    'quota',
    'perMinute',
    'advance',
    'counts',
  ];
  const wechat: WeChat = {
    ...(Object.fromEntries(names.map((name) => [name, controls[name]])) as unknown as Controls),
    account,
    env: {
      WECHAT_APP_ID: account.appId,
      WECHAT_APP_SECRET: account.secret,
      WECHAT_TOKEN: account.token,
      WECHAT_MODE: account.mode,
      WECHAT_API_BASE: `http://127.0.0.1:${api}`,
      ...(account.mode === 'plain' ? {} : { WECHAT_AES_KEY: account.aesKey }),
    },
    say: (openid, text, { msgId, ...options } = {}) =>
      controls.push(openid, { MsgType: 'text', Content: text, ...(msgId ? { MsgId: msgId } : {}) }, options),
    event: (openid, event, fields = {}, options = {}) =>
      controls.push(openid, { MsgType: 'event', Event: event, ...fields }, options),
    close: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.removeAllListeners('exit');
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
    phone: (openid) => phoneOf(wechat, openid),
  };
  return wechat;
}
