/** The evaluation report as it is read: page, text, and the command that refuses what it cannot score. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Row } from '../../nlu/corpus.js';
import { RULES_ALONE } from '../../nlu/mind.js';
import { compareLabels } from '../../nlu/report/agreement.js';
import { optionsOf } from '../../nlu/report/options.js';
import { page } from '../../nlu/report/page.js';
import { type Reading, readAll } from '../../nlu/report/reading.js';
import { measure } from '../../nlu/report/result.js';
import { rowsIn } from '../../nlu/report/rows.js';
import { agreementDocument } from '../../nlu/report/sections/agreement.js';
import { documentOf } from '../../nlu/report/sections.js';
import { printed, widthOf } from '../../nlu/report/text.js';

const HOSTILE =
  '</td><script src="https://evil.example/x.js"></script><img src=x> \u0000\ud800 & \u202e谁改了我家水价';
const row = (part: Partial<Row>): Row => ({
  ...{ text: '', channel: 'webchat', gate: 'accept', reason: null, type: 'complaint', category: '06' },
  ...{ hotline: null, region: null, urgency: 'normal', ...part },
});
const named = [
  row({ text: '我家厨房着火了', gate: 'emergency', reason: '119', type: 'help', category: null }),
  row({ text: '赛罕区路灯不亮', region: '150105', type: 'help' }),
  row({ text: HOSTILE, type: 'praise', category: '05' }),
  row({ text: '有人吗', gate: 'clarify', type: 'other', category: null }),
  row({ text: '帮我查一下邻居的手机号', gate: 'refuse', reason: 'privacy', type: 'help', category: null }),
].map((one, i) => ({ file: i < 3 ? 't1.jsonl' : 'u1.jsonl', row: one }));

let readings: Reading[];
beforeAll(async () => {
  readings = (await readAll(RULES_ALONE, named)).readings;
});
const written = (withMistakes: boolean) => documentOf(['首行'], readings, measure(readings, withMistakes));

const VOID = new Set(['meta', 'br', 'hr', 'img', 'input', 'link']);

/** Every element closed in order, every attribute quoted, no bare mark left. */
function faultsOf(html: string): string[] {
  const faults: string[] = [];
  const open: string[] = [];
  const body = html.replace(/^<!DOCTYPE html>/, '').replace(/(<style>)[^<]*(<\/style>)/, '$1$2');
  for (const [whole, closing, name, attributes] of body.matchAll(/<(\/?)([a-zA-Z][\w-]*)?([^>]*)>/g)) {
    if (!name) faults.push(`no element: ${whole}`);
    else if (closing) {
      const last = open.pop();
      if (last !== name) faults.push(`</${name}> closes <${last}>`);
    } else {
      if (!/^(\s[\w-]+="[^"<]*")*\s*\/?$/.test(attributes!)) faults.push(`attributes of ${whole}`);
      if (!VOID.has(name)) open.push(name);
    }
  }
  if (body.replace(/<[^>]*>/g, '').match(/[<>]|&(?!(amp|lt|gt|quot);)/)) faults.push('a bare mark');
  return [...faults, ...open.map((name) => `<${name}> is never closed`)];
}

test('the check of well-formedness finds what is wrong', () => {
  expect(faultsOf('<p class="a">b</p>')).toEqual([]);
  for (const bad of ['<p><b></p></b>', '<p', '<p class=a></p>', '<p>a & b</p>', '<p>', '<p>1 < 2</p>'])
    expect([bad, faultsOf(bad).length > 0]).toEqual([bad, true]);
});

test('the page is well formed, whatever a message says', () => {
  const html = page(written(true));
  expect(faultsOf(html)).toEqual([]);
  expect(html).toContain('&lt;script src=&quot;https://evil.example/x.js&quot;&gt;');
  expect(html).not.toMatch(/(?![\t\n])[\p{Cc}\p{Cs}]/u);
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, target] of html.matchAll(/(?:href="#|aria-labelledby=")([^"]+)"/g))
    expect(ids).toContain(target);
});

test('the page loads nothing from anywhere', () => {
  const html = page(written(false));
  expect(html).not.toMatch(/https?:|url\(|@import|<(script|link|img|iframe|object|use|image)\b/i);
  const references = [...page(written(true)).matchAll(/<[^>]* (?:src|href|action|data)="([^"]*)"/g)];
  expect(references.length).toBeGreaterThan(5);
  for (const [, target] of references) expect(target).toMatch(/^#[a-z]+$/);
  expect(html).toContain("default-src 'none'");
});

test('a screen reader finds the language, the names of pictures and the heads of tables', () => {
  const html = page(written(false));
  expect(html).toContain('<html lang="zh-CN">');
  expect(html).toMatch(/<span lang="en">Bars and what was reached<\/span>/);
  const pictures = html.match(/<svg\b[^>]*>/g)!;
  // Bars, five heat maps, seven reliability diagrams; rules alone have no thresholds.
  expect(pictures).toHaveLength(13);
  for (const one of pictures) expect(one).toMatch(/role="img" aria-label="[^"]+"/);
  for (const one of html.match(/<th\b[^>]*>/g)!) expect(one).toMatch(/scope="(row|col)"/);
  expect(html.match(/<table>/g)!.length).toBe(html.match(/<caption>/g)!.length);
});

test('messages are shown only where mistakes are asked for, with the warning', () => {
  for (const show of [page, printed]) {
    expect(show(written(false))).not.toContain('谁改了我家水价');
    const shown = show(written(true));
    expect(shown).toContain('谁改了我家水价');
    expect(shown).toContain('测试部分只用来打分');
  }
  expect(JSON.stringify(measure(readings, false))).not.toContain('谁改了我家水价');
});

test('the text begins with what was lacking and keeps its columns', () => {
  const text = printed(written(true));
  expect(text.split('\n')[0]).toBe('首行');
  expect(text).toContain('不画阈值曲线');
  expect(text).not.toContain('\u202e');
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith('== 用时'));
  const head = lines.slice(start).findIndex((line) => line.startsWith('length in characters')) + start;
  const end = widthOf(lines[head]!);
  expect(widthOf(lines[head + 1]!)).toBe(end);
  expect(widthOf('条数 n')).toBe(6);
});

test('agreement has its page too', () => {
  const second = named.map(({ row: one }) => ({ file: 's.jsonl', row: { ...one, urgency: 'urgent' } }));
  const document = agreementDocument(compareLabels(named, second));
  expect(faultsOf(page(document))).toEqual([]);
  const text = printed(document);
  expect(text).toContain('5 条消息有第二次标注');
  expect(text).toMatch(/紧急程度 urgency +normal 一般 +urgent 紧急 +5\n/);
});

const LINE = JSON.stringify(row({ text: '路灯不亮' }));

test('a labelled line is judged field by field, a mark of byte order and empty lines pass', () => {
  const good = rowsIn(`\ufeff${LINE}\r\n\n${LINE.replace('"channel":"webchat",', '')}\n`, 'x.jsonl');
  expect(good.faults).toEqual([]);
  expect(good.named.map((one) => one.row.channel)).toEqual(['webchat', '']);
  const faults = (part: object) =>
    rowsIn(JSON.stringify({ ...row({ text: '一' }), ...part }), 'x').faults.map(
      ({ field, problem }) => `${field} ${problem}`,
    );
  expect(faults({ gate: 'refuse' })).toEqual(['reason value']);
  expect(faults({ gate: 'emergency', reason: 'privacy' })).toEqual(['reason value']);
  expect(faults({ reason: '119' })).toEqual(['reason value']);
  expect(faults({ gate: 'acept', reason: '119' })).toEqual(['gate value']);
  expect(faults({ text: 3, hotline: '12345', region: '15', category: 6 })).toEqual([
    'text value',
    'category value',
    'hotline value',
    'region value',
  ]);
  expect(faults({ urgency: undefined, type: 'toString' })).toEqual(['type value', 'urgency missing']);
  expect(rowsIn('null\n{', 'x').faults.map((one) => [one.line, one.problem])).toEqual([
    [1, 'object'],
    [2, 'json'],
  ]);
});

const program = fileURLToPath(new URL('../../nlu/eval.js', import.meta.url));
const run = (...args: string[]) => spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });

