/** Partners (接入方): systems that are not ours, configured as data. Every fault names its place, no fault a secret. */
import { BlockList, isIP, isIPv6 } from 'node:net';
import { z } from 'zod';
import { wrongs } from './faults.js';
import { fill, WORDS } from './words.js';

export const KEY = 'GATEWAY_PARTNERS';
const words = WORDS.config;

function isCallback(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.hash;
}

function isNet(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const kind = isIP(address);
  if (kind === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (kind === 4 ? 32 : 128));
}

/** 蒙速办, SMS, the phone platform, other 12345 platforms, 110, an existing government website. */
export const KINDS = ['mengsuban', 'sms', 'phone', 'platform', 'police', 'site'] as const;

const partner = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,23}$/, words.id),
  title: z.string().trim().min(1).max(40),
  kind: z.enum(KINDS),
  /** The current one first; the previous one stays valid until it is taken out. */
  secrets: z
    .array(z.string().regex(/^[\x21-\x7e]{32,256}$/, words.secret))
    .min(1)
    .max(2)
    .refine(([one, other]) => one !== other, words.sameSecret),
  /** Where events are posted to; without one they wait to be pulled. */
  callback: z.string().refine(isCallback, words.callback).optional(),
  /** Addresses or nets it may come from; absent = any. */
  ips: z.array(z.string().refine(isNet, words.ip)).min(1).max(50).optional(),
  /** Its claim that a phone was verified is believed. */
  verifiesPhone: z.boolean().optional(),
  /** One-time codes go out by it: a short message platform with a callback, and only one. */
  codes: z.literal(true).optional(),
});

export type PartnerRow = z.infer<typeof partner>;
export interface Partner extends PartnerRow {
  /** May it come from this address? */
  from(ip: string): boolean;
}

function fence(ips: readonly string[] | undefined): (ip: string) => boolean {
  if (!ips) return () => true;
  const list = new BlockList();
  for (const net of ips) {
    const [address = '', bits] = net.split('/');
    const kind = isIPv6(address) ? 'ipv6' : 'ipv4';
    list.addSubnet(address, Number(bits ?? (kind === 'ipv6' ? 128 : 32)), kind);
  }
  return (ip) => {
    // A dual socket writes IPv4 as ::ffff:10.1.2.3.
    const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '');
    return isIP(plain) !== 0 && list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
  };
}

export interface Read {
  partners: Partner[];
  /** One sentence a fault, beginning with the key. */
  faults: string[];
}

const none = (fault: string): Read => ({ partners: [], faults: [fault] });

/** V8 quotes the text in its message: only the position is told. */
function jsonFault(error: unknown): string {
  const found = /position (\d+)/.exec(error instanceof Error ? error.message : '');
  return fill(words.json, { key: KEY, position: found ? fill(words.position, { n: found[1] ?? '' }) : '' });
}

const at = (path: string, why: string): string =>
  fill(words.path, { key: KEY, path: path || WORDS.wrong.whole, why });

/** One partner an id, one partner a secret: whoever signs is who says so. */
function clashes(rows: readonly PartnerRow[]): string[] {
  return rows.flatMap((row, index) => {
    const before = rows.slice(0, index);
    const same = before.findIndex(({ id }) => id === row.id);
    const shared = before.some(({ secrets }) => secrets.some((secret) => row.secrets.includes(secret)));
    const codes = row.codes && before.some((one) => one.codes);
    const ways = row.codes && (row.kind !== 'sms' || row.callback === undefined);
    return [
      ...(ways ? [at(`[${index}].codes`, words.codes)] : []),
      ...(codes ? [at(`[${index}].codes`, words.codesTwice)] : []),
      ...(same >= 0 ? [at(`[${index}].id`, fill(words.twice, { n: same + 1 }))] : []),
      ...(shared ? [at(`[${index}].secrets`, words.sharedSecret)] : []),
    ];
  });
}

export function readPartners(text: string): Read {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return none(jsonFault(error));
  }
  const judged = z.array(partner).min(1).max(200).safeParse(value, { reportInput: true });
  if (!judged.success)
    return { partners: [], faults: wrongs(judged.error).map(({ path, why }) => at(path, why)) };
  const faults = clashes(judged.data);
  if (faults.length > 0) return { partners: [], faults };
  return { partners: judged.data.map((row) => ({ ...row, from: fence(row.ips) })), faults: [] };
}
