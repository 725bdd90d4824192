import { talk } from '../../nlu/talk.js';

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
])('%s → %s', (text, act) => {
  expect(talk(text).act).toBe(act);
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
  '路灯坏了修改了三次都没修好',
])('only the whole message counts: %s', (text) => {
  expect(talk(text).act).toBeNull();
});
