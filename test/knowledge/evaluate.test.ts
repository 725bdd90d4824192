/** `nlu:eval -- knowledge`: the figures printed are those of the rows, on the page and in the JSON alike. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Asked, figuresOf, wronglyAnswered } from '../../server/knowledge/eval.js';
import { SHIPPED } from '../../server/knowledge/items.js';

const program = fileURLToPath(new URL('../../server/knowledge/evaluate/cli.js', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'evaluate-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Written {
  part: string;
  shelves: {
    items: number;
    similar: Asked[];
    asked: Asked[];
    near: Asked[];
    others: Asked[];
    cost: { index: number; bytes: number | null };
    meant: Record<'typo' | 'rest', { asked: number; offered: number; right: number; known: number }>;
  }[];
}

test('text, page and JSON tell the same figures; every section the issue names is there', () => {
  const [html, json] = [join(dir, 'page.html'), join(dir, 'figures.json')];
  const args = [
    'knowledge',
    '--words',
    '--mistakes',
    '--knowledge',
    fileURLToPath(SHIPPED),
    '--html',
    html,
    '--json',
    json,
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
  expect([status, stderr.split('\n').length]).toEqual([0, 3]);
  const written = JSON.parse(readFileSync(json, 'utf8')) as Written;
  const [shelf] = written.shelves;
  expect(written.part).toBe('report');
  expect(shelf!.items).toBeGreaterThan(200);
  expect(shelf!.similar.length).toBeGreaterThan(100);
  const page = readFileSync(html, 'utf8');
  const { r1, r5, mrr, answered, right } = figuresOf(shelf!.asked);
  const none = wronglyAnswered(shelf!.asked);
  const share = (value: number | null) => `${(value! * 100).toFixed(1)}%`;
  for (const said of [stdout, page]) {
    for (const figure of [r1, r5, mrr]) expect(said).toContain(figure!.toFixed(3));
    for (const figure of [answered, right, none.answered]) expect(said).toContain(share(figure));
    for (const title of ['按问法', '按类别', '按渠道', '您是不是想问', '时间和内存', '没有答案的问题'])
      expect(said).toContain(title);
    expect(said).toContain('方言');
  }
  expect(none.asked).toBeGreaterThan(20);
  const near = wronglyAnswered(shelf!.near);
  expect(near.asked).toBeGreaterThan(80);
  for (const said of [stdout, page]) {
    expect(said).toContain('条目的近邻');
    expect(said).toContain(share(near.answered));
  }
  expect(shelf!.cost.index).toBeGreaterThan(0);
  expect(shelf!.cost.bytes).toBeGreaterThan(100_000);
  const { typo } = shelf!.meant;
  expect(typo.right).toBeLessThanOrEqual(typo.known);
  expect(typo.known).toBeLessThanOrEqual(typo.offered);
  expect(typo.offered).toBeLessThanOrEqual(typo.asked);
}, 300_000);

test('asked wrongly: a sentence and how it is asked, and the end', () => {
  for (const args of [['--part', 'all'], ['--nothing']]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'knowledge', ...args], {
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('nlu:eval -- knowledge');
  }
}, 120_000);
