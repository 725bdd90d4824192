/**
 * qyapi.weixin.qq.com: calls as to WeChat, with WeCom's own tokens (one a secret) and its own meaning of codes.
 * What the platform says in `errmsg` is for its own tools (addresses, links) and changes: only the code is judged.
 */
import type { Readable } from 'node:stream';
import type { House } from '../kind.js';
import { type Answer, callJson, createApi as createCalls, type Upload } from '../wechat/api.js';
import { type ApiFault, createTokens } from '../wechat/token.js';
import { faultOf } from './faults.js';

export const QYAPI = 'https://qyapi.weixin.qq.com';

export type Row = Readonly<Record<string, unknown>>;

export interface Api {
  post(path: string, body: Row): Promise<Answer<Row>>;
  /** Bytes of what a citizen sent; within `ms` they are here. */
  media(id: string, ms: number): Promise<Answer<Readable>>;
  /** A media id good for three days. Kinds: image, voice, video, file. */
  upload(kind: string, file: Upload): Promise<Answer<{ media_id: string }>>;
  /** A wrong secret or address shows at the start, not with the first citizen. */
  probe(): Promise<void>;
  /** A standing fault in words; gone with the next call that goes through. */
  trouble(): string | null;
}

export interface ApiParts {
  base: string;
  corpId: string;
  secret: string;
  house: House;
}

export function createApi({ base, corpId, secret, house }: ApiParts): Api {
  let standing: string | null = null;

  const tokens = createTokens({
    ...house,
    async fetch() {
      const query = new URLSearchParams({ corpid: corpId, corpsecret: secret });
      const got = await callJson<{ access_token: string; expires_in: number }>(
        new URL(`${base}/cgi-bin/gettoken?${query}`),
      );
      return got.ok ? { token: got.body.access_token, seconds: got.body.expires_in } : { fault: got.fault };
    },
  });
  const calls = createCalls({ base, tokens });

  function judged<Body>(path: string, answer: Answer<Body>): Answer<Body> {
    if (answer.ok) {
      standing = null;
      return answer;
    }
    const { standing: stays, says } = faultOf(answer.fault);
    if (stays) standing = says;
    house.log('warn', 'platform refused', { path, code: answer.fault.code, why: answer.fault.message });
    return answer;
  }

  return {
    trouble: () => standing,
    async probe() {
      const got = await tokens.get();
      judged('gettoken', 'fault' in got ? { ok: false, fault: got.fault } : { ok: true, body: null });
    },
    post: async (path, body) => judged(path, await calls.post<Row>(`/cgi-bin/${path}`, body)),
    upload: async (type, file) =>
      judged('media/upload', await calls.upload('/cgi-bin/media/upload', { type }, 'media', file)),
    async media(media_id, ms) {
      const got = await calls.download('/cgi-bin/media/get', { media_id }, AbortSignal.timeout(ms));
      const answer = judged('media/get', got);
      if (!answer.ok) return answer;
      const { body } = answer;
      const fault: ApiFault = { code: 0, message: 'no bytes' };
      return 'bytes' in body ? { ok: true, body: body.bytes } : { ok: false, fault };
    },
  };
}
