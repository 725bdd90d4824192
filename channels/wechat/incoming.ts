/** What a post says, whatever its kind; pure. */
import { createHash } from 'node:crypto';
import { amended, chosen, type Offered } from '../plain.js';
import { fill, WORDS } from './words.js';
import { textOf, type Xml } from './xml.js';

export type MediaKind = keyof typeof WORDS.kinds;

export interface Said {
  is: 'message';
  /** Unique for the account; the same for every retry. */
  id: string;
  from: string;
  at: Date;
  text: string;
  place: string | null;
  media: { id: string; kind: MediaKind } | null;
  /** A tap on the menu opens the way out for a minute only. */
  tap: boolean;
}

export interface Noted {
  /** follow, leave: the account. untold: a template did not reach them. quiet: nothing to say or do. odd: a kind nobody here reads. */
  is: 'follow' | 'leave' | 'untold' | 'quiet' | 'odd';
  from: string;
  at: Date;
  what: string;
}

export type Incoming = Said | Noted;

/** Events that ask for nothing: links opened, codes scanned, places reported, sendings finished. */
const QUIET =
  /^(?:VIEW|VIEW_MINIPROGRAM|SCAN|LOCATION|TEMPLATESENDJOBFINISH|MASSSENDJOBFINISH|subscribe_msg_.*|user_.*|kf_.*)$/i;
const SIGHTS: Readonly<Record<string, MediaKind>> = {
  image: 'image',
  voice: 'voice',
  video: 'video',
  shortvideo: 'shortvideo',
};
const OPENID = /^[\w-]{6,64}$/;

/** Null = not what the platform writes: no sender, or no time. */
export function incomingOf(xml: Xml): Incoming | null {
  const from = textOf(xml, 'FromUserName');
  const seconds = textOf(xml, 'CreateTime');
  const what = textOf(xml, 'MsgType');
  if (!OPENID.test(from) || !/^\d{1,11}$/.test(seconds) || what === '') return null;
  const at = new Date(Number(seconds) * 1000);
  if (what === 'event') return eventOf(xml, from, at, seconds);
  const id = textOf(xml, 'MsgId');
  const base = {
    is: 'message' as const,
    // The platform's own advice: by MsgId, and where there is none by sender and second.
    id: /^\d{1,20}$/.test(id) ? id : `${from}:${seconds}`,
    from,
    at,
    place: null,
    media: null,
    tap: false,
  };
  const said = contentOf(xml, what);
  const empty = said === null || (said.text.trim() === '' && !said.media);
  return empty ? { is: 'odd', from, at, what } : { ...base, ...said };
}

type Content = Pick<Said, 'text'> & Partial<Pick<Said, 'place' | 'media'>>;

function contentOf(xml: Xml, what: string): Content | null {
  if (what === 'text') {
    const text = textOf(xml, 'Content');
    return WORDS.unsupported.test(text.trim()) ? null : { text };
  }
  const kind = Object.hasOwn(SIGHTS, what) ? SIGHTS[what] : undefined;
  const media = textOf(xml, 'MediaId');
  if (kind && media !== '') return { text: textOf(xml, 'Recognition'), media: { id: media, kind } };
  if (what === 'location') return locationOf(xml);
  if (what === 'link') {
    const link = {
      title: textOf(xml, 'Title'),
      description: textOf(xml, 'Description'),
      url: textOf(xml, 'Url'),
    };
    return { text: fill(WORDS.link, link).replace(/\n+/g, '\n').trim() };
  }
  return null;
}

function locationOf(xml: Xml): Content | null {
  const [lat, lng] = [textOf(xml, 'Location_X'), textOf(xml, 'Location_Y')];
  if (!/^-?\d{1,3}(\.\d+)?$/.test(lat) || !/^-?\d{1,3}(\.\d+)?$/.test(lng)) return null;
  const label = textOf(xml, 'Label').trim();
  const place = fill(label === '' ? WORDS.placeBare : WORDS.place, { label, lat, lng });
  return { text: fill(WORDS.location, { place }), place: label === '' ? null : place };
}

function eventOf(xml: Xml, from: string, at: Date, seconds: string): Incoming {
  const what = textOf(xml, 'Event');
  const key = textOf(xml, 'EventKey');
  const noted = (is: Noted['is']): Noted => ({ is, from, at, what });
  if (what === 'subscribe') return noted('follow');
  if (what === 'unsubscribe') return noted('leave');
  if (what === 'TEMPLATESENDJOBFINISH' && textOf(xml, 'Status') !== 'success') return noted('untold');
  if (what === 'CLICK') {
    const text = Object.hasOwn(WORDS.taps, key)
      ? WORDS.taps[key]
      : /\p{Script=Han}/u.test(key)
        ? key
        : undefined;
    return text === undefined
      ? noted('odd')
      : {
          is: 'message',
          id: `${from}:${seconds}:${markOf(key)}`,
          from,
          at,
          text,
          place: null,
          media: null,
          tap: true,
        };
  }
  return noted(QUIET.test(what) ? 'quiet' : 'odd');
}

/** Two buttons in one second are two; a key may be any text. */
const markOf = (key: string): string => createHash('sha1').update(key).digest('hex').slice(0, 12);

/** A short answer in full, by what was offered last; `used` = the numbers are spent. */
export function meant(
  { text, place }: Pick<Said, 'text' | 'place'>,
  offered: Offered | null,
): { text: string; fields: Record<string, string>; used: boolean } {
  const say = offered ? chosen(text, offered) : null;
  if (say !== null) return { text: say, fields: {}, used: true };
  const own = offered ? (amended(text, offered) ?? {}) : {};
  return { text, fields: { ...own, ...(place ? { place } : {}) }, used: false };
}
