/** A partner as the document describes one: signs, posts, pulls. Also what the tests speak with. */
import { randomUUID } from 'node:crypto';
import { type Content, fileContent, HEADERS, sign } from '../signature.js';

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed where it was JSON, else null. */
  body: Record<string, unknown> | null;
  bytes: Buffer;
}

/** What to do wrong, or differently. */
export interface Twist {
  secret?: string;
  partner?: string;
  /** Seconds beside the right time. */
  off?: number;
  nonce?: string;
  version?: string;
  /** Signed in place of what is sent. */
  signed?: Content;
  /** Headers that are left out. */
  without?: string[];
}

export interface Client {
  post(event: unknown, twist?: Twist): Promise<Answer>;
  raw(body: Buffer | string, twist?: Twist): Promise<Answer>;
  upload(query: { id: string; thread: string; name: string }, bytes: Buffer, twist?: Twist): Promise<Answer>;
  get(path: '/outbox' | '/files', query: Record<string, string>, twist?: Twist): Promise<Answer>;
  ack(upTo: string, twist?: Twist): Promise<Answer>;
}

export interface ClientParts {
  url: string;
  partner: string;
  secret: string;
  now?: () => Date;
}

export const codeOf = ({ body }: Answer): string => {
  const { error } = (body ?? {}) as { error?: { code?: unknown } };
  return typeof error?.code === 'string' ? error.code : '';
};

export function createClient({ url, partner, secret, now = () => new Date() }: ClientParts): Client {
  const root = `${url.replace(/\/$/, '')}/hooks/gateway`;

  function headersFor(content: Content, twist: Twist): Record<string, string> {
    const timestamp = String(Math.floor(now().getTime() / 1000) + (twist.off ?? 0));
    const nonce = twist.nonce ?? randomUUID();
    const sealed = { timestamp, nonce, content: twist.signed ?? content };
    const headers: Record<string, string> = {
      [HEADERS.partner]: twist.partner ?? partner,
      [HEADERS.timestamp]: timestamp,
      [HEADERS.nonce]: nonce,
      [HEADERS.signature]: sign(twist.secret ?? secret, sealed, twist.version),
    };
    for (const name of twist.without ?? []) delete headers[name];
    return headers;
  }

  async function ask(address: string, init: RequestInit): Promise<Answer> {
    const answer = await fetch(address, { ...init, redirect: 'manual' });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const isJson = answer.headers.get('content-type')?.startsWith('application/json');
    const body = isJson ? (JSON.parse(bytes.toString('utf8')) as Answer['body']) : null;
    return { status: answer.status, headers: answer.headers, body, bytes };
  }

  const send = (path: string, body: Buffer | string, type: string, content: Content, twist: Twist) =>
    ask(`${root}${path}`, {
      method: 'POST',
      headers: { ...headersFor(content, twist), 'content-type': type },
      body: Buffer.isBuffer(body) ? new Uint8Array(body) : body,
    });

  const raw: Client['raw'] = (body, twist = {}) => send('', body, 'application/json', body, twist);
  return {
    raw,
    post: (event, twist) => raw(JSON.stringify(event), twist),
    upload(query, bytes, twist = {}) {
      const search = new URLSearchParams(query).toString();
      const content = fileContent(search, bytes);
      return send(`/files?${search}`, bytes, 'application/octet-stream', content, twist);
    },
    get(path, query, twist = {}) {
      const search = new URLSearchParams(query).toString();
      return ask(`${root}${path}${search ? `?${search}` : ''}`, { headers: headersFor(search, twist) });
    },
    ack(upTo, twist = {}) {
      const body = JSON.stringify({ upTo });
      return send('/outbox/ack', body, 'application/json', body, twist);
    },
  };
}
