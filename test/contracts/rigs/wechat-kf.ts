/** 微信客服 for the contract suite: words lie at the platform, the notice alone is delivered. */
import { wechatKf } from '../../../channels/wecom/kf.js';
import { openSimulator } from '../../support/wecom/sim.js';
import type { ChannelRig, Delivery, Platform, Told } from '../channel-rig.js';

export const wechatKfRig: ChannelRig = {
  kind: wechatKf,
  async open(): Promise<Platform> {
    const sim = await openSimulator();
    let before: Promise<unknown> = Promise.resolve();
    const say = async ({ id, citizen, text }: Delivery): Promise<Told> => {
      await before;
      return (await sim.kf({ citizen, id, row: { msgtype: 'text', text: { content: text } } })) ?? 'failed';
    };
    return {
      env: sim.env.kf,
      async house(url) {
        await sim.house({ url });
      },
      deliver: say,
      /** A forged notice tells of nothing: there is nothing to be pulled. */
      forge: () => sim.notify({ twist: { forged: true } }),
      reached: (citizen) => sim.seen.filter((one) => one.citizen === citizen).map(({ text }) => text),
      mood(mood) {
        before = sim.mood({ mood });
      },
      close: () => sim.close(),
    };
  },
};