test('a wrong line ends the command with 2, its number and field named, nothing on stdout', () => {
  const folder = mkdtempSync(join(tmpdir(), 'eval-'));
  try {
    const file = join(folder, 'x.jsonl');
    writeFileSync(file, `${LINE}\n${LINE.replace('"normal"', '"calm"')}\n`);
    const { status, stdout, stderr } = run('--file', file);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toBe('x.jsonl 第 2 行，字段 urgency：值 "calm" 不在允许之列（critical normal urgent）\n');
    writeFileSync(file, '\n');
    const empty = run('--file', file);
    expect([empty.status, empty.stdout]).toEqual([2, '']);
    expect(empty.stderr).toContain('是空的');
    expect(run('--file', join(folder, 'none.jsonl')).stderr).toContain('读不到');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  [['--file'], '参数有误'],
  [['--files', 'x'], '参数有误'],
  [['x.jsonl'], '参数有误'],
  [['--part', 'train'], 'test 或 held'],
  [['--file', 'x', '--part', 'held'], '只能给一个'],
  [['--second', '--mistakes'], '不能与'],
])('%j is refused in words', (args, words) => {
  expect(optionsOf(args)).toEqual({ refused: expect.stringContaining(words) });
});

test('without options the test part is scored, and no message is shown', () => {
  expect(optionsOf([])).toEqual({
    ...{ file: null, part: 'test', html: null, json: null },
    ...{ second: false, mistakes: false },
  });
});
