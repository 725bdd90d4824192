/**
 * The Wechaty side of a platform that pushes: an own Puppet, and the bot on it. What came in verified is carried
 * as a Wechaty message to whoever listens, what goes out is `contact.say`. Wechaty keeps no order and hears
 * nothing back from its listeners; so each carried message has a promise here, which the hook waits for.
 */
import { createRequire } from 'node:module';
import type * as WECHATY from 'wechaty';
import type * as PUPPET from 'wechaty-puppet';

export type Look = 'text' | 'image' | 'voice' | 'video' | 'location' | 'link';

export interface Carried {
  id: string;
  from: string;
  text: string;
  at: Date;
  look: Look;
}

export interface Picture {
  name: string;
  type: string;
  bytes: Buffer;
}

/** What the platform's own calls do; both throw what `say` and `show` shall throw. */
export interface Wire {
  text(to: string, text: string): Promise<void>;
  picture(to: string, picture: Picture): Promise<void>;
}

export interface Traffic {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Hands it through Wechaty to `work`; resolves or rejects as that does. */
  carry<T>(message: Carried, work: () => Promise<T>): Promise<T>;
  say(to: string, text: string): Promise<void>;
  show(to: string, picture: Picture): Promise<void>;
}

interface Waiting {
  message: Carried;
  run(): void;
  fail(error: unknown): void;
}

/** Wechaty remembers every contact it met for ever; a city has more citizens than that. */
const MOST_CONTACTS = 5000;

/** `self`: the account's own id, as Wechaty knows who is logged in. */
export function openTraffic(self: string, wire: Wire, onFault: (error: Error) => void): Traffic {
  const waiting = new Map<string, Waiting>();
  let bot: WECHATY.Wechaty | null = null;
  let puppet: PUPPET.Puppet | null = null;
  let running = false;

  const opened = (): WECHATY.Wechaty => {
    if (!bot) throw new Error('wechaty is not started');
    const { pool } = bot.Contact as unknown as { pool: Map<string, unknown> };
    if (pool.size > MOST_CONTACTS) pool.clear();
    return bot;
  };

  async function contactOf(id: string): Promise<WECHATY.Contact> {
    const contact = await opened().Contact.find({ id });
    if (!contact) throw new Error('wechaty knows no such contact');
    return contact;
  }

  return {
    async start() {
      // Its ESM entry fails on the packages that are left out; half a second to load, so only where it is on.
      const require = createRequire(import.meta.url);
      const { WechatyBuilder } = require('wechaty') as typeof WECHATY;
      const base = require('wechaty-puppet') as typeof PUPPET;
      // It would print what citizens say, unmasked, beside our log.
      base.log.level('silent');
      puppet = makePuppet(base, self, wire, (id) => {
        const there = waiting.get(id);
        if (!there) throw new Error('no such message');
        return there.message;
      });
      bot = WechatyBuilder.build({ puppet: puppet as never });
      bot.on('message', (message) => waiting.get(message.id)?.run());
      bot.on('error', (error) => {
        onFault(error);
        // Nobody can say which one it was; all may come again.
        for (const there of waiting.values()) there.fail(error);
      });
      await bot.start();
      running = true;
    },
    async stop() {
      if (running) await bot?.stop();
      running = false;
    },
    carry<T>(message: Carried, work: () => Promise<T>): Promise<T> {
      opened();
      return new Promise<T>((resolve, reject) => {
        const settle = () => waiting.delete(message.id);
        waiting.set(message.id, {
          message,
          run: () => void work().then(resolve, reject).finally(settle),
          fail(error) {
            settle();
            reject(error);
          },
        });
        puppet?.emit('message', { messageId: message.id });
      });
    },
    async say(to, text) {
      await (await contactOf(to)).say(text);
    },
    async show(to, { name, bytes }) {
      const contact = await contactOf(to);
      await contact.say(boxes().FileBox.fromBuffer(bytes, name));
    },
  };
}

/** Wechaty's own copy of the box it wants files in. */
function boxes(): typeof import('file-box') {
  const here = createRequire(import.meta.url);
  return createRequire(here.resolve('wechaty'))('file-box') as typeof import('file-box');
}

/** The class is made where the package is loaded: two copies of its base would not know each other. */
function makePuppet(
  { Puppet, types }: typeof PUPPET,
  self: string,
  wire: Wire,
  messageOf: (id: string) => Carried,
): PUPPET.Puppet {
  const looks: Record<Look, PUPPET.types.Message> = {
    text: types.Message.Text,
    image: types.Message.Image,
    voice: types.Message.Audio,
    video: types.Message.Video,
    location: types.Message.Location,
    link: types.Message.Url,
  };
  class Pushed extends Puppet {
    override name(): string {
      return 'jiesu-pushed';
    }
    override version(): string {
      return '1';
    }
    override async onStart(): Promise<void> {
      this.login(self);
    }
    override async onStop(): Promise<void> {}
    override async contactRawPayload(id: string): Promise<{ id: string }> {
      return { id };
    }
    override async contactRawPayloadParser({ id }: { id: string }): Promise<PUPPET.payloads.Contact> {
      return {
        id,
        name: id,
        avatar: '',
        gender: types.ContactGender.Unknown,
        type: id === self ? types.Contact.Official : types.Contact.Individual,
        phone: [],
      };
    }
    override async messageRawPayload(id: string): Promise<Carried> {
      return messageOf(id);
    }
    override async messageRawPayloadParser(message: Carried): Promise<PUPPET.payloads.Message> {
      return {
        id: message.id,
        talkerId: message.from,
        listenerId: self,
        text: message.text,
        timestamp: message.at.getTime() / 1000,
        type: looks[message.look],
      };
    }
    override async messageSendText(to: string, text: string): Promise<void> {
      await wire.text(to, text);
    }
    override async messageSendFile(to: string, file: Parameters<PUPPET.Puppet['messageSendFile']>[1]) {
      await wire.picture(to, { name: file.name, type: file.mediaType, bytes: await file.toBuffer() });
    }
  }
  return new Pushed();
}
