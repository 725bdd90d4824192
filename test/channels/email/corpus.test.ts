/** The corpus of mails: what the citizen wrote, and nothing else; what was enclosed, by its right name. */

import { htmlToText } from '../../../channels/email/html.js';
import { readLetter } from '../../../channels/email/letter.js';
import { REPLIES } from '../../../channels/email/quote-words.js';
import { written } from '../../../channels/email/quotes.js';
import { CORPUS, GBK_SUBJECT, GBK_WORDS, OURS } from './corpus.js';
import { eml } from './eml.js';

describe('what the citizen wrote', () => {
  test('the corpus is not small, and no name is twice', () => {
    expect(CORPUS.length).toBeGreaterThanOrEqual(60);
    expect(new Set(CORPUS.map(({ name }) => name)).size).toBe(CORPUS.length);
  });

  test.each(CORPUS)('$name', async ({ mail, says, files }) => {
    const letter = await readLetter(mail);
    const { subject, before, text } = letter;
    expect(written(text, { subject, refers: before.length > 0, ours: OURS })).toBe(says);
    expect(letter.files.map(({ name }) => name)).toEqual(files ?? []);
  });

  test('an answer cut is never longer than the mail, and an unknown client keeps everything', async () => {
    const text = '我的话\n=== 某客户端 ===\n引用的话';
    expect(written(text, { subject: 'Re: x', refers: true, ours: new Set() })).toBe(text);
  });

  test.each(['Re: ', 'RE：', '回复: ', '回复：', '答复: Re: ', 'Re[2]: '])('%s begins an answer', (begin) => {
    expect(REPLIES.test(`${begin}路灯`)).toBe(true);
  });
});

describe('subjects', () => {
  test.each([
    ['bare GBK bytes', GBK_SUBJECT, '路灯不亮的问题反映'],
    ['encoded words cut inside a character', GBK_WORDS, '关于玉泉区小区物业不作为的投诉'],
    ['plain', 'Street lamp', 'Street lamp'],
    ['UTF-8 words', '路灯', '路灯'],
  ])('%s', async (_, subject, reads) => {
    expect((await readLetter(eml({ subject }))).subject).toBe(reads);
  });
});

describe('whatever a sender makes of HTML', () => {
  test.each([
    ['tags nobody closes', '<a<a<a<'.repeat(100_000)],
    ['depth without end', '<div><blockquote type=cite>'.repeat(100_000)],
    ['quotes nobody closes', '<a href="x>'.repeat(100_000)],
    ['comments nobody closes', '<!-- '.repeat(200_000)],
    ['cells nobody closes', '<table><tr><td>x'.repeat(50_000)],
  ])('%s: it is read to the end, in time', (_, html) => {
    expect(typeof htmlToText(html)).toBe('string');
  });

  test('the signs we mark quotes with cannot be sent in', () => {
    expect(htmlToText('<p>a\ue002b&#xe002;c</p>')).toBe('abc');
  });
});
