/** A city's own forms: read with all their faults at once, seeded once, never over what people wrote. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formsDir, readShipped, seedForms } from '../../server/forms/shipped.js';
import { formStore } from '../../server/store/forms.js';
import { freshDatabase } from '../support/database.js';
import { formOf, shipped, surroundings } from './support.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'forms-'));
  mkdirSync(join(dir, 'forms'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const put = (name: string, text: string) => writeFileSync(join(dir, 'forms', name), text);

test('a policy folder with forms of its own brings its own, one without has the shipped ones', () => {
  expect(formsDir(dir)).toBe(join(dir, 'forms'));
  expect(formsDir(join(dir, 'forms'))).toBe(formsDir(null));
});

test('every fault of every file, with its place', () => {
  put('broken.json', '{');
  put('other.json', JSON.stringify(formOf('noise')));
  put('estate.json', JSON.stringify({ ...formOf('estate'), regions: ['999999'] }));
  put('heating.json', JSON.stringify(formOf('heating')));
  put('notes.txt', 'x');
  const { faults, forms } = readShipped(join(dir, 'forms'), surroundings);
  expect(faults.map(({ file, path }) => [file, path])).toEqual([
    ['forms/broken.json', ''],
    ['forms/estate.json', '.regions'],
    ['forms/other.json', '.id'],
  ]);
  expect(forms.map((form) => form.id)).toEqual(['estate', 'heating', 'noise']);
});

test('seeded once: what people made of a form stays', async () => {
  const { connection, close } = await freshDatabase();
  try {
    const store = formStore(connection);
    await store.init();
    const now = new Date('2026-07-01T00:00:00Z');
    await seedForms(store, shipped.forms, now);
    const [first] = await store.all();
    await store.put({ ...first!, _id: `${first!.form}@2`, version: 2, by: 'writer', note: '改' });
    await seedForms(store, shipped.forms, new Date('2027-01-01T00:00:00Z'));
    const rows = await store.all();
    expect(rows).toHaveLength(shipped.forms.length + 1);
    expect(rows.every((row) => row.at.getTime() === now.getTime())).toBe(true);
  } finally {
    await close();
  }
});

test('a challenge belongs to the first filing that uses it, and is forgotten when it is too old', async () => {
  const { connection, close } = await freshDatabase();
  try {
    const store = formStore(connection);
    await store.init();
    const at = new Date('2026-07-01T00:00:00Z');
    const answers = await Promise.all(['a', 'a', 'a'].map((filing) => store.spend('c', filing, at)));
    expect(answers).toEqual([true, true, true]);
    expect(await store.spend('c', 'b', at)).toBe(false);
    await store.sweep(at);
    expect(await store.spend('c', 'b', at)).toBe(false);
    await store.sweep(new Date(at.getTime() + 1));
    expect(await store.spend('c', 'b', at)).toBe(true);
  } finally {
    await close();
  }
});
