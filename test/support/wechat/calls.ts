/** The platform's API, as strict as the real one: what it refuses, with its own codes. */
import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import busboy from 'busboy';
import type { Citizens } from './citizens.js';
import type { Clock } from './clock.js';
import type { Account, Media } from './terms.js';
import type { Fault, PlatformTokens } from './tokens.js';

export interface Asked {
  method: string;
  query: URLSearchParams;
  request: IncomingMessage;
  body(): Promise<Buffer>;
}

/** Bytes where a call answers with them. */
export type Said = object | { media: Media; film?: never };

const no = (errcode: number, errmsg: string): Fault => ({ errcode, errmsg });
const ok = { errcode: 0, errmsg: 'ok' };
const MAGIC: [string, Buffer][] = [
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
  ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47])],
  ['image/gif', Buffer.from('GIF8')],
];

export function createCalls(account: Account, clock: Clock, citizens: Citizens, tokens: PlatformTokens) {
  const media = new Map<string, Media>();
  let minute = { at: 0, count: 0 };
  const told = new Map<string, number>();

  const put = (one: Media): string => {
    const id = randomBytes(32).toString('base64url');
    media.set(id, one);
    return id;
  };

  function tooFast(): boolean {
    const at = Math.floor(clock.now() / 60_000);
    minute = minute.at === at ? { at, count: minute.count + 1 } : { at, count: 1 };
    return minute.count > account.perMinute;
  }

  /** The platform reads JSON its own way: an escaped character arrives as it was escaped. */
  function read(raw: Buffer): Record<string, unknown> | null {
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(raw);
      const literal = text.replace(/\\(u[0-9a-f]{4}|.)/gi, (whole, sign: string) =>
        sign.length === 5 ? `\\\\${sign}` : whole,
      );
      return JSON.parse(literal) as Record<string, unknown>;
    } catch {
      return null;
    }
  }

  async function custom({ body }: Asked): Promise<object> {
    const asked = read(await body());
    if (!asked) return no(47001, 'data format error');
    if (tooFast()) return no(45011, 'api minute-quota reach limit  must slower  retry next minute');
    const { touser, msgtype } = asked;
    const strange = citizens.stranger(touser);
    if (strange) return strange;
    const openid = touser as string;
    if (msgtype === 'text') {
      const { content } = (asked.text ?? {}) as { content?: unknown };
      if (typeof content !== 'string' || content === '') return no(44004, 'empty content');
      if (Buffer.byteLength(content) > 2048) return no(45002, 'content size out of limit');
      const spent = citizens.spend(openid);
      if (spent) return spent;
      citizens.arrived(openid, { by: 'custom', kind: 'text', text: content });
      return ok;
    }
    if (msgtype !== 'image') return no(40008, 'invalid message type');
    const { media_id } = (asked.image ?? {}) as { media_id?: string };
    const picture = media.get(media_id ?? '');
    if (!picture) return no(40007, 'invalid media_id');
    const spent = citizens.spend(openid);
    if (spent) return spent;
    const text = createHash('sha256').update(Buffer.from(picture.base64, 'base64')).digest('hex');
    citizens.arrived(openid, { by: 'custom', kind: 'image', text });
    return ok;
  }

  async function template({ body }: Asked): Promise<object> {
    const asked = read(await body());
    if (!asked) return no(47001, 'data format error');
    const strange = citizens.stranger(asked.touser);
    if (strange) return strange;
    if (asked.template_id !== account.template.id) return no(40037, 'invalid template_id');
    const data = (asked.data ?? {}) as Record<string, { value?: string }>;
    const { fields } = account.template;
    for (const name of new Set([...Object.keys(fields), ...Object.keys(data)])) {
      const value = data[name]?.value;
      const kind = fields[name];
      const bad =
        !kind ||
        !value ||
        (kind === 'character_string' && !/^[\x21-\x7e]{1,32}$/.test(value)) ||
        value.length > 32;
      if (bad) return no(47003, `argument invalid! data.${name}.value invalid`);
    }
    const key = `${asked.touser}:${asked.client_msg_id}`;
    if (asked.client_msg_id && clock.now() - (told.get(key) ?? 0) < 600_000)
      return no(45065, 'clientmsgid exist');
    told.set(key, clock.now());
    citizens.arrived(asked.touser as string, {
      by: 'template',
      kind: 'text',
      text: Object.values(data)
        .map(({ value }) => value)
        .join(' '),
      ...(asked.url ? { url: asked.url as string } : {}),
    });
    return { ...ok, msgid: clock.now() };
  }

  function upload({ query, request }: Asked): Promise<object> {
    return new Promise((resolve) => {
      if (query.get('type') !== 'image') return resolve(no(40004, 'invalid media type'));
      const parts = busboy({ headers: request.headers });
      let answer: object = no(41005, 'media data missing');
      parts.on('file', (field, stream, { filename }) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const bytes = Buffer.concat(chunks);
          const type = MAGIC.find(([, head]) => bytes.subarray(0, head.length).equals(head))?.[0];
          if (field !== 'media' || !/^[\x21-\x7e]+\.(jpe?g|png|gif|bmp)$/i.test(String(filename)))
            answer = no(41005, 'media data missing');
          else if (!type) answer = no(40005, 'invalid file type');
          else if (bytes.length > 10 * 1024 * 1024) answer = no(40009, 'invalid image size');
          else
            answer = {
              type: 'image',
              media_id: put({ type, base64: bytes.toString('base64') }),
              created_at: Math.floor(clock.now() / 1000),
            };
        });
      });
      parts.on('close', () => resolve(answer));
      parts.on('error', () => resolve(no(47001, 'data format error')));
      request.pipe(parts);
    });
  }

  function got({ query }: Asked): Said {
    const one = media.get(query.get('media_id') ?? '');
    return one ? { media: one } : no(40007, 'invalid media_id');
  }

  /** By path: the method it wants, whether it wants a token, and what it does. */
  const routes: Record<string, { method: string; open?: true; answer(asked: Asked): Promise<Said> | Said }> =
    {
      '/cgi-bin/token': { method: 'GET', open: true, answer: ({ query }) => tokens.classic(query) },
      '/cgi-bin/stable_token': {
        method: 'POST',
        open: true,
        answer: async ({ body }) => {
          const asked = read(await body());
          return asked ? tokens.stable(asked) : no(47001, 'data format error');
        },
      },
      '/cgi-bin/message/custom/send': { method: 'POST', answer: custom },
      '/cgi-bin/message/template/send': { method: 'POST', answer: template },
      '/cgi-bin/media/upload': { method: 'POST', answer: upload },
      '/cgi-bin/media/get': { method: 'GET', answer: got },
    };

  return {
    put,
    film: (id: string): Media | null => media.get(id) ?? null,
    idOf: (one: Media): string => [...media].find(([, there]) => there === one)?.[0] ?? '',
    async answer(path: string, asked: Asked): Promise<Said | null> {
      const route = routes[path];
      if (!route) return null;
      if (asked.method !== route.method)
        return route.method === 'GET' ? no(43001, 'require GET method') : no(43002, 'require POST method');
      const dead = route.open ? null : tokens.judge(asked.query.get('access_token'));
      return dead ?? route.answer(asked);
    },
  };
}
