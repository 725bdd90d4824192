/**
 * The smallest honest channel: signed JSON in, signed JSON out. Not part of the product; it is what the
 * contract suite is proved on, and the shortest example of how a channel is written.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Channel, InboundMessage, OutboundMessage, Receive, Sent } from '../../channels/channel.js';
import type { ChannelKind, Hook, House, Values } from '../../channels/kind.js';
import { plain } from '../../channels/plain.js';

const WINDOW_MS = 300_000;
const PATIENCE_MS = 5_000;

export const signature = (secret: string, time: string, body: string | Buffer): string =>
  createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex');

function signed(secret: string, time: string, body: Buffer, shown: string, now: Date): boolean {
  const real = Buffer.from(signature(secret, time, body));
  const given = Buffer.from(shown);
  const fresh = /^\d{13}$/.test(time) && Math.abs(now.getTime() - Number(time)) <= WINDOW_MS;
  return given.length === real.length && timingSafeEqual(given, real) && fresh;
}

/** Null = not the shape of a delivery. */
function messageOf(body: Buffer, now: Date): InboundMessage | null {
  let row: unknown;
  try {
    row = JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
  const { id, citizen, text } = (row ?? {}) as Record<string, unknown>;
  if (typeof id !== 'string' || typeof citizen !== 'string' || typeof text !== 'string') return null;
  return { channel: 'echo', id, thread: citizen, text, files: [], at: now };
}

function hook(secret: string, house: House, receive: () => Receive): Hook {
  const say = (status: number) => ({ status, type: 'text/plain', body: String(status) });
  return {
    method: 'post',
    path: '',
    maxBytes: 64 * 1024,
    async answer({ headers, body }) {
      const time = headers['x-echo-time'] ?? '';
      if (!signed(secret, time, body, headers['x-echo-signature'] ?? '', house.now())) {
        house.log('warn', 'signature refused');
        return say(401);
      }
      const message = messageOf(body, house.now());
      if (!message) return say(400);
      await receive()(message);
      return say(200);
    },
  };
}

async function post({ ECHO_URL = '', ECHO_SECRET = '' }: Values, message: OutboundMessage, now: Date) {
  const { thread: citizen, line } = message;
  const body = JSON.stringify({ id: line.id, citizen, text: plain(line).text });
  const time = String(now.getTime());
  return fetch(ECHO_URL, {
    method: 'POST',
    headers: { 'x-echo-time': time, 'x-echo-signature': signature(ECHO_SECRET, time, body) },
    body,
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
}

function open(values: Values, house: House): Channel {
  const taking = new Set<Promise<unknown>>();
  let receive: Receive = async () => {
    throw new Error('echo is not started');
  };
  const counted: Receive = (message) => {
    const kept = receive(message);
    taking.add(kept);
    return kept.finally(() => taking.delete(kept));
  };
  return {
    name: 'echo',
    title: '回声',
    hooks: [hook(values.ECHO_SECRET ?? '', house, () => counted)],
    async start(given) {
      receive = given;
    },
    async send(message): Promise<Sent> {
      try {
        const { status } = await post(values, message, house.now());
        if (status === 200) return { ok: true };
        return { ok: false, retry: status !== 410, reason: `对方平台答复 ${status}` };
      } catch {
        return { ok: false, retry: true, reason: '对方平台连不上' };
      }
    },
    async stop() {
      await Promise.allSettled(taking);
    },
  };
}

export const echoKind: ChannelKind = {
  name: 'echo',
  title: '回声',
  settings: [
    { key: 'ECHO_SECRET', says: '签名密钥', example: 'at-least-16-signs', secret: true },
    { key: 'ECHO_URL', says: '对方接收地址', example: 'https://echo.example/in' },
    { key: 'ECHO_NOTE', says: '备注', example: '测试', optional: true },
  ],
  faults: ({ ECHO_SECRET = '' }) => (ECHO_SECRET.length < 16 ? ['ECHO_SECRET 至少 16 个字符'] : []),
  open,
};
