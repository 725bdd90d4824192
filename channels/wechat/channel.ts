/** WeChat Official Account (服务号): the hook the platform calls, and the calls we make. */
import type { Channel } from '../channel.js';
import type { ChannelKind, House } from '../kind.js';
import { type Api, callJson, createApi } from './api.js';
import { meaningOf } from './codes.js';
import { createIntake, outOf } from './intake.js';
import { createLanes } from './lanes.js';
import { createPosts } from './post.js';
import { openTraffic, type Wire } from './puppet.js';
import { createReach } from './reach.js';
import { createSend, Refusal } from './send.js';
import { accountOf, faults, SETTINGS } from './settings.js';
import { createTokens, type Tokens } from './token.js';
import { fill, WORDS } from './words.js';
import { MOST_XML } from './xml.js';

/** Between two looks whether the account is well again. */
const PROBE_MS = 60_000;

export const wechat: ChannelKind = {
  name: 'wechat',
  title: WORDS.title,
  settings: SETTINGS,
  faults,
  open(values, house) {
    const account = accountOf(values);
    const { notes, now } = house;
    let trouble: string | null = null;
    let tokenless: string | null = null;
    let running = false;
    const tokens = tokensOf(account, house);
    const api = createApi({ base: account.base, tokens });
    const traffic = openTraffic(account.appId, wireOf(api), (error) =>
      house.log('error', 'wechaty', { error: error.message }),
    );
    const reach = createReach(notes, now);
    const lanes = createLanes();
    const send = createSend({
      ...{ house, api, traffic, reach },
      template: account.template,
      trouble(why) {
        trouble = why;
        if (why === null) tokenless = null;
      },
    });
    const posts = createPosts(account, notes, now);
    const intake = createIntake({ house, api, traffic, reach, posts, lanes });

    /** A wrong secret shows at the start, not with the first citizen, and until it is right. */
    async function probe(): Promise<void> {
      while (running) {
        const got = await tokens.get();
        tokenless = 'fault' in got ? meaningOf(got.fault).why : null;
        if (tokenless === null) return;
        await house.pause(PROBE_MS);
      }
    }

    const channel: Channel = {
      name: 'wechat',
      title: WORDS.title,
      hooks: [
        { method: 'get', path: '', maxBytes: 0, answer: async (asked) => intake.check(asked) },
        { method: 'post', path: '', maxBytes: MOST_XML, answer: intake.answer },
      ],
      async start(receive) {
        await traffic.start();
        running = true;
        intake.start(receive);
        // No start waits for it.
        probe().catch((error: unknown) => house.log('warn', 'token', { error: String(error) }));
      },
      send: (message) =>
        lanes
          .run(outOf(message.thread), () => send(message))
          .catch((error: unknown) => ({ ok: false, retry: true, reason: String(error) })),
      async stop() {
        running = false;
        await intake.stop();
        await traffic.stop();
      },
      trouble() {
        const why = trouble ?? tokenless;
        return why === null ? null : fill(WORDS.trouble, { why });
      },
    };
    return channel;
  },
};

/**
 * The stable token: asked for again it is the same one, and other systems of the same account do not end it,
 * as they would the classic one.
 */
function tokensOf({ base, appId, secret }: ReturnType<typeof accountOf>, house: House): Tokens {
  return createTokens({
    ...house,
    async fetch(force) {
      const url = new URL(`${base}/cgi-bin/stable_token`);
      const body = { grant_type: 'client_credential', appid: appId, secret, force_refresh: force };
      const got = await callJson<{ access_token: string; expires_in: number }>(url, body);
      if (!got.ok) return { fault: got.fault };
      return { token: got.body.access_token, seconds: got.body.expires_in };
    },
  });
}

function wireOf(api: Api): Wire {
  async function custom(body: object): Promise<void> {
    const sent = await api.post('/cgi-bin/message/custom/send', body);
    if (!sent.ok) throw new Refusal(sent.fault);
  }
  return {
    text: (to, content) => custom({ touser: to, msgtype: 'text', text: { content } }),
    async picture(to, { type, bytes }) {
      // A plain name: the platform goes by it, and Chinese ones arrive broken.
      const file = { name: `image.${type.split('/')[1]}`, type, bytes };
      const up = await api.upload<{ media_id: string }>(
        '/cgi-bin/media/upload',
        { type: 'image' },
        'media',
        file,
      );
      if (!up.ok) throw new Refusal(up.fault);
      await custom({ touser: to, msgtype: 'image', image: { media_id: up.body.media_id } });
    },
  };
}
