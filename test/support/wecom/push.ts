/** What 企业微信 posts to the house: sealed, signed, within five seconds, three times at most. */
import { random, sealFor, sign } from './crypt.js';
import { HINT_MS, type KfMessage, type World } from './world.js';

export type Told = 'ok' | 'refused' | 'failed';

/** What is wrong with a delivery on purpose. */
export interface Twist {
  /** Signed with another token. */
  forged?: boolean;
  /** Sealed for another corporation. */
  receiver?: string;
  /** Sealed with another key, though well signed. */
  wrongKey?: boolean;
  /** Seconds ago, by the query's timestamp. */
  age?: number;
  /** Not sealed at all. */
  plain?: boolean;
  /** Deliver it so often at the same time. */
  times?: number;
  /** Tries of one delivery until the house says OK. */
  tries?: number;
}

const PATIENCE_MS = 5000;

const cdata = (value: string): string => `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
/** Numbers bare, texts in CDATA, as the platform writes it. */
export const xmlOf = (rows: Record<string, string | number>): string =>
  `<xml>${Object.entries(rows)
    .map(([name, value]) => `<${name}>${typeof value === 'number' ? value : cdata(value)}</${name}>`)
    .join('')}</xml>`;

/** Query and sealed text of one call of the house. */
export function callOf(world: World, text: string, { forged, receiver, wrongKey, age = 0 }: Twist) {
  const { token, aesKey, corpId } = world.settings;
  const key = wrongKey ? `${'W'.repeat(42)}A` : aesKey;
  const sealed = sealFor(text, key, receiver ?? corpId);
  const timestamp = String(Math.floor(world.now() / 1000) - age);
  const nonce = random(5);
  const msg_signature = sign(forged ? 'someone-else' : token, timestamp, nonce, sealed);
  return { sealed, query: { msg_signature, timestamp, nonce } };
}

const toldOf = (status: number): Told =>
  status === 200 ? 'ok' : status === 401 || status === 403 ? 'refused' : 'failed';

async function post(url: string, body: string): Promise<Told> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'text/xml' },
      body,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const said = await answer.text();
    // Anything but nothing or `success` would be taken for a passive reply.
    return answer.status === 200 && said !== '' && said !== 'success' ? 'failed' : toldOf(answer.status);
  } catch {
    return 'failed';
  }
}

export async function push(
  world: World,
  channel: string,
  rows: Record<string, string | number>,
  twist: Twist = {},
): Promise<Told> {
  const once = async (): Promise<Told> => {
    let told: Told = 'failed';
    for (let tries = 0; tries < (twist.tries ?? 1) && told === 'failed'; tries++) {
      const { sealed, query } = callOf(world, xmlOf(rows), twist);
      const body = twist.plain
        ? xmlOf(rows)
        : xmlOf({
            ToUserName: world.settings.corpId,
            AgentID: String(world.settings.agentId),
            Encrypt: sealed,
          });
      told = await post(`${world.house}/hooks/${channel}?${new URLSearchParams(query)}`, body);
    }
    return told;
  };
  const all = await Promise.all(Array.from({ length: twist.times ?? 1 }, once));
  return all.find((told) => told !== 'ok') ?? 'ok';
}

/** 验证 URL: what the admin page does when the address is saved. */
export async function verify(
  world: World,
  channel: string,
  twist: Twist = {},
): Promise<{ status: number; body: string; want: string }> {
  const want = random(8);
  const { sealed, query } = callOf(world, want, twist);
  const answer = await fetch(
    `${world.house}/hooks/${channel}?${new URLSearchParams({ ...query, echostr: sealed })}`,
  );
  return { status: answer.status, body: await answer.text(), want };
}

/** 「有新消息」: the token alone, never the words. */
export function notifyKf(world: World, account: string, twist: Twist = {}): Promise<Told> {
  const hint = `ENC${random(20)}`;
  world.hints.set(hint, world.now() + HINT_MS);
  return push(
    world,
    'wechat-kf',
    {
      ToUserName: world.settings.corpId,
      CreateTime: Math.floor(world.now() / 1000),
      MsgType: 'event',
      Event: 'kf_msg_or_event',
      Token: hint,
      OpenKfId: account,
    },
    twist,
  );
}

/** Into the log that sync_msg reads. A citizen's own words open the window anew. */
export function logKf(world: World, account: string, message: KfMessage): void {
  const log = world.logs.get(account) ?? [];
  // Told of again, it still lies there once.
  if (log.some(({ msgid }) => msgid === message.msgid)) return;
  log.push(message);
  world.logs.set(account, log);
  if (message.origin !== 3) return;
  const citizen = world.citizen(account, String(message.external_userid));
  citizen.saidAt = message.send_time * 1000;
  citizen.sent = 0;
  if (citizen.state === 4) citizen.state = 0;
}
