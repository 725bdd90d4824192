/** What is said about inlets, and what only sounds like it. */
import { inletAsk } from '../../server/intake/inlet-asks.js';

const LABELS = { here: '答复发到这里', first: '答复发到原来的对话', both: '答复两边都发' };
const ask = (text: string) => inletAsk(text, LABELS);

test.each(['绑定', '我要绑定', '绑定微信', '我在微信上也反映过', '在网页上也说过了', '我在公众号反映过。'])(
  '「%s」 asks how',
  (text) => expect(ask(text)).toEqual({ do: 'how' }),
);

test.each(['绑定 AB23CD', '绑定码：ab23cd', '绑定ＡＢ２３ＣＤ。'])('「%s」 brings a code', (text) =>
  expect(ask(text)).toMatchObject({ do: 'bind', code: expect.stringMatching(/^ab23cd$/i) }),
);

test('where the answer goes, as the buttons say it', () => {
  expect(ask('答复发到这里')).toEqual({ do: 'where', to: 'here' });
  expect(ask('答复两边都发')).toEqual({ do: 'where', to: 'both' });
  expect(ask('解除绑定')).toEqual({ do: 'off' });
});

test.each([
  '我在微信上也反映过，小区停暖三天了没人管',
  '银行卡绑定不了社保卡怎么办',
  '物业让我们绑定手机号才能充电',
  '绑定 手机号13800001234',
  '我在派出所反映过',
  '你好',
  '',
])('「%s」 is a matter, and left to the bot', (text) => expect(ask(text)).toBeNull());
