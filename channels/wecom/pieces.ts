/** A line in the pieces the platform takes: texts of at most 2,048 bytes, a menu where it fits, files by kind. */
import type { Choice, FileRef, ThreadLine } from '../channel.js';
import type { House } from '../kind.js';
import { type Offered, plain } from '../plain.js';
import { MOST_BYTES, split } from '../wechat/split.js';
import type { ApiFault } from '../wechat/token.js';
import type { Api, Row } from './api.js';
import type { MediaKind } from './said.js';

export type Piece = { text: string; menu?: Menu } | { file: FileRef };

/** The same words as `text`, with buttons in place of numbers. */
export interface Menu {
  head: string;
  choices: Choice[];
}

export function piecesOf(line: ThreadLine, most = MOST_BYTES): { pieces: Piece[]; offered: Offered | null } {
  const { text, offered } = plain(line);
  const texts = split(text, most);
  const menu = texts.length === 1 ? menuOf(line) : null;
  return {
    pieces: [
      ...texts.map((part) => (menu ? { text: part, menu } : { text: part })),
      ...(line.files ?? []).map((file) => ({ file })),
    ],
    offered,
  };
}

const MOST_CHOICES = 10;
const MOST_HEAD = 1024;
const MOST_ITEM = 128;

/** Null where the platform would refuse it. Source: path/94677 (发送消息, 菜单消息). */
function menuOf({ choices = [], ...line }: ThreadLine): Menu | null {
  const head = plain(line).text;
  const fits = (text: string) => text !== '' && Buffer.byteLength(text) <= MOST_ITEM;
  return choices.length > 0 &&
    choices.length <= MOST_CHOICES &&
    choices.every(({ label, say }) => fits(label) && fits(say)) &&
    head !== '' &&
    Buffer.byteLength(head) <= MOST_HEAD
    ? { head, choices }
    : null;
}

const MB = 1024 * 1024;
/** What is shown as itself; all else goes as a file. Source: path/90253 (上传临时素材). */
const KINDS: readonly { kind: MediaKind; types: RegExp; most: number }[] = [
  { kind: 'image', types: /^image\/(?:jpeg|png)$/, most: 10 * MB },
  { kind: 'voice', types: /^audio\/amr$/, most: 2 * MB },
  { kind: 'video', types: /^video\/mp4$/, most: 10 * MB },
  { kind: 'file', types: /./, most: 20 * MB },
];

export const kindOf = ({ type, size }: FileRef): MediaKind | null =>
  KINDS.find(({ types, most }) => types.test(type) && size <= most)?.kind ?? null;

/** The message's own part of the request; `unsent`: this file can never go out here. */
export async function contentOf(
  piece: Piece,
  thread: string,
  house: House,
  api: Api,
): Promise<Row | { fault: ApiFault } | { unsent: 'size' | 'gone' }> {
  if ('text' in piece)
    return piece.menu ? menuContent(piece.menu) : { msgtype: 'text', text: { content: piece.text } };
  const kind = kindOf(piece.file);
  if (!kind) return { unsent: 'size' };
  const there = await house.file(piece.file.id, thread);
  if (!there) return { unsent: 'gone' };
  const parts: Buffer[] = [];
  for await (const part of there.bytes) parts.push(part as Buffer);
  const up = await api.upload(kind, there.ref.name, Buffer.concat(parts));
  return 'fault' in up ? up : { msgtype: kind, [kind]: { media_id: up.id } };
}

const menuContent = ({ head, choices }: Menu): Row => ({
  msgtype: 'msgmenu',
  msgmenu: {
    head_content: head,
    list: choices.map(({ label, say }) => ({ type: 'click', click: { id: say, content: label } })),
  },
});
