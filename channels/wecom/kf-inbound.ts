/**
 * What sync_msg brings. Source: developer.work.weixin.qq.com/document/path/94670 (接收消息和事件).
 */

import { fill } from '../wechat/words.js';
import type { Row } from './api.js';
import {
  type Body,
  clean,
  linkBody,
  type MediaKind,
  mediaBody,
  placeBody,
  type Said,
  words,
} from './said.js';
import { WORDS } from './words.js';

export const ORIGIN = { citizen: 3, system: 4, staff: 5 } as const;

export interface KfMessage {
  id: string;
  account: string;
  citizen: string;
  origin: number;
  kind: string;
  /** Seconds since 1970. */
  at: number;
  body: Row;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const row = (value: unknown): Row => (typeof value === 'object' && value !== null ? (value as Row) : {});

/** Account and citizen name one thread; neither has a full stop in it. */
export const threadOf = (account: string, citizen: string): string => `${account}.${citizen}`;
export function partsOf(thread: string): { account: string; citizen: string } {
  const cut = thread.indexOf('.');
  return { account: thread.slice(0, cut), citizen: thread.slice(cut + 1) };
}

const ID = /^[\x21-\x7e]{1,128}$/;

/** Null = not a message as the platform writes it; events keep their people inside. */
export function readKf(given: unknown): KfMessage | null {
  const message = row(given);
  const kind = text(message.msgtype);
  const body = row(message[kind]);
  const account = text(message.open_kfid) || text(body.open_kfid);
  const citizen = text(message.external_userid) || text(body.external_userid);
  const id = text(message.msgid);
  if (!ID.test(id) || !ID.test(threadOf(account, citizen))) return null;
  return { id, account, citizen, kind, body, origin: Number(message.origin), at: Number(message.send_time) };
}

const media = (kind: MediaKind) => (body: Row) => mediaBody(kind, text(body.media_id));

const BODIES: Readonly<Record<string, (body: Row) => Body>> = {
  /** A pressed button brings what it says as its id. */
  text: (body) => words(text(body.menu_id) || text(body.content)),
  image: media('image'),
  voice: media('voice'),
  video: media('video'),
  file: media('file'),
  location: (body) => {
    const [name, address] = [text(body.name), text(body.address)];
    const label = address.includes(name) ? address : `${address}${name}`;
    return placeBody(label.trim(), String(body.latitude ?? ''), String(body.longitude ?? ''));
  },
  link: (body) => linkBody(text(body.title), text(body.url)),
  business_card: () => words(WORDS.card),
  miniprogram: (body) => words(fill(WORDS.program, { title: text(body.title) })),
  channels_shop_product: (body) => words(fill(WORDS.shop, { title: text(body.title) })),
  channels_shop_order: (body) => words(fill(WORDS.shop, { title: text(body.product_titles) })),
  msgmenu: (body) => words(text(body.head_content)),
};

export function kfSaid(message: KfMessage): Said {
  const read = Object.hasOwn(BODIES, message.kind) ? BODIES[message.kind] : undefined;
  const body = read?.(message.body) ?? words(WORDS.other);
  const said = clean(body.text);
  return {
    id: message.id,
    thread: threadOf(message.account, message.citizen),
    at: new Date(message.at * 1000),
    text: said.trim() === '' && !body.media ? WORDS.other : said,
    place: body.place,
    media: body.media,
  };
}
