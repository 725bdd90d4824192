/** WeChat's other side for the contract suite: the platform in a process of its own, as strict as the real one. */
import { createHash } from 'node:crypto';
import { wechat } from '../../../channels/wechat/channel.js';
import { startWeChat, type WeChat } from '../../support/wechat/client.js';
import type { Mood, PushOptions } from '../../support/wechat/terms.js';
import type { ChannelRig, Delivery, Platform, Told } from '../channel-rig.js';

const SEND = '/cgi-bin/message/custom/send';
const MOODS: Readonly<Record<'well' | 'busy' | 'gone', Mood | null>> = {
  well: null,
  busy: { code: -1 },
  gone: { code: 43004 },
};
const ALWAYS = 1_000_000;
const LOOK_MS = 30_000;

const openidOf = (citizen: string): string =>
  `o${createHash('sha256').update(citizen).digest('base64url').slice(0, 27)}`;
/** 20 digits, as the platform's ids are. */
const msgIdOf = (id: string): string =>
  String(
    10_000_000_000_000_000_000n +
      (createHash('sha256').update(id).digest().readBigUInt64BE() % 8_000_000_000_000_000_000n),
  );

/** What reached the phones, kept up to date behind the caller's back: the suite asks without waiting. */
function watchPhones(platform: WeChat) {
  const phones = new Map<string, string[]>();
  let over = false;
  async function follow(openid: string, seen: string[]): Promise<void> {
    while (!over) {
      const more = await platform.more(openid, seen.length, LOOK_MS).catch(() => []);
      if (!over) seen.push(...more.map(({ text }) => text));
    }
  }
  return {
    of(openid: string): string[] {
      const there = phones.get(openid);
      if (there) return there;
      const made: string[] = [];
      phones.set(openid, made);
      void follow(openid, made);
      return made;
    },
    end() {
      over = true;
    },
  };
}

async function open(): Promise<Platform> {
  const platform = await startWeChat();
  const phones = watchPhones(platform);
  let ordered: Promise<void> = Promise.resolve();

  async function say({ id, citizen, text }: Delivery, options: PushOptions): Promise<Told> {
    await ordered;
    const { tries } = await platform.say(openidOf(citizen), text, { ...options, msgId: msgIdOf(id) });
    const last = tries.at(-1);
    if (last?.answer === 'success' || last?.answer === 'passive') return 'ok';
    return last && (last.status === 401 || last.status === 403) ? 'refused' : 'failed';
  }

  return {
    env: platform.env,
    house: (url) => platform.house(url),
    deliver: (delivery) => say(delivery, {}),
    forge: (delivery) => say(delivery, { forge: 'msg_signature' }),
    reached: (citizen) => phones.of(openidOf(citizen)),
    mood(mood) {
      ordered = platform.mood(SEND, MOODS[mood], ALWAYS);
    },
    async close() {
      phones.end();
      await platform.close();
    },
  };
}

export const wechatRig: ChannelRig = { kind: wechat, open };
