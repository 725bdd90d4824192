/** The pieces WeChat's two platforms share: seal, XML, split, token. */
import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { keyOf, seal, signatureOf, signed, unseal } from '../../channels/wechat/seal.js';
import { split } from '../../channels/wechat/split.js';
import { createTokens } from '../../channels/wechat/token.js';
import { nodeOf, readXml, textOf, writeXml } from '../../channels/wechat/xml.js';
import { memoryNotes } from '../support/memory-notes.js';

const AES = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const key = keyOf(AES) as Buffer;
const APP = 'wx0123456789abcdef';

describe('seal', () => {
  test('the sample the platform ships with its own WXBizMsgCrypt', () => {
    const sample = {
      key: keyOf('jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C') as Buffer,
      sealed: 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==',
    };
    const parts = ['QDG6eK', '1409659589', '263014780', sample.sealed];
    expect(signed('5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3', parts)).toBe(true);
    expect(unseal(sample.sealed, sample.key, 'wx5823bf96d3bd56c7')).toEqual({ text: '1616140317555161061' });
  });

  test('signature: sorted, joined, compared whole', () => {
    expect(signatureOf(['b', 'a', 'c'])).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
    expect(signed('a9993e364706816aba3e25717850c26c9cd0d89d', ['c', 'b', 'a'])).toBe(true);
    for (const wrong of ['', 'a9', 'A9993E364706816ABA3E25717850C26C9CD0D89D', `${'a'.repeat(40)}`])
      expect(signed(wrong, ['c', 'b', 'a'])).toBe(false);
  });

  test('what is sealed opens again, whatever it says and however long it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        expect(unseal(seal(text, key, APP), key, APP)).toEqual({ text });
      }),
    );
  });

  test('another key, another receiver, a changed byte, a cut or an empty text do not open', () => {
    const sealed = seal('<xml>你好</xml>', key, APP);
    const other = keyOf(`${AES.slice(1)}a`) as Buffer;
    expect(unseal(sealed, other, APP)).toHaveProperty('fault');
    expect(unseal(sealed, key, 'wx0123456789abcdee')).toEqual({ fault: 'receiver' });
    expect(unseal(sealed, key, `${APP}0`)).toEqual({ fault: 'receiver' });
    expect(unseal(sealed.slice(0, -4), key, APP)).toEqual({ fault: 'seal' });
    for (const wrong of ['', 'AAAA', '!!!!', Buffer.alloc(32).toString('base64')])
      expect(unseal(wrong, key, APP)).toEqual({ fault: 'seal' });
  });

  test('a length beyond the end, or padding that only looks right at its last byte, is a fault', () => {
    const raw = (whole: Buffer) => {
      const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
      return Buffer.concat([cipher.update(whole), cipher.final()]).toString('base64');
    };
    const long = Buffer.alloc(32, 1);
    long.writeUInt32BE(0xffffffff, 16);
    expect(unseal(raw(long), key, APP)).toEqual({ fault: 'seal' });
    const bad = Buffer.alloc(64, 7);
    bad[63] = 32;
    expect(unseal(raw(bad), key, APP)).toEqual({ fault: 'seal' });
  });

  test('an EncodingAESKey is 43 characters of base64', () => {
    expect(keyOf(AES)).toHaveLength(32);
    for (const wrong of ['', AES.slice(1), `${AES}=`, `${AES}a`, AES.replace('a', '-')])
      expect(keyOf(wrong)).toBeNull();
  });
});

describe('xml', () => {
  test('values stay the text they were: 20 digits, leading zeros, entities, spaces', () => {
    const read = readXml(
      '<xml>\n<MsgId>12345678901234567890</MsgId>\n<Code>007</Code><Content><![CDATA[ a<b> &lt; 你\n]]></Content></xml>',
    );
    expect({ ...read }).toEqual({
      MsgId: '12345678901234567890',
      Code: '007',
      Content: ' a<b> &lt; 你\n',
    });
  });

  test('children of children; a name that is no text reads as none', () => {
    const read = readXml('<xml><A><B>1</B></A><L>1</L><L>2</L></xml>');
    if (!read) throw new Error('not read');
    expect(textOf(nodeOf(read, 'A') ?? {}, 'B')).toBe('1');
    expect(textOf(read, 'A')).toBe('');
    expect(textOf(read, 'toString')).toBe('');
    expect(read.L).toEqual(['1', '2']);
    expect(nodeOf(read, 'L')).toBeNull();
  });

  test('a DOCTYPE, a bomb, a depth, a size, a torso and another root are refused', () => {
    const deep = `<xml>${'<a>'.repeat(50)}${'</a>'.repeat(50)}</xml>`;
    const wrong = [
      '',
      'hello',
      '{"a":1}',
      '<xml><a></xml>',
      '<html><a>1</a></html>',
      '<xml></xml><xml></xml>x',
      '<!DOCTYPE xml [<!ENTITY a "aaaa">]><xml><b>&a;</b></xml>',
      deep,
      `<xml><a>${'a'.repeat(70_000)}</a></xml>`,
    ];
    for (const text of wrong) expect([text.slice(0, 40), readXml(text)]).toEqual([text.slice(0, 40), null]);
    // Said by a citizen it is only words.
    expect(textOf(readXml('<xml><C><![CDATA[<!DOCTYPE x>]]></C></xml>') ?? {}, 'C')).toBe('<!DOCTYPE x>');
  });

  test('what is written reads the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (said) => {
        // XML has no way to carry most control characters, and ends lines its own way.
        const text = said.replace(/[\p{Cc}￾￿]/gu, '');
        expect(textOf(readXml(writeXml({ Content: text, Number: 1 })) ?? {}, 'Content')).toBe(text);
      }),
    );
    expect(textOf(readXml(writeXml({ C: 'a]]>b]]>' })) ?? {}, 'C')).toBe('a]]>b]]>');
    expect(textOf(readXml('<xml><__proto__>1</__proto__><a>2</a></xml>') ?? {}, 'a')).toMatch(/^2?$/);
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });
});

