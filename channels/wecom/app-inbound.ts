/**
 * Messages of members to the app. Source: developer.work.weixin.qq.com/document/path/90239 (消息格式) and
 * path/90240 (事件格式).
 */
import { textOf, type Xml } from '../wechat/xml.js';
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

const media =
  (kind: MediaKind) =>
  (xml: Xml): Body =>
    mediaBody(kind, textOf(xml, 'MediaId'));

const BODIES: Readonly<Record<string, (xml: Xml) => Body | null>> = {
  text: (xml) => words(textOf(xml, 'Content')),
  image: media('image'),
  voice: media('voice'),
  video: media('video'),
  file: media('file'),
  location: (xml) =>
    placeBody(textOf(xml, 'Label').trim(), textOf(xml, 'Location_X'), textOf(xml, 'Location_Y')),
  link: (xml) => linkBody(textOf(xml, 'Title'), textOf(xml, 'Url')),
  /** A menu button types its key; where the member walks and when the app is opened is nobody's message. */
  event: (xml) => (textOf(xml, 'Event') === 'click' ? words(textOf(xml, 'EventKey')) : null),
};

/** Null = nothing said. */
export function appSaid(xml: Xml): Said | null {
  const kind = textOf(xml, 'MsgType');
  // A UserID is ASCII of 64 characters at most; whatever else comes can be turned back all the same.
  const thread = encodeURIComponent(clean(textOf(xml, 'FromUserName')));
  const body = Object.hasOwn(BODIES, kind) ? BODIES[kind]?.(xml) : words(WORDS.other);
  if (!body || thread === '' || thread.length > 128) return null;
  const made = /^\d{1,12}$/.exec(textOf(xml, 'CreateTime'))?.[0] ?? '0';
  const given = textOf(xml, 'MsgId');
  // Events bear no MsgId: the same member cannot press the same button twice in a second.
  const id = /^\d{1,20}$/.test(given)
    ? given
    : `${made}-${thread}-${encodeURIComponent(clean(textOf(xml, 'EventKey')))}`.slice(0, 128);
  const text = clean(body.text);
  if (text.trim() === '' && !body.media) return null;
  return {
    id,
    thread,
    at: new Date(Number(made) * 1000),
    text,
    place: body.place,
    media: body.media,
  };
}
