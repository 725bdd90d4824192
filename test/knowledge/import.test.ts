/** Files in and items out: every kind read, every hostile one refused in words, and what went out comes back the same. */
import { existsSync, readFileSync } from 'node:fs';
import { buffer as bufferOf, text as textOfStream } from 'node:stream/consumers';
import { deflateRawSync } from 'node:zlib';
import { Document, HeadingLevel, Packer, Paragraph } from 'docx';
import exceljs from 'exceljs';
import fc from 'fast-check';
import PDFDocument from 'pdfkit';
import { readApart } from '../../server/knowledge/import/apart.js';
import { type ExportKind, exported } from '../../server/knowledge/import/export.js';
import { readFile } from '../../server/knowledge/import/read.js';
import { type KnowledgeItem, knowledgeItem } from '../../server/knowledge/item.js';
import { readItems, SHIPPED_ALL } from '../../server/knowledge/items.js';
import { loadPolicy } from '../../server/policy/policy.js';

const policy = await loadPolicy();
const read = async (file: Buffer | string, name: string) =>
  readFile(Buffer.from(file as string), name, policy);
const whole = async (file: Buffer | string, name: string) => {
  const got = await read(file, name);
  if ('refused' in got) throw new Error(got.refused);
  return got;
};
const why = async (file: Buffer | string, name: string): Promise<string> => {
  const got = await read(file, name);
  return 'refused' in got ? got.refused : `read ${got.rows.length}`;
};
const said = (got: { rows: { said: Record<string, unknown> }[] }) =>
  got.rows.map(({ said: { sources, answer } }) => [
    (sources as { clause: string; page?: number }[])[0]!.clause,
    answer,
  ]);

const LAW = [
  '演示市供热办法',
  '演政办发〔2026〕9号',
  '第一章 总则',
  '第一条 为了规范供热，制定本办法。',
  '第二条 室温不低于十八摄氏度。',
  '（一）卧室；',
  '（二）起居室。',
  '附件1',
  '供热单位名单',
];

test('a document is cut at its articles, with its number, and what is counted below an article stays with it', async () => {
  const got = await whole(LAW.join('\n\n'), '办法.md');
  expect(said(got)).toEqual([
    ['正文', '演政办发〔2026〕9号'],
    ['第一条', '第一条 为了规范供热，制定本办法。'],
    ['第二条', '第二条 室温不低于十八摄氏度。\n（一）卧室；\n（二）起居室。'],
    ['附件1', '附件1\n供热单位名单'],
  ]);
  expect(got.rows[1]!.said).toMatchObject({
    title: '演示市供热办法：第一条',
    sources: [{ number: '演政办发〔2026〕9号' }],
  });
});

test('a notice is cut at 一、 and （一）, each named by where it stands', async () => {
  const got = await whole(
    '关于分期缴费的通知\n\n一、缴费时间\n\n（一）第一期在十月。\n\n（二）第二期在一月。\n\n二、联系方式\n\n请咨询供热办。',
    '通知.txt',
  );
  expect(said(got).map(([clause]) => clause)).toEqual(['一', '一（一）', '一（二）', '二']);
});

test('HTML: words only, nothing of scripts, menus and styles', async () => {
  const page = `<html><head><style>.a{}</style><title>x</title></head><body><nav>首页</nav><h1>演示市供热办法</h1><script>alert(1)</script>${LAW.slice(
    3,
    5,
  )
    .map((line) => `<p>${line}</p>`)
    .join('')}<footer>版权</footer></body></html>`;
  const got = await whole(page, '办法.html');
  expect(said(got).map(([clause]) => clause)).toEqual(['第一条', '第二条']);
  expect(JSON.stringify(got)).not.toMatch(/alert|首页|版权/);
});

test('DOCX: headings and paragraphs', async () => {
  const [title, ...rest] = LAW;
  const children = [
    new Paragraph({ text: title!, heading: HeadingLevel.HEADING_1 }),
    ...rest.map((text) => new Paragraph({ text })),
  ];
  const file = await Packer.toBuffer(new Document({ sections: [{ children }] }));
  const got = await whole(file, '办法.docx');
  expect(said(got).map(([clause]) => clause)).toEqual(['正文', '第一条', '第二条', '附件1']);
});

const FONT = ['server/print/font/noto-sans-sc.woff', 'dist/server/print/font/noto-sans-sc.woff']
  .map((path) => new URL(`../../../${path}`, import.meta.url))
  .find((url) => existsSync(url))!;
async function pdf(pages: string[][], font = true): Promise<Buffer> {
  const document = new PDFDocument({ autoFirstPage: false });
  if (font) document.font(readFileSync(FONT) as never);
  for (const lines of pages) {
    document.addPage();
    for (const [at, line] of lines.entries()) document.text(line, 72, 72 + 24 * at, { lineBreak: false });
  }
  document.end();
  return bufferOf(document as never);
}

