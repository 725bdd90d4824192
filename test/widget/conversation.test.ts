import { randomUUID } from 'node:crypto';
import { type Conversation, converse, type Picture } from '../../widget/chat/conversation.js';
import { type Keep, keepOn } from '../../widget/chat/keep.js';
import { type ChatServer, chatServer } from './chat-server.js';

let server: ChatServer;
let pages: Conversation[] = [];

beforeEach(async () => {
  server = await chatServer();
});
afterEach(async () => {
  for (const page of pages) page.stop();
  pages = [];
  await server.close();
});

interface Page {
  talk: Conversation;
  until(judge: (picture: Picture) => boolean): Promise<void>;
}

function page(keep: Keep = keepOn(null, '')): Page {
  const waiting: [(picture: Picture) => boolean, () => void][] = [];
  const talk: Conversation = converse(server.url, keep, randomUUID, () => {
    for (const one of [...waiting]) {
      if (!one[0](talk.picture)) continue;
      waiting.splice(waiting.indexOf(one), 1);
      one[1]();
    }
  });
  pages.push(talk);
  return {
    talk,
    until: (judge) =>
      judge(talk.picture)
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push([judge, () => resolve()])),
  };
}

const texts = (picture: Picture) => picture.log.map((line) => line.text);
const said = (picture: Picture) =>
  picture.log.filter((line) => line.from === 'citizen').map((line) => line.text);

test('a page that is only looked at opens no thread', async () => {
  page().talk.resume();
  const { talk, until } = page();
  expect(server.opened).toBe(0);
  talk.say('你好');
  await until(({ log }) => log.length === 2);
  expect(server.opened).toBe(1);
  expect(texts(talk.picture)).toEqual(['你好', '答你好']);
  expect(talk.picture.box).toEqual([]);
});

test('the connection cut twenty times during a conversation: nothing lost, nothing doubled', async () => {
  const { talk, until } = page();
  const words = Array.from({ length: 20 }, (_, i) => `第${i + 1}句`);
  // Cut after storing and before acknowledging: the worst moment, for the page cannot know.
  let cuts = 0;
  server.afterKept = () => {
    cuts++;
    server.cut();
  };
  for (const [i, word] of words.entries()) {
    // Half of them by socket, half by whatever is there right after a cut.
    if (i % 2) await server.connected();
    talk.say(word);
    await until(({ log, box }) => log.length === 2 * (i + 1) && box.length === 0);
  }
  expect(said(talk.picture)).toEqual(words);
  expect(said(talk.picture)).toEqual(said({ ...talk.picture, log: server.lines }));
  expect(talk.picture.log.map((line) => line.seq)).toEqual(server.lines.map((line) => line.seq));
  expect(cuts).toBe(20);
});

test('an acknowledgement lost on the way: sent again under the same id, and it counts once', async () => {
  const { talk, until } = page();
  server.mute = true;
  server.afterKept = () => server.cut();
  talk.say('只说一次');
  // Only the acknowledgement of a second sending can tell the page: no line is handed out.
  await until(({ box }) => box[0]?.seq === 1);
  expect(server.arrived.map((say) => say.id)).toEqual([talk.picture.box[0]?.id, talk.picture.box[0]?.id]);
  server.mute = false;
  server.push({ text: '下一句' });
  await until(({ log, box }) => log.length === 3 && box.length === 0);
  expect(said(talk.picture)).toEqual(['只说一次']);
});

test('without sockets the plain long poll carries the conversation, replies included', async () => {
  server.sockets = false;
  const { talk, until } = page();
  talk.say('你好');
  await until(({ log, status }) => log.length === 2 && status === 'online');
  server.push({ from: 'agent', seat: '018', text: '我是坐席' });
  await until(({ log }) => log.length === 3);
  expect(talk.picture.state?.holder).toBe('bot');
});