const squeezed = (text: string) => text.replace(/\s/g, '');

describe('split', () => {
  test('no part is longer than the platform takes, nothing is lost, nothing is doubled', () => {
    const word = fc.constantFrom(
      '路灯不亮，',
      '好。\n',
      '👨‍👩‍👧‍👦',
      'ᠮᠣᠩᠭᠣᠯ ',
      'NM202611290001 ',
      'a',
      '；',
      '\n\n',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 400 }), fc.integer({ min: 40, max: 300 }), (words, most) => {
        const text = words.join('');
        const parts = split(text, most);
        for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(most);
        expect(parts.every((part) => part.trim() === part && part !== '')).toBe(true);
        expect(squeezed(parts.join(''))).toBe(squeezed(text));
      }),
    );
  });

  test('2,048 bytes go as one, one byte more goes as two', () => {
    const text = `${'字'.repeat(682)}ab`;
    expect(split(text)).toEqual([text]);
    expect(split(`${text}c`).length).toBe(2);
  });

  test('cut at the end of a paragraph, a line, a sentence before anything else', () => {
    const line = '这是一句话。';
    expect(split(`${line.repeat(3)}\n\n${line.repeat(3)}`, 80)).toEqual([line.repeat(3), line.repeat(3)]);
    expect(split(`${line.repeat(3)}\n${line.repeat(3)}`, 80)).toEqual([line.repeat(3), line.repeat(3)]);
    expect(split(line.repeat(6), 80)).toEqual([line.repeat(4), line.repeat(2)]);
  });

  test('an order number, a figure and a link are not torn', () => {
    const number = '15202611290000012';
    expect(split(`${'工'.repeat(20)}${number}请保存`, 70)).toEqual(['工'.repeat(20), `${number}请保存`]);
    expect(split(`${'工'.repeat(10)}共1,234,567元`, 38)).toEqual([`${'工'.repeat(10)}共`, '1,234,567元']);
  });

  test('one sign longer than a part is cut between its code points, a family of signs is not', () => {
    expect(split(`ab👨‍👩‍👧‍👦`, 26)).toEqual(['ab', '👨‍👩‍👧‍👦']);
    const parts = split(`a${'\u0301'.repeat(100)}`, 31);
    for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(31);
  });
});

describe('token', () => {
  function world() {
    const notes = memoryNotes();
    const clock = { at: Date.parse('2026-11-30T01:00:00Z') };
    const asked: boolean[] = [];
    let serial = 1;
    const given = { now: 'token-1' };
    const tokens = () =>
      createTokens({
        notes,
        now: () => new Date(clock.at),
        pause: () => new Promise((resolve) => setImmediate(resolve)),
        async fetch(force) {
          asked.push(force);
          await new Promise((resolve) => setImmediate(resolve));
          if (force) given.now = `token-${++serial}`;
          return { token: given.now, seconds: 7200 };
        },
      });
    return { notes, clock, asked, given, tokens };
  }

  test('concurrent callers of several processes ask once, and a restart asks not at all', async () => {
    const { asked, tokens } = world();
    const houses = [tokens(), tokens(), tokens()];
    const all = await Promise.all(
      Array.from({ length: 30 }, (_, at) => houses[at % 3]?.get() ?? Promise.reject(new Error())),
    );
    expect(new Set(all.map((one) => JSON.stringify(one)))).toEqual(new Set(['{"token":"token-1"}']));
    expect(await tokens().get()).toEqual({ token: 'token-1' });
    expect(asked).toEqual([false]);
  });

  test('it is renewed five minutes before its end', async () => {
    const { asked, clock, given, tokens } = world();
    const one = tokens();
    await one.get();
    clock.at += 7200_000 - 5 * 60_000 - 1000;
    await one.get();
    expect(asked).toEqual([false]);
    clock.at += 2000;
    given.now = 'token-next';
    expect(await one.get()).toEqual({ token: 'token-next' });
    expect(asked).toEqual([false, false]);
  });

  test('a dead one is renewed once by all who met it, by force only where the platform hands it out again', async () => {
    const { asked, given, tokens } = world();
    const houses = [tokens(), tokens()];
    await houses[0]?.get();
    const again = await Promise.all(
      houses.flatMap((house) => [house.renew('token-1'), house.renew('token-1')]),
    );
    expect(new Set(again.map((one) => JSON.stringify(one)))).toEqual(new Set(['{"token":"token-2"}']));
    expect(asked).toEqual([false, false, true]);
    given.now = 'token-of-another-system';
    expect(await houses[0]?.renew('token-2')).toEqual({ token: 'token-of-another-system' });
    expect(asked).toEqual([false, false, true, false]);
  });

  test('a process that died while renewing does not stop the others for ever', async () => {
    const { clock, notes, tokens } = world();
    await notes.take(`token:turn:${Math.floor(clock.at / 15_000)}`, 1);
    const one = tokens();
    expect(await one.get()).toHaveProperty('fault');
    clock.at += 15_000;
    expect(await one.get()).toEqual({ token: 'token-1' });
  });

  test("the platform's refusal is a value", async () => {
    const { notes } = world();
    const one = createTokens({
      notes,
      now: () => new Date(),
      pause: async () => {},
      fetch: async () => ({ fault: { code: 40125, message: 'invalid appsecret' } }),
    });
    expect(await one.get()).toEqual({ fault: { code: 40125, message: 'invalid appsecret' } });
  });
});
