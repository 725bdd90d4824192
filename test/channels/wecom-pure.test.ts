/** What is judged without a platform: anything it may send becomes something the house can keep, or nothing. */
import fc from 'fast-check';
import type { ThreadLine } from '../../channels/channel.js';
import { readXml, writeXml } from '../../channels/wechat/xml.js';
import { appSaid } from '../../channels/wecom/app-inbound.js';
import { kfSaid, partsOf, readKf, threadOf } from '../../channels/wecom/kf-inbound.js';
import { kindOf, piecesOf } from '../../channels/wecom/pieces.js';
import type { Said } from '../../channels/wecom/said.js';

/** As the house demands of every message (server/intake/receive.ts). */
function keepable({ id, thread, text, media, at }: Said): void {
  expect(id).toMatch(/^[\x21-\x7e]{1,128}$/);
  expect(thread).toMatch(/^[\x21-\x7e]{1,128}$/);
  expect(text.length).toBeLessThanOrEqual(4000);
  expect(text).not.toMatch(/\p{Surrogate}/u);
  expect(text.trim() !== '' || media !== null).toBe(true);
  expect(at).toBeInstanceOf(Date);
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('', ' ', '\ud83d', '😀'.repeat(2500), '我要反映'),
);

test('whatever 微信客服 sends is kept or named as not understood', () => {
  const message = fc.record(
    {
      msgid: fc.oneof(fc.constantFrom('', 'abc', 'x'.repeat(200)), anyText),
      open_kfid: fc.constantFrom('wkA', '', '账号'),
      external_userid: fc.constantFrom('wmB', '', '市民'),
      send_time: fc.oneof(fc.integer(), fc.constant('soon')),
      origin: fc.constantFrom(3, 4, 5, '3'),
      msgtype: fc.constantFrom(
        'text',
        'image',
        'location',
        'link',
        'msgmenu',
        'miniprogram',
        'toString',
        'new',
      ),
      text: fc.record({ content: anyText, menu_id: anyText }, { requiredKeys: [] }),
      image: fc.record({ media_id: anyText }),
      location: fc.record({
        name: anyText,
        address: anyText,
        latitude: fc.double(),
        longitude: fc.anything(),
      }),
      link: fc.oneof(fc.record({ title: anyText, url: anyText }), fc.constant(null)),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(message, fc.anything()), (given) => {
      const read = readKf(given);
      if (read) keepable(kfSaid(read));
    }),
  );
});

test('whatever 企业微信 sends is kept or is nothing said', () => {
  const rows = fc.dictionary(
    fc.constantFrom(
      'MsgType',
      'FromUserName',
      'CreateTime',
      'MsgId',
      'Content',
      'MediaId',
      'Label',
      'Location_X',
      'Title',
      'Event',
      'EventKey',
    ),
    fc.oneof(anyText, fc.constantFrom('text', 'event', 'click', 'image', 'link', 'zhangsan', '1700000000')),
  );
  fc.assert(
    fc.property(rows, (given) => {
      const xml = readXml(writeXml(given));
      const said = xml ? appSaid(xml) : null;
      if (said) keepable(said);
    }),
  );
});

test('a thread names its account and its citizen again', () => {
  expect(partsOf(threadOf('wkAJ2GCAAAmiA', 'wmAJ2GCAAAme1'))).toEqual({
    account: 'wkAJ2GCAAAmiA',
    citizen: 'wmAJ2GCAAAme1',
  });
});

const line = (more: Partial<ThreadLine>): ThreadLine => ({
  id: 'l',
  seq: 1,
  from: 'bot',
  text: '请选择',
  at: new Date(0),
  ...more,
});

test('choices are a menu where the platform takes one, and numbers where it does not', () => {
  const choices = (count: number, say = '说这个') =>
    Array.from({ length: count }, (_, at) => ({ label: `第${at}项`, say }));
  const menus = (given: ThreadLine) =>
    piecesOf(given).pieces.map((piece) => 'menu' in piece && Boolean(piece.menu));
  expect(menus(line({ choices: choices(10) }))).toEqual([true]);
  expect(menus(line({ choices: choices(11) }))).toEqual([false]);
  expect(menus(line({ choices: choices(2, '长'.repeat(43)) }))).toEqual([false]);
  expect(menus(line({ text: '长'.repeat(342), choices: choices(2) }))).toEqual([false]);
  const [piece] = piecesOf(line({ choices: choices(11) })).pieces;
  expect(piece && 'text' in piece ? piece.text : '').toMatch(/1\. 第0项[\s\S]*11\. 第10项/);
});

test.each([
  ['image/png', 1, 'image'],
  ['image/png', 11 << 20, 'file'],
  ['image/webp', 1, 'file'],
  ['video/mp4', 9 << 20, 'video'],
  ['application/pdf', 20 << 20, 'file'],
  ['application/pdf', (20 << 20) + 1, null],
] as const)('%s of %i bytes goes out as %s', (type, size, kind) => {
  expect(kindOf({ type, size })).toBe(kind);
});
