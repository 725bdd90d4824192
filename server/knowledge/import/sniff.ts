/** What a file is, by its bytes; its name must say the same. */
import { isRefused, type Refused, refuse } from './refusal.js';
import { IMPORT } from './words.js';
import { lookIntoZip } from './zip.js';

export type Kind = Exclude<keyof typeof IMPORT.kinds, 'zip'>;
export const MOST_BYTES = 20 * 1024 * 1024;

const NAMES: Record<string, Kind> = {
  xlsx: 'xlsx',
  csv: 'csv',
  txt: 'md',
  md: 'md',
  markdown: 'md',
  html: 'html',
  htm: 'html',
  pdf: 'pdf',
  docx: 'docx',
  jsonl: 'jsonl',
};
const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const TEXTS: ReadonlySet<Kind> = new Set<Kind>(['csv', 'md', 'html', 'jsonl']);

export function kindOf(file: Buffer, name: string): Kind | Refused {
  if (file.length === 0) return refuse('empty');
  if (file.length > MOST_BYTES) return refuse('tooLarge');
  const ending = name.toLowerCase().split('.').at(-1) ?? '';
  if (/^(?:xlsm|docm|xltm|dotm|xlsb)$/.test(ending)) return refuse('macro');
  const said = NAMES[ending];
  const is = inside(file);
  if (typeof is === 'object') return is;
  if (!said) return refuse('unknown');
  const agrees = is === 'text' ? TEXTS.has(said) : is === said;
  return agrees
    ? said
    : refuse('mismatch', {
        said: IMPORT.kinds[said],
        is: is === 'text' ? IMPORT.kinds.md : IMPORT.kinds[is],
      });
}

function inside(file: Buffer): Kind | 'zip' | 'text' | Refused {
  if (file.subarray(0, 8).equals(OLE)) return refuse('old');
  if (file.subarray(0, 1024).includes('%PDF-')) return 'pdf';
  if (file.length > 1 && file.readUInt16BE(0) === 0x504b) {
    const parts = lookIntoZip(file);
    if (isRefused(parts)) return parts;
    if (parts.some(({ name }) => name === 'xl/workbook.xml')) return 'xlsx';
    return parts.some(({ name }) => name === 'word/document.xml') ? 'docx' : 'zip';
  }
  return file.subarray(0, 4096).includes(0) ? refuse('unknown') : 'text';
}

/** UTF-8, else GB18030, as Chinese spreadsheets save it. */
export function textOf(file: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return new TextDecoder('gb18030').decode(file);
  }
}
