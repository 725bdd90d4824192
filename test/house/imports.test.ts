/** Who may import whom (design §3), read from the sources. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const ROOMS = ['channels', 'nlu', 'bot', 'server', 'widget', 'test'] as const;
type Room = (typeof ROOMS)[number];

interface Import {
  file: string;
  target: string;
  room: Room | null;
  typeOnly: boolean;
  /** `import()`: when it is reached. */
  lazy: boolean;
}

function sources(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function importsOf(path: string): Import[] {
  const text = readFileSync(path, 'utf8');
  const found = [
    ...text.matchAll(
      /^\s*(import|export)\s+(type\s+)?([^'"\n;]*?(?:\{[^}]*\})?[^'"\n;]*?\bfrom\s+)?['"]([^'"]+)['"]/gm,
    ),
  ];
  const dynamic = [...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)];
  const at = relative(root, path);
  const one = (target: string, typeOnly: boolean, lazy = false): Import => {
    const place = target.startsWith('.') ? relative(root, resolve(dirname(path), target)) : target;
    const room = target.startsWith('.') ? (ROOMS.find((name) => place.startsWith(`${name}/`)) ?? null) : null;
    return { file: at, target: place, room, typeOnly, lazy };
  };
  return [
    ...found.map(([, , type, names, target]) =>
      one(target ?? '', type !== undefined || /^\s*\{(\s*type [^,}]+,?)+\s*\}/.test(names ?? '')),
    ),
    ...dynamic.map(([, target]) => one(target ?? '', false, true)),
  ];
}

const all = ROOMS.filter((room) => existsSync(join(root, room))).flatMap((room) =>
  sources(join(root, room)).flatMap(importsOf),
);
const from = (room: Room) => all.filter((one) => one.file.startsWith(`${room}/`));
const told = (rows: Import[]) => rows.map((row) => `${row.file} imports ${row.target}`);

describe('who may import whom', () => {
  test('the table is read from real imports', () => {
    expect(all.length).toBeGreaterThan(200);
    expect(from('server').some((one) => one.room === 'bot')).toBe(true);
  });

  test.each(['channels', 'nlu'] as const)('%s imports nothing of ours', (room) => {
    expect(told(from(room).filter((one) => one.room !== null && one.room !== room))).toEqual([]);
  });

  test('bot imports only types of nlu and of the channel contract', () => {
    const foreign = from('bot').filter((one) => one.room !== null && one.room !== 'bot');
    expect(
      told(
        foreign.filter((one) => !one.typeOnly || !/^(nlu\/understanding|channels\/channel)/.test(one.target)),
      ),
    ).toEqual([]);
  });

  test('widget imports only types of the wire contracts', () => {
    const foreign = from('widget').filter((one) => one.room !== null && one.room !== 'widget');
    expect(
      told(foreign.filter((one) => !one.typeOnly || !/^server\/http\/(contract|routes)/.test(one.target))),
    ).toEqual([]);
  });

  test('server imports neither test nor widget', () => {
    expect(told(from('server').filter((one) => one.room === 'test' || one.room === 'widget'))).toEqual([]);
  });

  test.each([
    ['mongoose', /^(server\/store|test)\//],
    ['lmdb', /^(server\/store\/embedded|test)\//],
    ['express', /^(server\/http|test)\//],
    ['express-rate-limit', /^server\/http\//],
    ['socket.io', /^(server\/http\/live|server\/desk|server\/intake\/live-chat|test)/],
    ['@langchain/openai', /^bot\/model\.ts$/],
    ['langchain', /^bot\/model\.ts$/],
    ['fast-xml-parser', /^(channels\/wechat\/xml|test\/)/],
    ['@node-rs/argon2', /^(server\/people|server\/tickets\/code|test)/],
  ])('%s is loaded only where it belongs', (name, where) => {
    expect(told(all.filter((one) => one.target === name && !one.typeOnly && !where.test(one.file)))).toEqual(
      [],
    );
  });
});

/** Each of these is loaded with the first page, sheet or question that needs it: a start pays for none of them. */
const HEAVY = ['exceljs', 'pdfkit', 'docx', 'mammoth', 'pdfjs-dist', 'langchain', '@langchain/'];
/** Loaded when reached itself: a worker thread for files brought in, the setter of Word documents. */
const APART = ['server/knowledge/import/', 'server/print/docx.ts'];

test('what is heavy is not loaded at start', () => {
  const eager = all.filter(
    ({ file, target, typeOnly, lazy }) =>
      !typeOnly &&
      !lazy &&
      !file.startsWith('test/') &&
      !APART.some((place) => file.startsWith(place)) &&
      HEAVY.some((name) => target === name || target.startsWith(name)),
  );
  expect(told(eager)).toEqual([]);
  expect(told(all.filter(({ target, lazy }) => target === 'server/print/docx.js' && !lazy))).toEqual([]);
});
