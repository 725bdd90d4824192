/**
 * Way out: one line in as many parts as it needs, in order, each once. Where the platform does not let words
 * through any more, a template says that there is something (the order's number, never a word of it), the words
 * wait for the citizen's next message, and where that cannot be the desk is told.
 */
import type { FileRef, OutboundMessage, Sent, ThreadLine } from '../channel.js';
import type { House } from '../kind.js';
import { type Offered, plain } from '../plain.js';
import type { Api } from './api.js';
import { FILE_CODES, meaningOf } from './codes.js';
import { setOffer } from './offers.js';
import type { Picture, Traffic } from './puppet.js';
import type { Reach } from './reach.js';
import { split } from './split.js';
import type { ApiFault } from './token.js';
import { fill, WORDS } from './words.js';

export interface SendParts {
  house: Pick<House, 'notes' | 'file' | 'log' | 'publicUrl'>;
  api: Pick<Api, 'post'>;
  traffic: Pick<Traffic, 'say' | 'show'>;
  reach: Reach;
  template: { id: string; field: string } | null;
  /** The account itself is at fault, or works again. */
  trouble(why: string | null): void;
}

/** What the wire throws, through Wechaty, where the platform refused. */
export class Refusal extends Error {
  constructor(readonly fault: ApiFault) {
    super(`${fault.code}`);
  }
}

type Part = { text: string } | { picture: Picture };

/** Of what the platform takes as a picture; 10 MB at most. */
const PICTURES: readonly string[] = ['image/jpeg', 'image/png', 'image/gif'];
const MOST_PICTURE = 10 * 1024 * 1024;
const MOST_HELD = 20;

export function createSend(parts: SendParts): (message: OutboundMessage) => Promise<Sent> {
  const { house, api, traffic, reach, template } = parts;
  const { notes } = house;

  async function pictureOf(file: FileRef, thread: string): Promise<Picture | null> {
    if (!PICTURES.includes(file.type) || file.size > MOST_PICTURE) return null;
    const found = await house.file(file.id, thread);
    if (!found) return null;
    const bytes = await found.bytes.toArray();
    return { name: file.name, type: file.type, bytes: Buffer.concat(bytes as Buffer[]) };
  }

  async function partsOf(text: string, files: FileRef[], thread: string): Promise<Part[]> {
    const pictures: Part[] = [];
    const named: string[] = [];
    for (const file of files) {
      const picture = await pictureOf(file, thread);
      if (picture) pictures.push({ picture });
      else named.push(nameOf(file, house.publicUrl));
    }
    const whole = [text, ...named].filter((one) => one !== '').join('\n\n');
    return [...split(whole).map((one) => ({ text: one })), ...pictures];
  }

  /** Null = it is out. */
  async function deliver(to: string, part: Part): Promise<ApiFault | null> {
    try {
      await ('text' in part ? traffic.say(to, part.text) : traffic.show(to, part.picture));
      parts.trouble(null);
      return null;
    } catch (error) {
      if (error instanceof Refusal) return error.fault;
      throw error;
    }
  }

  /** A picture the platform does not take is named, as any other file is. */
  async function deliverOrName(to: string, part: Part): Promise<ApiFault | null> {
    const fault = await deliver(to, part);
    if (!fault || 'text' in part || !FILE_CODES.has(fault.code)) return fault;
    return deliver(to, { text: wordsOf(part, house.publicUrl) });
  }

  /**
   * From where the last try stopped: how far it came is written down before the next part. Only a process that
   * dies between the platform's OK and that note says one part twice.
   */
  async function deliverAll(to: string, all: Part[], lineId: string): Promise<ApiFault | null> {
    const key = `sent:${lineId}`;
    const done = all.length > 1 ? ((await notes.get<number>(key)) ?? 0) : 0;
    for (let at = done; at < all.length; at++) {
      const fault = await deliverOrName(to, all[at] as Part);
      if (fault) return fault;
      if (at + 1 < all.length) await notes.set(key, at + 1);
    }
    if (all.length > 1) await notes.set(key, null);
    return null;
  }

  async function afterFault(fault: ApiFault, message: OutboundMessage, all: Part[]): Promise<Sent> {
    const { course, why } = meaningOf(fault);
    // Not remembered: the push that they are back may get lost, and a person who sends again must be able to.
    if (course === 'gone') return { ok: false, retry: false, reason: WORDS.desk.gone };
    if (course === 'closed') {
      await reach.shut(message.thread);
      return knock(message, all, fault.code === 45047 ? WORDS.desk.quota : WORDS.desk.closed);
    }
    if (course === 'account') parts.trouble(why);
    return { ok: false, retry: course !== 'never', reason: why };
  }

  async function knock({ thread, line }: OutboundMessage, all: Part[], why: string): Promise<Sent> {
    const orderNo = line.order?.orderNo ?? (await notes.get<string>(`order:${thread}`));
    if (!template || !orderNo) return { ok: false, retry: false, reason: why };
    const held = await reach.held(thread);
    const done = (await notes.get<number>(`sent:${line.id}`)) ?? 0;
    const rest = all.slice(done).map((part) => ({ line: line.id, text: wordsOf(part, house.publicUrl) }));
    if (held.parts.length + rest.length > MOST_HELD)
      return { ok: false, retry: false, reason: WORDS.desk.full };
    if (!held.told.includes(orderNo)) {
      const told = await api.post('/cgi-bin/message/template/send', {
        touser: thread,
        template_id: template.id,
        client_msg_id: line.id.slice(-32),
        ...(house.publicUrl ? { url: portalOf(house.publicUrl) } : {}),
        data: { [template.field]: { value: orderNo } },
      });
      if (!told.ok && told.fault.code !== 45065) return untold(told.fault, why);
    }
    await reach.hold(thread, {
      parts: [...held.parts, ...rest],
      told: [...new Set([...held.told, orderNo])],
    });
    if (done > 0) await notes.set(`sent:${line.id}`, null);
    house.log('info', 'told by template, words wait');
    return { ok: true };
  }

  /** The template did not go out either. */
  function untold(fault: ApiFault, why: string): Sent {
    const { course, why: and } = meaningOf(fault);
    return { ok: false, retry: course === 'again', reason: `${why}（${and}）` };
  }

  return async function send(message) {
    const { thread, line } = message;
    const { text, offered } = plain(line);
    const state = await reach.state(thread);
    if (state === 'gone') return { ok: false, retry: false, reason: WORDS.desk.gone };
    await offer(line, offered, thread, house);
    const all = await partsOf(text, line.files ?? [], thread);
    if (state === 'closed') return knock(message, all, WORDS.desk.closed);
    const fault = await deliverAll(thread, all, line.id);
    return fault ? afterFault(fault, message, all) : { ok: true };
  };
}