test('PDF: each passage with the page it begins on', async () => {
  const got = await whole(await pdf([LAW.slice(0, 4), LAW.slice(4)]), '办法.pdf');
  const pages = got.rows
    .map(({ said: { sources } }) => (sources as { clause: string; page: number }[])[0]!)
    .map(({ clause, page }) => [clause, page]);
  expect(pages).toEqual([
    ['正文', 1],
    ['第一条', 1],
    ['第二条', 2],
    ['附件1', 2],
  ]);
}, 120_000);

test('the same passage has the same name, however often the document is brought in', async () => {
  const ids = async (name: string) =>
    (await whole(LAW.join('\n\n'), name)).rows.map(({ said: { id } }) => id);
  expect(await ids('甲.md')).toEqual(await ids('乙.md'));
});

// ── out and in again ────────────────────────────────────────────────────────────────────────────────────
const shipped = SHIPPED_ALL.flatMap(readItems);
const back = async (items: KnowledgeItem[], kind: ExportKind): Promise<KnowledgeItem[]> => {
  const file = await bufferOf(exported(items, kind));
  const got = await whole(file, `out.${kind}`);
  expect(got.faults).toEqual([]);
  return got.rows.map((row) => knowledgeItem.parse(row.said));
};

test.each(['xlsx', 'csv', 'jsonl', 'md'] as const)(
  '%s: all that ships goes out and comes back the same',
  async (kind) => {
    expect(await back(shipped, kind)).toEqual(shipped);
  },
  60_000,
);

const line = fc
  .string({ unit: fc.constantFrom(...'供热费采暖=+-@"\'，。|｜#\\<>&12 ab'), minLength: 1, maxLength: 12 })
  .map((text) => `字${text.trim()}字`);
const odd = fc.record({
  title: line,
  answer: fc.array(fc.oneof(line, fc.constantFrom('# 题', '- 项', '=1+1', '\\# x')), {
    minLength: 1,
    maxLength: 4,
  }),
  similar: fc.array(line, { maxLength: 3 }),
});

test.each(['xlsx', 'csv', 'jsonl', 'md'] as const)(
  '%s: texts that look like formulas, headings and lists come back as they were',
  async (kind) => {
    await fc.assert(
      fc.asyncProperty(fc.array(odd, { minLength: 1, maxLength: 5 }), async (rows) => {
        const items = rows.map(({ title, answer, similar }, n) =>
          knowledgeItem.parse({
            ...{
              id: `r${n}`,
              title,
              answer: answer.join('\n'),
              similar,
              category: '05',
              unit: '供热办',
              region: '150100',
            },
            ...{
              basis: ['《办法》'],
              channels: ['PUBLIC', 'AGENT'],
              effectiveFrom: '2026-01-01T08:00',
              reviewDays: 30,
              internal: '=口径',
            },
            ...{
              sources: [{ title: '办法', clause: '第二条', page: 3 }],
              service: { name: '缴费', url: 'https://example.gov.cn/a' },
              language: 'mn-Mong',
              regions: ['150102'],
            },
          }),
        );
        expect(await back(items, kind)).toEqual(items);
      }),
      { numRuns: kind === 'xlsx' ? 10 : 60 },
    );
  },
  60_000,
);

test('no cell that goes out could be a formula', async () => {
  const [item] = shipped;
  const csv = await textOfStream(exported([{ ...item!, title: '=HYPERLINK("http://evil.example")' }], 'csv'));
  expect(csv).toContain('"\'=HYPERLINK');
});

test('a table says all its faults at once, by row and column', async () => {
  const got = await whole(
    '标准问,答复口径,适用地区,复核周期（天）\n,有答复,火星市,x\n问什么,,150100,30\n',
    '表.csv',
  );
  expect(got.faults.map(({ row, says }) => [row, says.slice(0, 7)])).toEqual([
    [2, '“适用地区”认'],
    [2, '“复核周期（天'],
    [2, '“标准问”是空'],
    [3, '“答复口径”是'],
  ]);
  expect(await why('列一,列二\n1,2\n', '表.csv')).toContain('标准问、答复口径');
});

test('a table saved by a Chinese spreadsheet (GB18030), and one with codes or names of places', async () => {
  const gb = Buffer.from(
    'b1ead7bccecaa3acb4f0b8b4bfdabeb6'.replace('a3ac', '2c') +
      '0a' +
      'cecacab2c3b4' +
      '2c' +
      'd5e2d1f9b4f0' +
      '0a',
    'hex',
  );
  expect((await whole(gb, '表.csv')).rows[0]!.said).toMatchObject({ title: '问什么', answer: '这样答' });
  const named = await whole('标准问,答复口径,适用地区,类别\n问,答,呼和浩特市,5\n', '表.csv');
  expect(named.rows[0]!.said).toMatchObject({ region: '150100', category: '05' });
});

