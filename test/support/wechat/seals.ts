/** The platform's own signatures and seals, written apart from the house's: two readings of one document. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Account } from './terms.js';

export function sign(...parts: string[]): string {
  parts.sort();
  return createHash('sha1').update(parts.join('')).digest('hex');
}

const keyOf = (account: Account) => Buffer.from(`${account.aesKey}=`, 'base64');

export function encrypt(account: Account, text: string, appId = account.appId): string {
  const key = keyOf(account);
  const size = Buffer.byteLength(text);
  const head = Buffer.from([size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255]);
  let clear = Buffer.concat([randomBytes(16), head, Buffer.from(text), Buffer.from(appId)]);
  const missing = 32 - (clear.length % 32);
  clear = Buffer.concat([clear, Buffer.alloc(missing, String.fromCharCode(missing))]);
  const aes = createCipheriv('AES-256-CBC', key, key.subarray(0, 16));
  aes.setAutoPadding(false);
  return aes.update(clear, undefined, 'base64') + aes.final('base64');
}

/** @throws Error that says what is wrong with it. */
export function decrypt(account: Account, sealed: string): string {
  const key = keyOf(account);
  const aes = createDecipheriv('AES-256-CBC', key, key.subarray(0, 16));
  aes.setAutoPadding(false);
  const clear = Buffer.concat([aes.update(sealed, 'base64'), aes.final()]);
  const missing = clear[clear.length - 1] ?? 0;
  if (missing < 1 || missing > 32) throw new Error('-40008 illegal padding');
  const body = clear.subarray(16, clear.length - missing);
  const size = body.readInt32BE(0);
  const appId = body.subarray(4 + size).toString();
  if (appId !== account.appId) throw new Error(`-40005 appid ${appId}`);
  return body.subarray(4, 4 + size).toString();
}

export const childOf = (xml: string, name: string): string | null => {
  const found = new RegExp(`<${name}>(?:<!\\[CDATA\\[([\\s\\S]*?)\\]\\]>|([^<]*))</${name}>`).exec(xml);
  return found ? (found[1] ?? found[2] ?? '') : null;
};

export const xmlOf = (rows: Record<string, string | number>): string =>
  `<xml>\n${Object.entries(rows)
    .map(([name, value]) =>
      typeof value === 'number' || name === 'MsgId'
        ? `<${name}>${value}</${name}>`
        : `<${name}><![CDATA[${value}]]></${name}>`,
    )
    .join('\n')}\n</xml>`;
