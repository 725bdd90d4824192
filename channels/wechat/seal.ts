/**
 * The platform's signature and its sealed messages (消息加解密, WXBizMsgCrypt), the same for Official Accounts
 * and for WeCom: AES-256-CBC over 16 random bytes, length (4 bytes, big end first), text, receiver's id; padded
 * as PKCS#7 with blocks of 32 (not 16, which is why Node's own padding cannot be used).
 * Source: developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Technical_Plan.html
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const BLOCK = 32;
const RANDOM = 16;
const LENGTH = 4;

/** Lower-case hex of the SHA-1 over the parts, sorted and joined: token, timestamp, nonce and, where sealed, the seal. */
export const signatureOf = (parts: readonly string[]): string =>
  createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');

/** In constant time; a signature of the wrong length is compared all the same. */
export function signed(given: string, parts: readonly string[]): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(signatureOf(parts)));
}

/** The 32 bytes of an EncodingAESKey (43 characters of base64); null = it is none. */
export function keyOf(encodingAesKey: string): Buffer | null {
  if (!/^[A-Za-z0-9+/]{43}$/.test(encodingAesKey)) return null;
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  return key.length === 32 ? key : null;
}

/** Base64 of `text` sealed for `receiver` (AppID or CorpID). */
export function seal(text: string, key: Buffer, receiver: string, random = randomBytes(RANDOM)): string {
  const body = Buffer.from(text);
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32BE(body.length);
  const whole = Buffer.concat([random, length, body, Buffer.from(receiver)]);
  const pad = BLOCK - (whole.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([
    cipher.update(whole),
    cipher.update(Buffer.alloc(pad, pad)),
    cipher.final(),
  ]).toString('base64');
}

/** `fault`: it was not sealed with this key, or not for this receiver. Both are one answer to a stranger. */
export type Opened = { text: string } | { fault: 'seal' | 'receiver' };

/** Open only what was signed: padding is judged here, and an unsigned caller could ask byte by byte. */
export function unseal(sealed: string, key: Buffer, receiver: string): Opened {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length === 0 || bytes.length % BLOCK !== 0) return { fault: 'seal' };
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(bytes), decipher.final()]);
  const pad = padded.at(-1) ?? 0;
  if (pad < 1 || pad > BLOCK || padded.subarray(-pad).some((byte) => byte !== pad)) return { fault: 'seal' };
  const whole = padded.subarray(0, -pad);
  if (whole.length < RANDOM + LENGTH) return { fault: 'seal' };
  const from = RANDOM + LENGTH;
  const to = from + whole.readUInt32BE(RANDOM);
  if (to > whole.length) return { fault: 'seal' };
  if (!whole.subarray(to).equals(Buffer.from(receiver))) return { fault: 'receiver' };
  return { text: whole.subarray(from, to).toString('utf8') };
}
