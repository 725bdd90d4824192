import { actOf, talk } from '../../nlu/talk.js';

test.each([
  ['转人工', 'person'],
  ['人工', 'person'],
  ['找人工客服', 'person'],
  ['我要找人工客服！', 'person'],
  ['帮我转一下人工吧', 'person'],
  ['确认提交', 'confirm'],
  ['确认', 'confirm'],
  ['是的', 'confirm'],
  ['对', 'confirm'],
  ['提交', 'confirm'],
  ['好的', 'confirm'],
  ['改一下', 'amend'],
  ['修改', 'amend'],
  ['我要修改', 'amend'],
  ['不用了', 'cancel'],
  ['取消', 'cancel'],
  ['算了', 'cancel'],
  ['申请人工复核', 'review'],
  ['你好', 'greet'],
  ['您好，在吗？', 'greet'],
  ['在吗', 'greet'],
  ['谢谢', 'thanks'],
  ['好的，谢谢您', 'thanks'],
  ['不用转人工', 'noPerson'],
  ['12345你们是不是骗子，转人工', 'person'],
  ['说了半天你也听不懂，楼上漏水把我家天花板泡了，物业也不管，请帮我转人工客服吧！', 'person'],
  ['人工 我要投诉小区物业乱收费', 'person'],
])('%s → %s', (text, act) => {
  expect(actOf(text).act).toBe(act);
});

test.each([
  '',
  '你好，我家停水三天了',
  '确认一下我的工单到哪了',
  '好的车位被占了',
  '人工费收得太高',
  '取消低保的决定我不认可',
  '谢谢某科同志，问题解决了',
  '对面楼太吵了',
  '打了三回都让我转人工又没人接',
  '不用转人工，你说说社保断缴怎么补',
  '医院人工，收费太高',
  '路灯坏了修改了三次都没修好',
])('only the whole message counts: %s', (text) => {
  expect(actOf(text).act).toBeNull();
});

test('a matter with a wish for a person is still a matter to the gate', () => {
  expect(talk('说了半天你也听不懂，楼上漏水物业也不管，转人工').act).toBeNull();
});
