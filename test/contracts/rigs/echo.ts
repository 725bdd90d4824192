/** The other side of the echo channel: checks every signature, and takes the same line twice as one. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as read } from 'node:stream/consumers';
import { echoKind, signature } from '../../support/echo-channel.js';
import type { ChannelRig, Delivery, Told } from '../channel-rig.js';

const SECRET = 'echo-secret-0123456789';
const STATUS = { well: 200, busy: 503, gone: 410 } as const;

export const echo: ChannelRig = {
  kind: echoKind,
  async open() {
    const reached = new Map<string, Map<string, string>>();
    let mood: keyof typeof STATUS = 'well';
    let house = '';

    const server = createServer((req, res) => {
      read(req).then(
        (body) => {
          const time = String(req.headers['x-echo-time']);
          const right = req.headers['x-echo-signature'] === signature(SECRET, time, body);
          if (right && mood === 'well') {
            const { id, citizen, text } = JSON.parse(body) as { id: string; citizen: string; text: string };
            const lines = reached.get(citizen) ?? new Map<string, string>();
            reached.set(citizen, lines.set(id, text));
          }
          res.writeHead(right ? STATUS[mood] : 401).end();
        },
        () => res.destroy(),
      );
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;

    async function post(delivery: Delivery, secret: string): Promise<Told> {
      const body = JSON.stringify(delivery);
      const time = String(Date.now());
      const headers = { 'x-echo-time': time, 'x-echo-signature': signature(secret, time, body) };
      try {
        const { status } = await fetch(`${house}/hooks/echo`, { method: 'POST', headers, body });
        return status === 200 ? 'ok' : status < 500 ? 'refused' : 'failed';
      } catch {
        return 'failed';
      }
    }

    return {
      env: { ECHO_SECRET: SECRET, ECHO_URL: `http://127.0.0.1:${port}/in` },
      async house(url) {
        house = url;
      },
      deliver: (delivery) => post(delivery, SECRET),
      forge: (delivery) => post(delivery, `${SECRET}!`),
      reached: (citizen) => [...(reached.get(citizen)?.values() ?? [])],
      mood(next) {
        mood = next;
      },
      close: () =>
        new Promise((done) => {
          server.close(() => done());
          server.closeAllConnections();
        }),
    };
  },
};
