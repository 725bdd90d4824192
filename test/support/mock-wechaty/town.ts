/**
 * Wechaty's own mock Puppet as a channel, for development: people of a made-up town talk to a real house through
 * a real Wechaty, without any platform. Not part of the product; it is in no list.
 */
import { createRequire } from 'node:module';
import type * as WECHATY from 'wechaty';
import type * as MOCK from 'wechaty-puppet-mock';
import type { Channel, Receive } from '../../../channels/channel.js';
import { type Offered, plain } from '../../../channels/plain.js';
import { meant } from '../../../channels/wechat/incoming.js';
import { createLanes } from '../../../channels/wechat/lanes.js';

export interface Person {
  id: string;
  say(text: string): void;
  heard: readonly string[];
}

export interface Town {
  channel: Channel;
  /** Moves in where nobody of this name lives yet. */
  person(name: string): Person;
}

const NAME = 'wechaty-mock';
const HOTLINE = 'hotline';

/** `told`: what reached a person, as it happens. */
export function buildTown(told: (name: string, text: string) => void = () => {}): Town {
  // The ESM entry of wechaty fails on the packages that are left out.
  const require = createRequire(import.meta.url);
  const { WechatyBuilder } = require('wechaty') as typeof WECHATY;
  const mock = require('wechaty-puppet-mock') as typeof MOCK;
  const mocker = new mock.mock.Mocker();
  const bot = WechatyBuilder.build({ puppet: new mock.PuppetMock({ mocker }) as never });
  const people = new Map<string, { id: string; heard: string[]; say(text: string): void }>();
  const offers = new Map<string, Offered>();
  const lanes = createLanes();
  let receive: Receive | null = null;
  let hotline: InstanceType<typeof mock.mock.ContactMock> | null = null;

  async function take(message: WECHATY.Message): Promise<void> {
    const thread = message.talker().id;
    const said = { text: message.text(), place: null };
    const { text, fields } = meant(said, offers.get(thread) ?? null);
    const more = Object.keys(fields).length > 0 ? { fields } : {};
    await receive?.({ channel: NAME, id: message.id, thread, text, files: [], at: message.date(), ...more });
  }

  function arrive(message: WECHATY.Message): void {
    const there = [...people].find(([, { id }]) => id === message.listener()?.id);
    if (!there) return;
    there[1].heard.push(message.text());
    told(there[0], message.text());
  }

  const channel: Channel = {
    name: NAME,
    title: 'Wechaty',
    async start(given) {
      receive = given;
      bot.on('message', (message) => {
        if (message.self()) arrive(message);
        // It keeps no order of its own.
        else void lanes.run(message.talker().id, () => take(message));
      });
      await bot.start();
      hotline = mocker.createContact({ id: HOTLINE, name: '12345' });
      mocker.login(hotline);
    },
    async send({ thread, line }) {
      const { text, offered } = plain(line);
      if (offered) offers.set(thread, offered);
      const contact = await bot.Contact.find({ id: thread });
      if (!contact) return { ok: false, retry: false, reason: 'no such person' };
      await contact.say(text);
      return { ok: true };
    },
    async stop() {
      await lanes.idle();
      await bot.stop();
    },
  };

  return {
    channel,
    person(name) {
      const there = people.get(name);
      if (there) return there;
      const contact = mocker.createContact({ name });
      const made = {
        id: contact.id,
        heard: [] as string[],
        say: (text: string) => contact.say(text).to(hotline ?? undefined),
      };
      people.set(name, made);
      return made;
    },
  };
}
