/** What the house lends a channel, in memory and strict: for judging one mail or one line at a time. */

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { FileRef, InboundMessage, Received, Sent, ThreadLine } from '../../../channels/channel.js';
import type { Account } from '../../../channels/email/accounts.js';
import { mailNotes } from '../../../channels/email/notes.js';
import type { Outbound } from '../../../channels/email/post.js';
import type { Own } from '../../../channels/email/robots.js';
import { send } from '../../../channels/email/send.js';
import { type Taken, take } from '../../../channels/email/take.js';
import { domainOf, shapedLikeOurs, threadOf } from '../../../channels/email/thread.js';
import type { House } from '../../../channels/kind.js';
import { type Eml, eml } from './eml.js';

export const HOUSE_ADDRESS = '12345@example.gov.cn';
export const KEY = 'key-0123456789-0123456789-0123456789';

export interface Porch {
  house: House;
  notes: ReturnType<typeof mailNotes>;
  /** Forgets every note, as a store that was lost. */
  forget(): void;
  received: InboundMessage[];
  kept: { name: string; bytes: Buffer; thread: string }[];
  late: { line: string; sent: Sent }[];
  logged: string[];
  /** Mails the SMTP server took. */
  out: Outbound[];
  /** What it answers instead. */
  fails: unknown;
  clock: { now: Date };
  /** Chinese sentence for files whose name ends so. */
  refuses: Record<string, string>;
  receive: (message: InboundMessage) => Promise<Received>;
  take(mail: Eml | Buffer, whole?: boolean): Promise<Taken>;
  /** Several leave together. */
  say(thread: string, ...lines: Partial<ThreadLine>[]): Promise<Sent>;
}

const account: Account = {
  address: HOUSE_ADDRESS,
  name: '12345热线',
  imap: { host: 'x', port: 1, tls: 'off' },
  smtp: { host: 'x', port: 1, tls: 'off' },
  folder: 'INBOX',
  since: null,
  login: { kind: 'password', user: 'x', password: 'x' },
  place: 1,
};

const own: Own = {
  addresses: new Set([HOUSE_ADDRESS]),
  sentId: (id) => shapedLikeOurs(id) && domainOf(id.replace(/>$/, '')) === 'example.gov.cn',
  sealed: (id, address) => threadOf(KEY, id, address) !== null,
};

export function openPorch(authserv: string | null = null): Porch {
  const store = new Map<string, string>();
  const seen = new Set<string>();
  let lines = 0;
  const house: House = {
    async keep(bytes, name, thread) {
      const all = await buffer(bytes);
      const refused = Object.entries(porch.refuses).find(([end]) => name.endsWith(end))?.[1];
      if (refused) return { refused };
      porch.kept.push({ name, bytes: all, thread });
      return { id: `file-${porch.kept.length}`, name, type: 'application/pdf', size: all.length };
    },
    async file(id, thread) {
      const found = porch.kept[Number(id.slice(5)) - 1];
      if (!found || found.thread !== thread) return null;
      const ref: FileRef = { id, name: found.name, type: 'application/pdf', size: found.bytes.length };
      return { ref, bytes: Readable.from([found.bytes]) };
    },
    late: async (line, sent) => {
      porch.late.push({ line, sent });
    },
    notes: {
      get: async <T>(key: string) => (store.has(key) ? (JSON.parse(store.get(key) as string) as T) : null),
      async set(key, value) {
        if (value === null) store.delete(key);
        else store.set(key, JSON.stringify(value));
      },
      async take(key, value) {
        if (store.has(key)) return false;
        store.set(key, JSON.stringify(value));
        return true;
      },
      list: async () => [],
      drop: async () => 0,
    },
    now: () => porch.clock.now,
    pause: async () => {},
    log: (level, what) => {
      porch.logged.push(`${level} ${what}`);
    },
    publicUrl: null,
  };
  const notes = mailNotes(house.notes);
  const post = {
    send: async (mail: Outbound) => {
      if (porch.fails) throw porch.fails;
      porch.out.push(mail);
    },
    denied: () => {},
    close: () => {},
  };
  const porch: Porch = {
    house,
    notes,
    forget: () => store.clear(),
    received: [],
    kept: [],
    late: [],
    logged: [],
    out: [],
    fails: null,
    clock: { now: new Date('2026-11-29T04:00:00Z') },
    refuses: {},
    async receive(message) {
      const again = seen.has(message.id);
      seen.add(message.id);
      if (!again) porch.received.push(message);
      return { kept: true, seen: again, seq: porch.received.length };
    },
    take: (mail, whole = true) =>
      take(
        { raw: Buffer.isBuffer(mail) ? mail : eml(mail), whole, at: porch.clock.now, account: HOUSE_ADDRESS },
        { house, notes, receive: (message) => porch.receive(message), key: KEY, own, authserv },
      ),
    say: (thread, ...all) => {
      const [line, ...also] = all.map((one): ThreadLine => {
        lines += 1;
        const plain = { id: `line-${lines}`, seq: lines, from: 'bot' as const, text: '收到。' };
        return { ...plain, at: porch.clock.now, ...one };
      });
      if (!line) throw new Error('nothing to say');
      return send(
        { channel: 'email', thread, line, ...(also.length > 0 ? { also } : {}) },
        { house, notes, key: KEY, senders: new Map([[HOUSE_ADDRESS, { account, post }]]), trouble: () => {} },
      );
    },
  };
  return porch;
}