test('a person is told that something is being written, now and then, and never what; the bot is not', async () => {
  const { talk, until } = page();
  talk.say('转人工');
  await until(({ log, status }) => log.length === 2 && status === 'online');
  await server.connected();
  talk.typing();
  for (const holder of ['queue', 'agent'] as const) {
    server.hold(holder);
    await until(({ state }) => state?.holder === holder);
    for (let stroke = 0; stroke < 50; stroke++) talk.typing();
  }
  // After a word was sent the next one is told at once.
  talk.say('还有一件事');
  await until(({ log }) => log.length === 4);
  talk.typing();
  talk.say('说完了');
  await until(({ log }) => log.length === 6);
  expect(server.typed).toEqual([[], []]);
});

test('what was said while the network was away outlives the page and goes out under the same id', async () => {
  const rows = new Map<string, string>();
  const shelf = {
    get length() {
      return rows.size;
    },
    key: (i: number) => [...rows.keys()][i] ?? null,
    getItem: (key: string) => rows.get(key) ?? null,
    setItem: (key: string, value: string) => void rows.set(key, value),
    removeItem: (key: string) => void rows.delete(key),
  };
  server.http = false;
  const first = page(keepOn(shelf, 'j:'));
  first.talk.say('断网时说的');
  await first.until(({ status }) => status === 'offline');
  const [parcel] = first.talk.picture.box;
  first.talk.stop();
  server.http = true;
  const second = page(keepOn(shelf, 'j:'));
  second.talk.resume();
  await second.until(({ log, box }) => log.length === 2 && box.length === 0);
  expect(server.arrived.map((say) => say.id)).toEqual([parcel?.id]);
  // And a third page finds the thread again, and nothing left to send.
  const third = page(keepOn(shelf, 'j:'));
  third.talk.resume();
  await third.until(({ log, status }) => log.length === 2 && status === 'online');
  expect([server.opened, server.arrived.length, third.talk.picture.box.length]).toEqual([1, 1, 0]);
});

test('a refused message says why in the words of the server, stays, and holds up nothing', async () => {
  server.judge = (say) =>
    say.text === '坏' ? { error: { code: 'BAD_TEXT', message: '文字中有无法识别的字符' } } : null;
  const { talk, until } = page();
  talk.say('坏');
  talk.say('好');
  await until(({ log }) => log.length === 2);
  expect(talk.picture.box.map(({ text, fault }) => [text, fault])).toEqual([
    ['坏', '文字中有无法识别的字符'],
  ]);
  server.judge = () => null;
  talk.retry(talk.picture.box[0]?.id ?? '');
  await until(({ log, box }) => log.length === 4 && box.length === 0);
});

test('a busy server is asked again by itself, and the citizen is told meanwhile', async () => {
  server.judge = () => ({ error: { code: 'BUSY', message: '当前访问量很大' } });
  const { talk, until } = page();
  talk.say('你好');
  await until(({ fault }) => fault === '当前访问量很大');
  server.judge = () => null;
  await until(({ log, fault }) => log.length === 2 && fault === '');
});

test('an expired pass is said so; the unsent words come back for the input, the next thread is a new one', async () => {
  const { talk, until } = page();
  talk.say('你好');
  await until(({ log, status }) => log.length === 2 && status === 'online');
  server.expired = true;
  server.cut();
  await until(({ status }) => status === 'expired');
  talk.say('还没说完');
  expect(talk.picture.box.map((parcel) => parcel.text)).toEqual(['还没说完']);
  expect(talk.restart()).toBe('还没说完');
  expect(talk.picture).toMatchObject({ status: 'new', log: [], box: [] });
  server.expired = false;
  talk.say('新的');
  await until(({ log }) => log.length > 0);
  expect(server.opened).toBe(2);
});

test('fields of a confirmed draft travel with the words', async () => {
  const { talk, until } = page();
  talk.say('确认提交', [], { phone: '13800000001' });
  await until(({ log }) => log.length === 2);
  expect(server.arrived[0]).toMatchObject({ text: '确认提交', fields: { phone: '13800000001' } });
});

test('what was shown is told as seen', async () => {
  const { talk, until } = page();
  talk.say('你好');
  await server.connected();
  await until(({ log, status }) => log.length === 2 && status === 'online');
  talk.seen();
  talk.say('再见');
  await until(({ log }) => log.length === 4);
  expect(server.seen).toBe(2);
});
