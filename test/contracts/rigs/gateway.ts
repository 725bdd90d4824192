/**
 * The gateway's other side: a 蒙速办 that is posted to, with its own signing. What it has seen before, by id, it
 * does not show again, as the document asks of every partner.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gateway } from '../../../channels/gateway/gateway.js';
import type { ChannelRig, Delivery, Platform, Told } from '../channel-rig.js';

export const SECRET = 'rig-secret-0123456789abcdef0123456789abcdef';
const PARTNER = 'mengsuban';

/** Written anew here, not imported: a double that signs with the product's own code proves nothing. */
const mac = (secret: string, time: string, nonce: string, body: string): string =>
  createHmac('sha256', secret).update(`${time}.${nonce}.${body}`).digest('hex');

function headersOf(secret: string, body: string): Record<string, string> {
  const time = String(Math.floor(Date.now() / 1000));
  const nonce = randomUUID();
  return {
    'content-type': 'application/json',
    'X-Jiesu-Partner': PARTNER,
    'X-Jiesu-Timestamp': time,
    'X-Jiesu-Nonce': nonce,
    'X-Jiesu-Signature': `v1=${mac(secret, time, nonce, body)}`,
  };
}

const STATUS = { well: 204, busy: 503, gone: 410 } as const;

async function open(): Promise<Platform> {
  const reached = new Map<string, string[]>();
  const ids = new Set<string>();
  let mood: keyof typeof STATUS = 'well';
  let url = '';

  const server = createServer((req, res) => {
    buffer(req).then(
      (bytes) => {
        const body = bytes.toString('utf8');
        const of = (name: string) => String(req.headers[`x-jiesu-${name}`] ?? '');
        const right = `v1=${mac(SECRET, of('timestamp'), of('nonce'), body)}`;
        if (!of('signature').split(',').includes(right)) return void res.writeHead(401).end();
        if (mood === 'well') {
          const { id, thread, plain } = JSON.parse(body) as Record<string, string>;
          // As the document asks: what came twice is shown once.
          if (!ids.has(id ?? ''))
            reached.set(thread ?? '', [...(reached.get(thread ?? '') ?? []), plain ?? '']);
          ids.add(id ?? '');
        }
        res.writeHead(STATUS[mood]).end();
      },
      () => res.destroy(),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;

  async function say({ id, citizen, text }: Delivery, secret: string): Promise<Told> {
    const body = JSON.stringify({ type: 'message', id, thread: citizen, text });
    try {
      const answer = await fetch(`${url}/hooks/gateway`, {
        method: 'POST',
        headers: headersOf(secret, body),
        body,
      });
      await answer.arrayBuffer();
      return answer.status === 202 ? 'ok' : answer.status < 500 ? 'refused' : 'failed';
    } catch {
      return 'failed';
    }
  }

  return {
    env: {
      GATEWAY_PARTNERS: JSON.stringify([
        {
          id: PARTNER,
          title: '蒙速办（演示）',
          kind: 'mengsuban',
          secrets: [SECRET, `previous-${SECRET}`],
          callback: `http://127.0.0.1:${port}/in`,
        },
      ]),
    },
    async house(at) {
      url = at;
    },
    deliver: (delivery) => say(delivery, SECRET),
    forge: (delivery) => say(delivery, `${SECRET}x`),
    reached: (citizen) => reached.get(citizen) ?? [],
    mood(next) {
      mood = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

export const gatewayRig: ChannelRig = { kind: gateway, open };
