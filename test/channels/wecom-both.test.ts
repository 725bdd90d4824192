/** Both kinds of WeCom channel in one house, and what either tells an operator at the start. */
import { wecom } from '../../channels/wecom/app.js';
import { wechatKf } from '../../channels/wecom/kf.js';
import { eventually } from '../contracts/channel-world.js';
import { startHouse } from '../support/house.js';
import { quickNlu } from '../support/quick-nlu.js';
import { openSimulator } from '../support/wecom/sim.js';

const settle = { quiet: 10, longest: 100 };

test('side by side they keep their tokens and citizens apart', async () => {
  const sim = await openSimulator();
  const house = await startHouse(
    { kinds: [wecom, wechatKf], nlu: quickNlu(), settle },
    { ...sim.env.wecom, ...sim.env.kf },
  );
  try {
    await sim.house({ url: house.url });
    await sim.say({ citizen: 'zhangsan', rows: { MsgType: 'text', Content: '你好' } });
    await sim.kf({ citizen: 'zhangsan', row: { msgtype: 'text', text: { content: '你好' } } });
    await eventually(() => new Set(sim.seen.map(({ account }) => account)).size === 2);
    const owners = (await sim.issued({})).map(({ owner }) => owner);
    expect(owners.toSorted()).toEqual(['app', 'kf']);
    expect((await sim.calls({})).filter(({ code }) => code !== 0)).toEqual([]);
  } finally {
    await house.stop();
    await sim.close();
  }
}, 60_000);

test('a wrong secret is on the health page before anybody has written', async () => {
  const sim = await openSimulator();
  const house = await startHouse(
    { kinds: [wecom, wechatKf], nlu: quickNlu(), settle },
    { ...sim.env.wecom, ...sim.env.kf, WECOM_SECRET: 'wrong', WECHAT_KF_SECRET: sim.settings.appSecret },
  );
  try {
    const channels = await eventually(async () => {
      const { parts } = (await (await fetch(`${house.url}/readyz`)).json()) as {
        parts: { channels: Record<string, { ok: boolean; words?: string }> };
      };
      return parts.channels.wecom?.ok === false && parts.channels['wechat-kf']?.ok === false
        ? parts.channels
        : null;
    });
    expect(channels.wecom?.words).toMatch(/Secret 不对/);
    expect(channels['wechat-kf']?.words).toMatch(/微信客服.*Secret/);
  } finally {
    await house.stop();
    await sim.close();
  }
}, 60_000);
