/** Documents in: paragraphs in reading order, each with the page it stands on where pages are known. */
import { fileURLToPath } from 'node:url';
import mammoth from 'mammoth';
import { marked } from 'marked';
import { type HTMLElement, NodeType, parse } from 'node-html-parser';
import { type Refused, refuse } from './refusal.js';

export interface Block {
  text: string;
  page: number | null;
  /** 1 to 6 where it was marked as a heading. */
  heading?: number;
}

const MOST_PAGES = 500;
const tidy = (text: string): string => text.replace(/[\s\u00a0\u3000]+/gu, ' ').trim();

export function htmlBlocks(html: string): Block[] {
  const root = parse(html, { blockTextElements: { script: false, style: false, noscript: false } });
  const blocks: Block[] = [];
  let open = '';
  const close = (heading?: number) => {
    const text = tidy(open);
    open = '';
    if (text !== '') blocks.push({ text, page: null, ...(heading ? { heading } : {}) });
  };
  const walk = (node: HTMLElement): void => {
    for (const child of node.childNodes) {
      if (child.nodeType === NodeType.TEXT_NODE) open += child.text;
      if (child.nodeType !== NodeType.ELEMENT_NODE) continue;
      const element = child as HTMLElement;
      const tag = element.rawTagName?.toLowerCase() ?? '';
      if (/^(?:script|style|noscript|nav|header|footer|aside|template|head)$/.test(tag)) continue;
      const whole =
        /^(?:p|div|li|tr|h[1-6]|section|article|ul|ol|table|body|main|blockquote|br|hr|dd|dt)$/.test(tag);
      if (whole) close();
      walk(element);
      if (tag === 'td' || tag === 'th') open += ' ';
      if (whole) close(/^h[1-6]$/.test(tag) ? Number(tag[1]) : undefined);
    }
  };
  walk(root);
  close();
  return blocks;
}

export const markdownBlocks = (text: string): Block[] => htmlBlocks(marked.parse(text, { async: false }));

export async function docxBlocks(file: Buffer): Promise<Block[] | Refused> {
  try {
    // Pictures stay out: only words are wanted, and a picture may be anything.
    const { value } = await mammoth.convertToHtml(
      { buffer: file },
      { convertImage: mammoth.images.imgElement(async () => ({ src: '' })) },
    );
    return htmlBlocks(value);
  } catch {
    return refuse('broken');
  }
}

interface Piece {
  str: string;
  hasEOL: boolean;
  transform: number[];
  height: number;
}

export async function pdfBlocks(file: Buffer): Promise<Block[] | Refused> {
  // The library asks for it when it is loaded; text needs none of it.
  (globalThis as { DOMMatrix?: unknown }).DOMMatrix ??= class {};
  const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const cMapUrl = fileURLToPath(new URL('../../../../node_modules/pdfjs-dist/cmaps/', import.meta.url));
  const task = getDocument({
    ...{
      data: new Uint8Array(file),
      cMapUrl,
      cMapPacked: true,
      isEvalSupported: false,
      useSystemFonts: false,
    },
    ...{ disableFontFace: true, verbosity: VerbosityLevel.ERRORS },
  });
  try {
    const document = await task.promise;
    if (document.numPages > MOST_PAGES) return refuse('pages', { n: document.numPages, most: MOST_PAGES });
    const blocks: Block[] = [];
    for (let page = 1; page <= document.numPages; page++) {
      const { items } = await (await document.getPage(page)).getTextContent();
      blocks.push(...paragraphs(items as Piece[]).map((text) => ({ text, page })));
    }
    return blocks.length === 0 ? refuse('scanned') : blocks;
  } catch {
    return refuse('broken');
  } finally {
    await task.destroy();
  }
}

/** A line that is not full to its end closes a paragraph; so does one that begins a clause. */
function paragraphs(pieces: Piece[]): string[] {
  const lines: string[] = [];
  let line = '';
  let height: number | null = null;
  for (const { str, hasEOL, transform } of pieces) {
    const y = transform[5] ?? 0;
    if (height !== null && Math.abs(y - height) > 2 && line !== '') {
      lines.push(line);
      line = '';
    }
    line += str;
    height = y;
    if (!hasEOL) continue;
    lines.push(line);
    line = '';
    height = null;
  }
  lines.push(line);
  const told = lines.map(tidy).filter((one) => one !== '' && !/^[-—－ ]*\d{1,4}[-—－ ]*$/.test(one));
  const full = Math.max(...told.map(({ length }) => length), 0) * 0.85;
  const out: string[] = [];
  let open = false;
  for (const one of told) {
    if (open && !BEGINS.test(one)) out[out.length - 1] += one;
    else out.push(one);
    open = one.length >= full && !/[。；：!？]$/u.test(one);
  }
  return out;
}

const BEGINS =
  /^(?:第[一二三四五六七八九十百零〇\d]+[编章节条]|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|附件|附：)/u;
