/** What comes round by the clock: pulls that no notice asked for, files that were not to be had. */
import { wecom } from '../../channels/wecom/app.js';
import { wechatKf } from '../../channels/wecom/kf.js';
import { eventually } from '../contracts/channel-world.js';
import { type Lent, lend } from '../support/lent-house.js';
import { openSimulator, type Simulator } from '../support/wecom/sim.js';

const POLL_MS = 120_000;
const LATE_MS = 20_000;

let sim: Simulator;
let lent: Lent;
beforeEach(async () => {
  sim = await openSimulator();
});
afterEach(async () => {
  await lent.stop();
  await sim.close();
});

const pulls = async () => (await sim.calls({})).filter(({ path }) => path.endsWith('sync_msg')).length;
/** The first round is over; what is left of it needs no more time than a call of ours. */
async function rested(): Promise<void> {
  await eventually(() => lent.notes.get('cursor:wkHotline001'));
  await sim.calls({});
}
const text = (content: string) => ({ msgtype: 'text', text: { content } });

test('a notice that never came is made up for within the norm of a chat', async () => {
  lent = await lend(wechatKf, sim.env.kf);
  await rested();
  await sim.kf({ citizen: 'wmA', row: text('没人通知'), notice: false });
  lent.advance(POLL_MS - 1);
  expect(lent.said).toEqual([]);
  lent.advance(1);
  await eventually(() => lent.said.length > 0);
  expect(lent.said.map((one) => [one.thread, one.text])).toEqual([['wkHotline001.wmA', '没人通知']]);
});

test('asked too often, it rests twice as long, and then as before', async () => {
  lent = await lend(wechatKf, sim.env.kf);
  await rested();
  await sim.fault({ path: 'sync_msg', code: 45009, times: 1 });
  lent.advance(POLL_MS);
  await eventually(() => lent.logs.some(({ facts }) => facts.code === 45009));
  await sim.calls({});
  lent.advance(POLL_MS);
  await sim.kf({ citizen: 'wmA', row: text('等一等'), notice: false });
  expect(await pulls()).toBe(0);
  lent.advance(POLL_MS);
  await eventually(() => lent.said.length === 1);
});

test('a file is asked for again each round until it comes, and is kept once', async () => {
  lent = await lend(wecom, sim.env.wecom);
  await sim.house({ url: lent.url });
  const MediaId = await sim.media({
    base64: 'AAAAAAAAAAAA',
    name: 'a.jpg',
    type: 'image/jpeg',
    kind: 'image',
  });
  await sim.fault({ path: 'media/get', code: -1, times: 3 });
  const asked = async () => (await sim.calls({})).filter(({ path }) => path.endsWith('media/get')).length;
  expect(await sim.say({ citizen: 'zhangsan', rows: { MsgType: 'image', MediaId } })).toBe('ok');
  expect([await asked(), lent.said.length]).toEqual([1, 0]);
  // Twice more it is refused, then it comes.
  await eventually(() => {
    lent.advance(LATE_MS);
    return lent.said.length > 0;
  });
  expect(lent.said.map((one) => one.files)).toEqual([[expect.objectContaining({ name: '图片' })]]);
  expect(await asked()).toBe(3);
  lent.advance(LATE_MS);
  expect(lent.kept).toHaveLength(1);
});

test('a file that stays away for three days is said to be gone', async () => {
  lent = await lend(wecom, sim.env.wecom);
  await sim.house({ url: lent.url });
  await sim.fault({ path: 'media/get', code: -1, times: 1000 });
  await sim.say({ citizen: 'zhangsan', rows: { MsgType: 'voice', MediaId: 'away', Format: 'amr' } });
  lent.advance(3 * 86_400_000 + 1000);
  await eventually(() => {
    lent.advance(LATE_MS);
    return lent.said.length > 0;
  });
  expect(lent.said.map((one) => one.text)).toEqual(['［语音］（没有保存下来：微信已不再提供这个文件）']);
});