// ── hostile ─────────────────────────────────────────────────────────────────────────────────────────────
/** A zip of one part whose directory may lie about its size. */
function zip(name: string, content: Buffer, told = content.length): Buffer {
  const packed = deflateRawSync(content);
  const head = (signature: number, extra: number) => {
    const bytes = Buffer.alloc(extra + (signature === 0x04034b50 ? 30 : 46));
    bytes.writeUInt32LE(signature, 0);
    const at = signature === 0x04034b50 ? 0 : 2;
    bytes.writeUInt16LE(8, 8 + at);
    bytes.writeUInt32LE(packed.length, 18 + at);
    bytes.writeUInt32LE(told, 22 + at);
    bytes.writeUInt16LE(name.length, 26 + at);
    return bytes;
  };
  const local = Buffer.concat([head(0x04034b50, 0), Buffer.from(name), packed]);
  const central = Buffer.concat([head(0x02014b50, 0), Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

test.each([
  ['nothing', async () => Buffer.alloc(0), 'a.pdf', '空的'],
  ['21 MB', async () => Buffer.alloc(21 * 2 ** 20, 97), 'a.md', '20 MB'],
  [
    'a zip bomb that says what it is',
    async () => zip('xl/workbook.xml', Buffer.alloc(300 * 2 ** 20)),
    'a.xlsx',
    '解开后太大',
  ],
  [
    'a zip bomb that says it is small',
    async () => zip('xl/workbook.xml', Buffer.alloc(300 * 2 ** 20), 10),
    'a.xlsx',
    '解开后太大',
  ],
  ['a workbook with a macro', async () => zip('xl/vbaProject.bin', Buffer.from('x')), 'a.xlsx', '宏'],
  ['a macro by its name', async () => Buffer.from('x'), 'a.xlsm', '宏'],
  ['an old spreadsheet', async () => Buffer.from('d0cf11e0a1b11ae1aaaa', 'hex'), 'a.xls', '旧版'],
  ['a PDF that calls itself a table', async () => Buffer.from('%PDF-1.7\n'), 'a.xlsx', '文件名写的是'],
  ['a program', async () => Buffer.from('7f454c4602010100', 'hex'), 'a.docx', '认不出'],
  ['an unknown ending', async () => Buffer.from('x'), 'a.exe', '认不出'],
  [
    'a zip cut short',
    async () => zip('xl/workbook.xml', Buffer.from('x')).subarray(0, 40),
    'a.xlsx',
    '打不开',
  ],
  ['a workbook that is none', async () => zip('xl/workbook.xml', Buffer.from('<x')), 'a.xlsx', '打不开|没有'],
  ['a broken PDF', async () => Buffer.from('%PDF-1.7\nxxxx'), 'a.pdf', '打不开'],
  ['a PDF of empty pages', async () => pdf([[], []], false), 'a.pdf', '没有文字'],
  [
    'a table of 6,000 rows',
    async () => Buffer.from(`标准问,答复口径\n${'问,答\n'.repeat(6000)}`),
    'a.csv',
    '超过 5000 行',
  ],
  ['JSONL that is none', async () => Buffer.from(''), 'a.jsonl', '空的'],
])(
  '%s is refused in words',
  async (_what, make, name, words) => {
    expect(await why(await make(), name)).toMatch(new RegExp(words));
  },
  60_000,
);

test('a document of more pages than anybody reads is refused before it is read', async () => {
  const many = await pdf(
    Array.from({ length: 501 }, () => ['x']),
    false,
  );
  expect(await why(many, 'a.pdf')).toContain('501 页');
}, 60_000);

test('a huge cell is a fault of its row, and the rest is read', async () => {
  const got = await whole(`标准问,答复口径\n问,${'字'.repeat(9000)}\n问二,答\n`, 'a.csv');
  expect(got.faults).toEqual([
    { row: 2, says: expect.stringContaining('9000') },
    { row: 2, says: expect.stringContaining('答复口径') },
  ]);
});

test('a workbook that only has formulas counts as what they came to', async () => {
  const book = new exceljs.Workbook();
  const page = book.addWorksheet('x');
  page.addRow(['标准问', '答复口径', '生效时间']);
  page.addRow(['问', { formula: '1+1', result: 2 }, new Date('2026-05-01T00:00:00Z')]);
  const got = await whole(Buffer.from(await book.xlsx.writeBuffer()), 'a.xlsx');
  expect(got.rows[0]!.said).toMatchObject({ answer: '2', effectiveFrom: '2026-05-01' });
});

test('what takes too long is stopped, and the house goes on', async () => {
  const got = await readApart(Buffer.from(LAW.join('\n\n')), '办法.md', policy, 1);
  expect(got).toEqual({ refused: expect.stringContaining('还没读完') });
  const next = await readApart(Buffer.from(LAW.join('\n\n')), '办法.md', policy);
  expect('rows' in next && next.rows).toHaveLength(4);
}, 30_000);
