/** What the compiler of markup takes away without a word. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const room = fileURLToPath(new URL('../../../widget/', import.meta.url));
const files = readdirSync(room, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.tsx'),
);

test('a separator between two words does not stand at the end of a line: there it is lost, and the words run together', () => {
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((name) => /\u3000$/mu.test(readFileSync(join(room, name), 'utf8')))).toEqual([]);
});
