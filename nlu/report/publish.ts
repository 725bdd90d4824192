import { writeFileSync } from 'node:fs';
import type { Document } from './document.js';
import { page } from './page.js';
import { printed } from './text.js';
import { say } from './words.js';

/** A report on stdout, as a page and as JSON where a file is named; that they were written goes to stderr. */
export function publish(
  document: Document,
  json: unknown,
  to: { html?: string | null | undefined; json?: string | null | undefined },
): void {
  process.stdout.write(printed(document));
  const write = (path: string, text: string) => {
    writeFileSync(path, text);
    process.stderr.write(`${say('written', { file: path })}\n`);
  };
  if (to.html) write(to.html, page(document));
  if (to.json) write(to.json, `${JSON.stringify(json, null, 2)}\n`);
}
