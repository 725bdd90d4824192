/**
 * qyapi.weixin.qq.com: one token a secret, shared and renewed once; every answer is a value. What the platform
 * says in `errmsg` is for its own tools (addresses, links) and changes: only the code is judged.
 */
import { Readable } from 'node:stream';
import type { House } from '../kind.js';
import { type ApiFault, createTokens, TOKEN_CODES } from '../wechat/token.js';
import { faultOf } from './faults.js';

export const QYAPI = 'https://qyapi.weixin.qq.com';

export type Row = Readonly<Record<string, unknown>>;
export type Called = { row: Row } | { fault: ApiFault };
export type Fetched = { bytes: Readable } | { fault: ApiFault };

export interface Api {
  post(path: string, body: Row): Promise<Called>;
  /** Bytes of what a citizen sent; within `ms` the answer begins. */
  media(id: string, ms: number): Promise<Fetched>;
  /** A media id good for three days. Kinds: image, voice, video, file. */
  upload(kind: string, name: string, bytes: Buffer): Promise<{ id: string } | { fault: ApiFault }>;
  /** A standing fault in words; gone with the next call that goes through. */
  trouble(): string | null;
}

export interface ApiParts {
  base: string;
  corpId: string;
  secret: string;
  house: House;
}

const PATIENCE_MS = 8000;
const UPLOAD_MS = 60_000;

const unreached = (error: unknown): { fault: ApiFault } => ({
  fault: { code: 0, message: error instanceof Error ? `${error.name} ${error.message}` : 'unreachable' },
});

type Sending = (token: string) => Promise<Response>;

export function createApi({ base, corpId, secret, house }: ApiParts): Api {
  let standing: string | null = null;

  const url = (path: string, query: Record<string, string>): string =>
    `${base}/cgi-bin/${path}?${new URLSearchParams(query)}`;

  const tokens = createTokens({
    notes: house.notes,
    now: house.now,
    pause: house.pause,
    async fetch() {
      const got = await read(() =>
        fetch(url('gettoken', { corpid: corpId, corpsecret: secret }), {
          signal: AbortSignal.timeout(PATIENCE_MS),
        }),
      );
      if ('fault' in got) return got;
      const { access_token: token, expires_in: seconds } = got.row;
      return typeof token === 'string' && typeof seconds === 'number'
        ? { token, seconds }
        : { fault: { code: 0, message: 'gettoken answered without a token' } };
    },
  });

  /** A proxy's error page, a cut line and silence are one thing: not reached. */
  async function read(ask: () => Promise<Response>): Promise<Called> {
    try {
      const response = await ask();
      if (!response.ok) return { fault: { code: 0, message: `status ${response.status}` } };
      const row = (await response.json()) as Row;
      const code = Number(row.errcode ?? 0);
      return code === 0 ? { row } : { fault: { code, message: String(row.errmsg ?? '') } };
    } catch (error) {
      return unreached(error);
    }
  }

  function judged<Answer extends object>(path: string, answer: Answer | { fault: ApiFault }) {
    if (!('fault' in answer)) {
      standing = null;
      return answer;
    }
    const { standing: stays, says } = faultOf(answer.fault);
    if (stays) standing = says;
    house.log('warn', 'platform refused', { path, code: answer.fault.code });
    return answer;
  }

  /** With a token; once more with a new one where the token was at fault. */
  async function withToken<Answer extends object>(
    path: string,
    ask: (token: string) => Promise<Answer | { fault: ApiFault }>,
  ): Promise<Answer | { fault: ApiFault }> {
    const first = await tokens.get();
    if ('fault' in first) return judged<Answer>(path, first);
    const answer = await ask(first.token);
    if (!('fault' in answer && TOKEN_CODES.has(answer.fault.code))) return judged(path, answer);
    const next = await tokens.renew(first.token);
    return judged(path, 'fault' in next ? next : await ask(next.token));
  }

  const called = (path: string, send: Sending): Promise<Called> =>
    withToken(path, (token) => read(() => send(token)));

  return {
    trouble: () => standing,
    post: (path, body) =>
      called(path, (access_token) =>
        fetch(url(path, { access_token }), {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(PATIENCE_MS),
        }),
      ),
    media: (media_id, ms) =>
      withToken<{ bytes: Readable }>('media/get', async (access_token) => {
        try {
          const response = await fetch(url('media/get', { access_token, media_id }), {
            signal: AbortSignal.timeout(ms),
          });
          // A refusal comes as JSON in place of the bytes; only bytes bring a name.
          if (response.ok && response.body && response.headers.has('content-disposition'))
            return { bytes: Readable.fromWeb(response.body as never) };
          const said = await read(async () => response);
          return 'fault' in said ? said : { fault: { code: 0, message: 'no bytes' } };
        } catch (error) {
          return unreached(error);
        }
      }),
    async upload(type, name, bytes) {
      const got = await called('media/upload', (access_token) => {
        const form = new FormData();
        form.append('media', new Blob([Uint8Array.from(bytes)]), name);
        return fetch(url('media/upload', { access_token, type }), {
          method: 'POST',
          body: form,
          signal: AbortSignal.timeout(UPLOAD_MS),
        });
      });
      if ('fault' in got) return got;
      return typeof got.row.media_id === 'string'
        ? { id: got.row.media_id }
        : { fault: { code: 0, message: 'upload answered without an id' } };
    },
  };
}
