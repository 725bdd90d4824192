/**
 * 企业微信's side of signing and sealing, written from its public description and apart from the product's own
 * code, so that a mistake of one is not hidden by the same mistake of the other.
 */
import * as crypto from 'node:crypto';

export function sign(token: string, timestamp: string, nonce: string, sealed: string): string {
  const joined = [token, timestamp, nonce, sealed].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).join('');
  return crypto.createHash('sha1').update(joined, 'utf8').digest('hex');
}

/** msg_encrypt = Base64(AES(random(16) + length(4) + text + receiver)), PKCS#7 on 32 bytes. */
export function sealFor(text: string, encodingAesKey: string, receiver: string): string {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const content = Buffer.from(text, 'utf8');
  const id = Buffer.from(receiver, 'utf8');
  const used = 16 + 4 + content.length + id.length;
  const fill = 32 - (used % 32);
  const plain = Buffer.alloc(used + fill, fill);
  crypto.randomFillSync(plain, 0, 16);
  plain.writeUInt32BE(content.length, 16);
  content.copy(plain, 20);
  id.copy(plain, 20 + content.length);
  const aes = crypto.createCipheriv('aes-256-cbc', key, key.subarray(0, 16));
  aes.setAutoPadding(false);
  return aes.update(plain, undefined, 'base64') + aes.final('base64');
}

export const random = (bytes: number): string => crypto.randomBytes(bytes).toString('hex');
