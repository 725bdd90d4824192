/** The words of a PDF as a reader's machine finds them, without the gaps of setting; in a process of its own, as pdf.js wants it. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const READ = `
  // Asked for at import, needed only to draw.
  for (const name of ['DOMMatrix', 'ImageData', 'Path2D']) globalThis[name] ??= class {};
  const { readFileSync } = await import('node:fs');
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const pdf = await getDocument({ data: new Uint8Array(readFileSync(process.argv[1])), verbosity: 0 }).promise;
  const texts = [];
  for (let n = 1; n <= pdf.numPages; n++) {
    const { items } = await (await pdf.getPage(n)).getTextContent();
    texts.push(items.map((item) => item.str ?? '').join(''));
  }
  process.stdout.write(JSON.stringify({ pages: pdf.numPages, text: texts.join('').replace(/\\s+/g, '') }));
`;
const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
let files = 0;

export async function textOfPdf(bytes: Buffer): Promise<{ pages: number; text: string }> {
  const path = join(tmpdir(), `jiesu-${process.pid}-${files++}.pdf`);
  await writeFile(path, bytes);
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', READ, path], { cwd: root });
  return JSON.parse(stdout) as { pages: number; text: string };
}
