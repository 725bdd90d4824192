/**
 * A channel for developers on Wechaty's own mock puppet: no platform, no network, contacts that talk. It shows
 * that a channel on Wechaty is a listener and `contact.say`, and nothing of one account's protocol.
 */
import { createRequire } from 'node:module';
import type * as WECHATY from 'wechaty';
import type * as MOCK from 'wechaty-puppet-mock';
import type { Channel, Sent } from '../../../channels/channel.js';
import { plain } from '../../../channels/plain.js';
import { createLanes } from '../../../channels/wechat/lanes.js';

export interface MockCitizen {
  say(text: string): void;
  reached: string[];
  /** Resolves at the next line that fits. */
  until(want: RegExp): Promise<string>;
}

export interface MockWeChat {
  channel: Channel;
  citizen(name: string): MockCitizen;
}

/** The mock's contacts hear what is said to them; its types do not say so. */
interface Hears {
  on(
    event: 'message',
    heard: (message: { talker(): { id: string }; text(): string | undefined }) => void,
  ): void;
}

export function mockWeChat(failed: (error: unknown) => void): MockWeChat {
  const require = createRequire(import.meta.url);
  const { WechatyBuilder } = require('wechaty') as typeof WECHATY;
  const { mock, PuppetMock } = require('wechaty-puppet-mock') as typeof MOCK;
  const mocker = new mock.Mocker();
  const puppet = new PuppetMock({ mocker });
  const bot = WechatyBuilder.build({ puppet: puppet as never });
  const lanes = createLanes();
  const hotline = mocker.createContact({ id: 'hotline', name: '12345' });

  const channel: Channel = {
    name: 'wechatmock',
    title: '微信（演示）',
    async start(receive) {
      bot.on('message', (message) => {
        const from = message.talker().id;
        if (from === hotline.id) return;
        const said = { channel: 'wechatmock', id: message.id, thread: from, text: message.text(), files: [] };
        lanes.run(from, () => receive({ ...said, at: message.date() })).catch(failed);
      });
      await bot.start();
      mocker.login(hotline);
    },
    async send({ thread, line }): Promise<Sent> {
      const contact = await bot.Contact.find({ id: thread });
      if (!contact) return { ok: false, retry: false, reason: `no contact ${thread}` };
      await contact.say(plain(line).text);
      return { ok: true };
    },
    async stop() {
      await lanes.idle();
      await bot.stop();
    },
  };

  return {
    channel,
    citizen(name) {
      const contact = mocker.createContact({ id: name, name });
      const reached: string[] = [];
      const watchers = new Set<() => void>();
      (contact as unknown as Hears).on('message', (message) => {
        if (message.talker().id !== hotline.id) return;
        reached.push(message.text() ?? '');
        for (const look of [...watchers]) look();
      });
      return {
        reached,
        say: (text) => contact.say(text).to(hotline),
        until: (want) =>
          new Promise((resolve) => {
            const look = () => {
              const found = reached.find((text) => want.test(text));
              if (found === undefined) return;
              watchers.delete(look);
              resolve(found);
            };
            watchers.add(look);
            look();
          }),
      };
    },
  };
}
