import type { ThreadState } from '../../server/http/contract-chat.js';
import type { Picture } from '../../widget/chat/conversation.js';
import { faultOf, unfit } from '../../widget/chat/judge.js';
import { holderWords, waitWords } from '../../widget/chat/wait.js';
import * as W from '../../widget/ui/words.js';

const now = Date.parse('2025-11-25T13:00:00Z');
const state = (more: Partial<ThreadState>): ThreadState => ({
  holder: 'queue',
  seat: null,
  queue: null,
  desk: { open: true, opens: null },
  ...more,
});

describe('who has the conversation', () => {
  test.each<[string, ThreadState | null, string]>([
    ['nothing to say of the bot', state({ holder: 'bot' }), ''],
    ['nothing known yet', null, ''],
    [
      'position and estimate',
      state({ queue: { position: 3, minutes: 6 } }),
      `正在等人工坐席，您排在第 3 位，预计约 6 分钟${W.keepsPlace}`,
    ],
    [
      'no honest estimate: none is made up',
      state({ queue: { position: 3, minutes: null } }),
      `正在等人工坐席，您排在第 3 位${W.noWait}${W.keepsPlace}`,
    ],
    [
      'off hours, and when it opens',
      state({ queue: { position: 1, minutes: 1 }, desk: { open: false, opens: '2025-11-26T00:30:00Z' } }),
      `现在不是人工服务时间，明天 08:30 上班${W.leaveWord}`,
    ],
    ['seat number, never a name', state({ holder: 'agent', seat: '018' }), '坐席 018号 正在为您服务'],
    ['ended', state({ holder: 'closed' }), W.closed],
  ])('%s', (_, given, words) => {
    expect(holderWords(given, now)).toBe(words);
  });
});

describe('waiting for a reply', () => {
  const picture = (more: Partial<Picture>): Picture => ({
    status: 'online',
    log: [{ id: '1', seq: 1, from: 'citizen', text: '问', at: '2025-11-25T12:59:59Z' }],
    box: [],
    state: null,
    typing: 0,
    wording: null,
    asked: now,
    fault: '',
    ...more,
  });
  test('something is said at once, and after ten seconds there is a way out', () => {
    expect(waitWords(picture({}), now + 9_000)).toBe(W.searching);
    expect(waitWords(picture({}), now + 11_000)).toBe(W.slow);
  });
  test('a server clock far off changes nothing', () => {
    const log = [{ id: '1', seq: 1, from: 'citizen' as const, text: '问', at: '2025-11-25T11:00:00Z' }];
    expect(waitWords(picture({ log }), now + 1_000)).toBe(W.searching);
  });
  test('nothing is awaited after a reply, or from a bot that does not have the thread', () => {
    const log = [{ id: '2', seq: 2, from: 'bot' as const, text: '答', at: '2025-11-25T12:59:59Z' }];
    expect(waitWords(picture({ log }), now)).toBe('');
    expect(waitWords(picture({ state: state({ holder: 'agent' }) }), now)).toBe('');
    expect(waitWords(picture({ status: 'offline' }), now)).toBe('');
  });
});

describe('a field of the draft', () => {
  const field = (name: 'place' | 'phone', required: boolean) => ({ name, label: '项', value: '', required });
  test.each([
    [field('place', true), '  ', '还缺：项'],
    [field('place', false), '', ''],
    [field('phone', true), '13800000001', ''],
    [field('phone', true), '138 0000 0001', ''],
    [field('phone', true), '138 0000 001', '手机号应为 11 位，现在是 10 位，请检查'],
    [field('phone', false), '1380000000', '手机号应为 11 位，现在是 10 位，请检查'],
    [field('phone', true), '0471-1234567', ''],
  ])('%o with %j: %j', (given, value, words) => {
    expect(faultOf(given, value)).toBe(words);
  });
});

test.each([
  [{ type: 'image/jpeg', size: 10 }, ''],
  [{ type: 'application/pdf', size: 10 * 1024 * 1024 }, ''],
  [{ type: 'image/png', size: 10 * 1024 * 1024 + 1 }, W.fileLarge],
  [{ type: 'text/html', size: 1 }, W.fileType],
  [{ type: '', size: 1 }, W.fileType],
])('a file %o: %j', (file, words) => {
  expect(unfit(file)).toBe(words);
});
