/**
 * `npm run demo:wechat`: the simulated platform, a real house connected to it, and a terminal for a phone. The
 * house's data lies in a new folder unless DATA_DIR names one.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startWeChat } from './client.js';
import { tell, WORDS } from './demo-words.js';
import { ACCOUNT, type Pushed, type Reached } from './terms.js';

const OPENID = 'oDemoCitizen000000000000001';
const SEND = '/cgi-bin/message/custom/send';
const LOOK_MS = 30_000;
const HOUR_MS = 3_600_000;

function out(line: string): void {
  if (line !== '') process.stdout.write(`${line}\n`);
}
const own = process.env.DATA_DIR ? null : await mkdtemp(join(tmpdir(), 'jiesu-wechat-demo-'));
const platform = await startWeChat();
const child = spawn(process.execPath, [fileURLToPath(new URL('../../../server/main.js', import.meta.url))], {
  env: {
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'error',
    ...process.env,
    ...platform.env,
    WECHAT_TEMPLATE_ID: ACCOUNT.template.id,
    DATA_DIR: process.env.DATA_DIR ?? own ?? '',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});

/** The house's banner, shown as it comes; its address once it stands there. */
function addressOf(house: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    house.stdout?.on('data', (part: Buffer) => {
      process.stdout.write(part);
      const found = /http:\/\/localhost:\d+/.exec(part.toString());
      if (found) resolve(found[0]);
    });
    house.once('exit', () => reject(new Error(WORDS.died)));
  });
}

const shown = ({ by, kind, text }: Reached): string => {
  if (by === 'template') return tell(WORDS.template, { text });
  return tell(kind === 'image' ? WORDS.picture : WORDS.them, {
    text: kind === 'image' ? text.slice(0, 8) : text,
  });
};

let over = false;
async function follow(): Promise<void> {
  for (let seen = 0; !over; ) {
    const more = await platform.more(OPENID, seen, LOOK_MS).catch(() => []);
    seen += more.length;
    for (const one of more) out(shown(one));
  }
}

const answered = ({ tries }: Pushed): void => {
  const last = tries.at(-1);
  if (last) out(tell(WORDS[last.answer], { status: last.status }));
};
const push = async (fields: Record<string, string | number>) =>
  answered(await platform.push(OPENID, fields, {}));

const COMMANDS: Readonly<Record<string, (rest: string) => Promise<void>>> = {
  图: async (path) => {
    const bytes = await readFile(path).catch(() => null);
    if (!bytes) return out(tell(WORDS.noFile, { text: path }));
    const MediaId = await platform.media({ type: 'image/jpeg', base64: bytes.toString('base64') });
    return push({ MsgType: 'image', PicUrl: 'http://mmbiz.example/pic', MediaId });
  },
  语音: async (text) =>
    push({
      MsgType: 'voice',
      Format: 'amr',
      Recognition: text,
      MediaId: await platform.media({ type: 'audio/amr', base64: Buffer.from('#!AMR\n').toString('base64') }),
    }),
  位置: (label) =>
    push({ MsgType: 'location', Location_X: '40.841490', Location_Y: '111.752010', Scale: 15, Label: label }),
  菜单: (key) => push({ MsgType: 'event', Event: 'CLICK', EventKey: key }),
  关注: () => push({ MsgType: 'event', Event: 'subscribe', EventKey: '' }),
  取关: () => push({ MsgType: 'event', Event: 'unsubscribe', EventKey: '' }),
  过: async (hours) => {
    await platform.advance(Number(hours) * HOUR_MS);
    out(tell(WORDS.passed, { text: hours }));
  },
  错: async (rest) => {
    const [code = '', times = '1'] = rest.split(/\s+/);
    await platform.mood(SEND, { code: Number(code) }, Number(times));
    out(tell(WORDS.ordered, { text: code, times }));
  },
};

async function heard(line: string): Promise<void> {
  const [, name, rest = ''] = /^\/(\S+)\s*(.*)$/u.exec(line) ?? [];
  if (name === undefined) return answered(await platform.say(OPENID, line));
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  await (command ? command(rest.trim()) : out(tell(WORDS.unknown, { text: name })));
}

const url = await addressOf(child);
await platform.house(url.replace('localhost', '127.0.0.1'));
out(tell(WORDS.ready, { url }));
const following = follow();
await COMMANDS.关注?.('');
const terminal = createInterface({ input: process.stdin });
process.on('SIGINT', () => terminal.close());
for await (const line of terminal) {
  if (line.trim() === '/退出') break;
  if (line.trim() !== '') await heard(line.trim());
}
over = true;
if (child.exitCode === null) {
  child.kill('SIGTERM');
  await once(child, 'exit');
}
await platform.close();
await following;
if (own) await rm(own, { recursive: true, force: true });
process.exit(0);
