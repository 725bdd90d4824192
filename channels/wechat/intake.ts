/** Way in: what the platform pushes, verified, kept once and in order, and only then acknowledged. */
import type { FileRef, Receive } from '../channel.js';
import type { HookAnswer, HookAsked, House } from '../kind.js';
import { mayAnswer } from '../plain.js';
import type { Api } from './api.js';
import { type Incoming, incomingOf, meant, type Noted, type Said } from './incoming.js';
import type { Lanes } from './lanes.js';
import { fetchMedia } from './media.js';
import { offerOf, spend } from './offers.js';
import type { Posts } from './post.js';
import type { Look, Traffic } from './puppet.js';
import type { Reach } from './reach.js';
import { giveUp, release } from './send.js';
import { fill, WORDS } from './words.js';
import { textOf, type Xml } from './xml.js';

export interface IntakeParts {
  house: House;
  api: Api;
  traffic: Traffic;
  reach: Reach;
  posts: Posts;
  lanes: Lanes;
}

export interface Intake {
  start(receive: Receive): void;
  /** Resolves when nothing is half-received. */
  stop(): Promise<void>;
  check(asked: HookAsked): HookAnswer;
  answer(asked: HookAsked): Promise<HookAnswer>;
}

/** The lane of what goes out to a citizen, beside the one of what comes in. */
export const outOf = (openid: string): string => `out:${openid}`;

/** The platform hangs up after five seconds and tries again: until then it is either kept or not. */
const ANSWER_MS = 4500;
const OK: HookAnswer = { status: 200, type: 'text/plain', body: 'success' };
/** A link's title, words and address together; what is said is 2,048 bytes at most. */
const MOST_TEXT = 4000;
/** The platform tries again within fifteen seconds; what falls out here is still kept once by its id. */
const MOST_ANSWERS = 10_000;
/** No 200 and no words: the platform tries again. */
const LATER: HookAnswer = { status: 503, type: 'text/plain', body: '' };

export function createIntake({ house, api, traffic, reach, posts, lanes }: IntakeParts): Intake {
  /** By message id: a retry has the first try's answer, be it under way or done, instead of doing it again. */
  const answers = new Map<string, Promise<HookAnswer>>();
  let receive: Receive | null = null;

  const refused = ({ status, why }: { status: 400 | 403; why: string }, { ip }: HookAsked): HookAnswer => {
    house.log('warn', 'refused', { why, ip });
    return { status, type: 'text/plain', body: '' };
  };

  const passive = (xml: Xml, content: string): HookAnswer => ({
    status: 200,
    type: 'application/xml',
    body: posts.close({
      ToUserName: textOf(xml, 'FromUserName'),
      FromUserName: textOf(xml, 'ToUserName'),
      CreateTime: Math.floor(house.now().getTime() / 1000),
      MsgType: 'text',
      Content: content,
    }),
  });

  async function note(xml: Xml, { is, from, at, what }: Noted): Promise<HookAnswer> {
    if (is === 'follow' || is === 'leave') await reach.turned(from, at, is === 'leave');
    if (is === 'leave') await giveUp({ reach, house }, from, WORDS.desk.gone);
    if (is === 'untold') await giveUp({ reach, house }, from, WORDS.desk.untold);
    if (is === 'follow') return passive(xml, WORDS.greeting);
    if (is !== 'odd') return OK;
    house.log('info', 'unread kind', { what: what.slice(0, 40) });
    return passive(xml, WORDS.cannotRead);
  }

  async function keep(xml: Xml, said: Said, take: Receive): Promise<HookAnswer> {
    const { from, media } = said;
    const got = media ? await fetchMedia({ api, house }, media, from) : null;
    const files: FileRef[] = got && 'file' in got ? [got.file] : [];
    const kind = media ? WORDS.kinds[media.kind] : '';
    const gap = got && 'why' in got ? fill(WORDS.mediaGap, { kind, why: got.why }) : '';
    const offer = mayAnswer(said.text) ? await offerOf(house.notes, from) : null;
    const { text, fields, used } = meant(said, offer);
    const taken = take({
      channel: 'wechat',
      id: said.id,
      thread: from,
      text: [text, gap]
        .filter((one) => one !== '')
        .join('\n')
        .slice(0, MOST_TEXT)
        .replace(/[\uD800-\uDBFF]$/, ''),
      files,
      at: said.at,
      ...(Object.keys(fields).length > 0 ? { fields } : {}),
    });
    // That they are there is so whether or not the line could be kept: neither waits for the other's disk.
    const [, waits] = await Promise.all([taken, reach.heard(from, said.at, said.tap)]);
    // A number means once what it says: the next 「2」 may be the number of a house.
    if (offer && used) await spend(house.notes, from, offer);
    if (waits) void lanes.run(outOf(from), () => released(from));
    return gap === '' ? OK : passive(xml, fill(WORDS.mediaLost, { kind }));
  }

  const released = (from: string) =>
    release({ reach, traffic, house }, from).catch((error: unknown) =>
      house.log('error', 'words that waited', { error: String(error) }),
    );

  function work(xml: Xml, incoming: Incoming, take: Receive): Promise<HookAnswer> {
    const { from } = incoming;
    if (incoming.is !== 'message') return lanes.run(from, () => note(xml, incoming));
    const before = answers.get(incoming.id);
    if (before) return before;
    const carried = { ...incoming, look: lookOf(incoming) };
    // Wechaty keeps no order of its own; one citizen's messages go through it one by one.
    const answer = lanes.run(from, () => traffic.carry(carried, () => keep(xml, incoming, take)));
    answers.set(incoming.id, answer);
    answer.catch(() => answers.delete(incoming.id));
    for (const id of answers.keys()) {
      if (answers.size <= MOST_ANSWERS) break;
      answers.delete(id);
    }
    return answer;
  }

  return {
    start(given: Receive): void {
      receive = given;
    },
    async stop(): Promise<void> {
      receive = null;
      await lanes.idle();
    },
    check(asked: HookAsked): HookAnswer {
      const told = posts.echo(asked);
      return 'echo' in told ? { status: 200, type: 'text/plain', body: told.echo } : refused(told, asked);
    },
    async answer(asked: HookAsked): Promise<HookAnswer> {
      if (!receive) return LATER;
      const opened = await posts.open(asked);
      if (!('xml' in opened)) return refused(opened, asked);
      const incoming = incomingOf(opened.xml);
      if (!incoming) return refused({ status: 400, why: 'fields' }, asked);
      const done = work(opened.xml, incoming, receive).catch((error: unknown) => {
        house.log('error', 'not kept', { error: String(error) });
        return LATER;
      });
      const late = house.pause(ANSWER_MS).then(() => LATER);
      return Promise.race([done, late]);
    },
  };
}

function lookOf({ media, place, text }: Said): Look {
  if (media) return media.kind === 'shortvideo' ? 'video' : media.kind;
  return place ? 'location' : /^https?:/m.test(text) ? 'link' : 'text';
}