/** Before the words are out: an answer by number may be faster than our last note. */
async function offer(
  line: ThreadLine,
  offered: Offered | null,
  thread: string,
  { notes }: Pick<House, 'notes'>,
): Promise<void> {
  // With an order's number the draft is done, and its names mean nothing any more.
  if (offered || line.order) await setOffer(notes, thread, offered && { ...offered, line: line.id });
  if (line.order) await notes.set(`order:${thread}`, line.order.orderNo);
}

/** Where an order is looked up by number and code. */
const portalOf = (publicUrl: string): string => `${publicUrl}/portal`;

const wordsOf = (part: Part, publicUrl: string | null): string =>
  'text' in part ? part.text : nameOf(part.picture, publicUrl);

const nameOf = ({ name }: { name: string }, publicUrl: string | null): string =>
  fill(WORDS.fileNamed, {
    name,
    where: publicUrl ? fill(WORDS.fileWhere, { url: portalOf(publicUrl) }) : '',
  });

type Waits = Pick<SendParts, 'reach' | 'traffic'> & { house: Pick<House, 'log' | 'late'> };

/** What waited for the citizen's return, now that they wrote. */
export async function release(waits: Waits, thread: string): Promise<void> {
  const { reach, traffic } = waits;
  for (;;) {
    const held = await reach.held(thread);
    const [next, ...rest] = held.parts;
    if (next === undefined) return;
    try {
      await traffic.say(thread, next.text);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { course, why } = meaningOf(error.fault);
      // What may pass waits for the citizen's next words.
      if (course === 'never' || course === 'gone') await giveUp(waits, thread, why);
      return;
    }
    await reach.hold(thread, { ...held, parts: rest });
  }
}

/** What waits will never go out: the desk hears of each line, as if it had failed at once. */
export async function giveUp(
  { reach, house }: Omit<Waits, 'traffic'>,
  thread: string,
  why: string,
): Promise<void> {
  const { parts } = await reach.held(thread);
  for (const line of new Set(parts.map((part) => part.line)))
    await house.late(line, { ok: false, retry: false, reason: why });
  await reach.hold(thread, { parts: [], told: [] });
}
