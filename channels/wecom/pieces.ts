/** A line in the pieces the platform takes: texts of at most 2,048 bytes, a menu where it fits, files by kind. */
import type { Choice, FileRef, ThreadLine } from '../channel.js';
import { type Offered, plain } from '../plain.js';
import { MOST_BYTES, split } from '../wechat/split.js';
import type { Row } from './api.js';
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

export const kindOf = ({ type, size }: Pick<FileRef, 'type' | 'size'>): MediaKind | null =>
  KINDS.find(({ types, most }) => types.test(type) && size <= most)?.kind ?? null;

export const menuContent = ({ head, choices }: Menu): Row => ({
  msgtype: 'msgmenu',
  msgmenu: {
    head_content: head,
    list: choices.map(({ label, say }) => ({ type: 'click', click: { id: say, content: label } })),
  },
});
