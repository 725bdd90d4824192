/** One mail, read: head, body in its charsets, enclosures. Throws for what no reader can make sense of. */
import { decode } from './charset.js';
import { first, type Header, ids, type Mailbox, mailbox, readHeaders, words } from './headers.js';
import { htmlToText } from './html.js';
import { isPixel } from './pixel.js';
import { STUBS } from './quote-words.js';
import { unpackTnef } from './tnef.js';

export interface Enclosed {
  name: string;
  bytes: Buffer;
}

export interface Letter {
  headers: Header[];
  from: Mailbox | null;
  subject: string;
  messageId: string | null;
  /** Message-IDs this mail names as before it, nearest last. */
  before: string[];
  date: Date | null;
  /** Quotes marked with 「> 」, HTML made readable. */
  text: string;
  files: Enclosed[];
  /** The message/delivery-status part of a bounce. */
  report: string;
}

/** The part of postal-mime's tree that is read here; the library's own text has lost the bytes. */
interface Part {
  childNodes: Part[];
  content: ArrayBuffer | null;
  contentType: { multipart: string | false; parsed: { value: string; params: Record<string, string> } };
  contentDisposition: { parsed: { value: string; params: Record<string, string> } };
  contentId?: string;
}

const MOST_FILES = 100;

export async function readLetter(raw: Buffer): Promise<Letter> {
  const { default: PostalMime } = await import('postal-mime');
  const parser = new PostalMime({ forceRfc822Attachments: true, maxNestingDepth: 50 });
  await parser.parse(raw);
  const { root } = parser as unknown as { root: Part };
  const headers = readHeaders(raw);
  const found: Found = { plain: [], html: [], files: [], report: '', names: null, raw };
  gather(root, found, false);
  const plain = found.plain.join('\n');
  const html = found.html.join('\n');
  return {
    headers,
    from: mailbox(first(headers, 'from')) ?? mailbox(first(headers, 'sender')),
    subject: (first(headers, 'subject') ?? '').replace(/\s+/g, ' ').trim(),
    messageId: ids(first(headers, 'message-id'))[0] ?? null,
    before: [...new Set([...ids(first(headers, 'references')), ...ids(first(headers, 'in-reply-to'))])],
    date: dateOf(first(headers, 'date')),
    text: html !== '' && poor(plain, html) ? htmlToText(html) : plain,
    files: found.files,
    report: found.report,
  };
}

interface Found {
  plain: string[];
  html: string[];
  files: Enclosed[];
  report: string;
  raw: Buffer;
  /** File names written in bare eight-bit signs, in order: the parser has lost their bytes. Null = not looked for. */
  names: string[] | null;
}

function gather(part: Part, found: Found, alternative: boolean): void {
  if (part.contentType.multipart) {
    const either = part.contentType.multipart === 'alternative';
    for (const child of part.childNodes) gather(child, found, either || alternative);
    return;
  }
  const { value: type, params } = part.contentType.parsed;
  const bytes = Buffer.from(part.content ?? new ArrayBuffer(0));
  const enclosed = part.contentDisposition.parsed.value === 'attachment';
  if (type === 'message/delivery-status') found.report += `${bytes.toString('utf8')}\n`;
  else if (!enclosed && type === 'text/plain')
    found.plain.push(flowed(decode(bytes, params.charset ?? null), params));
  else if (!enclosed && type === 'text/html') {
    const html = decode(bytes, params.charset ?? metaCharset(bytes));
    found.html.push(html);
    // A part of HTML between parts of plain text belongs among them.
    if (!alternative && found.plain.length > 0) found.plain.push(htmlToText(html));
  } else enclose(part, bytes, found);
}

function enclose(part: Part, bytes: Buffer, found: Found): void {
  const { value: type, params } = part.contentType.parsed;
  const given = part.contentDisposition.parsed.params.filename ?? params.name ?? '';
  const lossy = given.includes('\ufffd');
  if (lossy) found.names ??= eightBitNames(found.raw);
  const name = lossy ? (found.names?.shift() ?? '') : words(latin(given));
  if (/ms-tnef/i.test(type) || /^winmail\.dat$/i.test(name)) {
    const unpacked = unpackTnef(bytes);
    if (unpacked) {
      if (unpacked.text) found.plain.push(unpacked.text);
      if (unpacked.html) found.html.push(unpacked.html);
      found.files.push(...unpacked.files);
      return;
    }
  }
  if (bytes.length === 0 || found.files.length >= MOST_FILES) return;
  if (part.contentId !== undefined && isPixel(bytes)) return;
  const text = /^text\/|^message\/rfc822$/.test(type);
  found.files.push({
    name: name || nameless(type),
    bytes: text ? inUtf8(bytes, params.charset ?? null) : bytes,
  });
}

/** A text in GBK is kept so that everybody can read it; one in UTF-8 to the byte. */
function inUtf8(bytes: Buffer, charset: string | null): Buffer {
  const text = decode(bytes, charset);
  return Buffer.from(bytes.toString('utf8').includes('\ufffd') ? text : bytes);
}

/** A name already in Unicode stays; `words` reads a byte a sign. */
const latin = (text: string): string =>
  /[\u0100-\uffff]/.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;

const nameless = (type: string): string => (type === 'message/rfc822' ? 'mail.eml' : '');

/** Where the plain body is a stub or far less than the HTML, the HTML is what the citizen saw. */
function poor(plain: string, html: string): boolean {
  const text = plain.trim();
  if (text === '' || STUBS.some((stub) => stub.test(text))) return true;
  const rich = htmlToText(html);
  return rich.length > 200 && text.length * 4 < rich.length;
}

const metaCharset = (bytes: Buffer): string | null =>
  /<meta[^>]{1,200}charset\s*=\s*["']?([\w-]{2,40})/i.exec(bytes.subarray(0, 2048).toString('latin1'))?.[1] ??
  null;

/** RFC 3676: a line that ends in a blank goes on in the next. */
function flowed(text: string, params: Record<string, string>): string {
  if (params.format?.toLowerCase() !== 'flowed') return text;
  const between = params.delsp?.toLowerCase() === 'yes' ? '' : ' ';
  const out: string[] = [];
  let open = false;
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    const depth = /^>*/.exec(line)?.[0] ?? '';
    const said = line.slice(depth.length).replace(/^ /, '');
    const ends = !said.endsWith(' ') || said === '-- ';
    const own = ends ? said : said.replace(/ $/, between);
    if (open) out[out.length - 1] += own;
    else out.push(depth === '' ? own : `${depth} ${own}`);
    open = !ends;
  }
  return out.join('\n');
}

function dateOf(value: string | null): Date | null {
  const date = new Date((value ?? '').replace(/\([^)]*\)/g, ''));
  return Number.isNaN(date.getTime()) ? null : date;
}

const LONGEST_SEARCH = 60 * 1024 * 1024;

function eightBitNames(raw: Buffer): string[] {
  const shape = /name\s*=\s*"([^"\r\n]{0,300}[\x80-\xff][^"\r\n]{0,300})"/g;
  const text = raw.subarray(0, LONGEST_SEARCH).toString('latin1');
  const names = [...text.matchAll(shape)].map(([, name]) =>
    decode(Buffer.from(name as string, 'latin1'), null),
  );
  // Content-Type and Content-Disposition say the same name twice.
  return [...new Set(names)];
}
