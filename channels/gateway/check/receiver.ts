/** A partner's own side, strict: every event is checked as the document says, and what is wrong is said. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { wrongs } from '../faults.js';
import { HEADERS, verify, WINDOW } from '../signature.js';
import { type Posted, posted } from '../wire.js';
import { fill } from '../words.js';
import { SAYS } from './words.js';

export type Heard = { kept: Posted } | { again: Posted } | { refused: string };

export interface ReceiverParts {
  partner: string;
  secret: string;
  now: () => Date;
  heard(heard: Heard): void;
}

const MOST_BYTES = 1024 * 1024;
const why = SAYS.why;

export function createReceiver({ partner, secret, now, heard }: ReceiverParts): Server {
  const ids = new Set<string>();
  const nonces = new Set<string>();
  const last = new Map<string, number>();

  function sealed(request: IncomingMessage, body: Buffer): string | null {
    const of = (name: string) => String(request.headers[name] ?? '');
    const [timestamp, nonce, header] = [of(HEADERS.timestamp), of(HEADERS.nonce), of(HEADERS.signature)];
    if (!timestamp || !nonce || !header) return why.headers;
    if (of(HEADERS.partner) !== partner) return fill(why.partner, { partner });
    if (Math.abs(now().getTime() / 1000 - Number(timestamp)) > WINDOW) return why.timestamp;
    if (!verify(header, [secret], { timestamp, nonce, content: body })) return why.signature;
    if (nonces.has(nonce)) return why.replay;
    nonces.add(nonce);
    return null;
  }

  function judge(request: IncomingMessage, body: Buffer): Heard {
    const against = sealed(request, body);
    if (against) return { refused: against };
    let value: unknown;
    try {
      value = JSON.parse(body.toString('utf8'));
    } catch {
      return { refused: why.json };
    }
    const found = posted.safeParse(value, { reportInput: true });
    if (!found.success) {
      const faults = wrongs(found.error).map((one) => `${one.path}：${one.why}`);
      return { refused: fill(why.shape, { faults: faults.join('；') }) };
    }
    const event = found.data;
    if (ids.has(event.id)) return { again: event };
    ids.add(event.id);
    if (event.type === 'reply') {
      const { thread, seq } = event;
      const before = last.get(thread) ?? 0;
      if (seq <= before) return { refused: fill(why.order, { thread, seq, last: before }) };
      last.set(thread, seq);
    }
    return { kept: event };
  }

  return createServer((request, response) => {
    if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) {
      response.writeHead(413).end();
      return;
    }
    buffer(request).then(
      (body) => {
        const found = judge(request, body);
        heard(found);
        response.writeHead('refused' in found ? 401 : 204).end();
      },
      () => response.destroy(),
    );
  });
}
