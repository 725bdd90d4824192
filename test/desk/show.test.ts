/** What the desk sees: personal data masked at the same length, the citizen's query codes dropped. */
import { alarmView, deskLine, threadCard } from '../../server/desk/show.js';
import { fresh } from '../../server/intake/receive.js';
import { createMasks } from '../../server/people/privacy.js';

const mask = createMasks(Buffer.alloc(32)).text;
const AT = new Date('2026-01-05T02:00:00Z');
const SAID = '我叫张三，电话13800001111，身份证150102199001011234';

test('a line of the citizen: masked, as long as it was, named by its key', () => {
  const shown = deskLine('web:t', { id: 't:m1', seq: 1, from: 'citizen', text: SAID, at: AT }, mask);
  expect(shown.text).not.toMatch(/13800001111|150102199001011234/);
  expect(shown.text).toHaveLength(SAID.length);
  expect(shown.id).toBe('web:t:m1');
});

test('the number of an order stays, its code goes to the citizen and nowhere else', () => {
  const order = { orderNo: '15010520260105H0000011', code: 'ABC234' };
  const shown = deskLine(
    'web:t',
    { id: 'turn:web:t:1.0', seq: 2, from: 'bot', text: '已登记', order, decision: 'file', at: AT },
    mask,
  );
  expect(shown.order).toEqual({ orderNo: order.orderNo, code: '' });
  expect(JSON.stringify(shown)).not.toContain('ABC234');
});

test('the values of a draft are masked too', () => {
  const draft = {
    id: 'd',
    fields: [{ name: 'phone' as const, label: '电话', value: '13800001111', required: true }],
  };
  const shown = deskLine('web:t', { id: 'x', seq: 2, from: 'bot', text: '请核对', draft, at: AT }, mask);
  expect(JSON.stringify(shown)).not.toContain('13800001111');
});

test('cards and alarms are masked', () => {
  const thread = { ...fresh({ channel: 'web', thread: 't' }, AT), lastText: SAID };
  expect(threadCard(thread, 3, mask).lastText).not.toContain('13800001111');
  const alarm = {
    _id: 'a',
    kind: 'emergency' as const,
    thread: 'web:t',
    orderNo: null,
    text: SAID,
    at: AT,
    answeredBy: null,
    answeredAt: null,
  };
  expect(alarmView(alarm, mask).text).not.toContain('13800001111');
});
