/** 企业微信 for the contract suite: the app's members, on the simulator. */
import { createHash } from 'node:crypto';
import { wecom } from '../../../channels/wecom/app.js';
import { openSimulator } from '../../support/wecom/sim.js';
import type { ChannelRig, Delivery, Platform, Told } from '../channel-rig.js';

/** The platform's ids are 64-bit numbers. */
const numberOf = (id: string): string =>
  String(createHash('sha256').update(id).digest().readBigUInt64BE() >> 1n);

export const wecomRig: ChannelRig = {
  kind: wecom,
  async open(): Promise<Platform> {
    const sim = await openSimulator();
    /** What was told to the simulator last; a delivery comes after it. */
    let before: Promise<unknown> = Promise.resolve();
    const say = async ({ id, citizen, text }: Delivery, forged: boolean): Promise<Told> => {
      await before;
      return sim.say({
        citizen,
        id: numberOf(id),
        rows: { MsgType: 'text', Content: text },
        twist: { forged },
      });
    };
    return {
      env: sim.env.wecom,
      async house(url) {
        await sim.house({ url });
      },
      deliver: (delivery) => say(delivery, false),
      forge: (delivery) => say(delivery, true),
      reached: (citizen) => sim.seen.filter((one) => one.citizen === citizen).map(({ text }) => text),
      mood(mood) {
        before = sim.mood({ mood });
      },
      close: () => sim.close(),
    };
  },
};
