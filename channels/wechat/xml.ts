/**
 * What the platform posts: small flat XML. Every value stays the text it was (a MsgId of 20 digits is no
 * number), nothing is expanded, and what is too large, too deep or carries a DOCTYPE is refused.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** Children by name; a name that came more than once is a list. */
export interface Xml {
  readonly [name: string]: string | Xml | readonly (string | Xml)[];
}

/** Bytes; a message of 2,048 bytes sealed and in base64 has room ten times over. */
export const MOST_XML = 64 * 1024;
const DEEPEST = 8;

const parser = new XMLParser({
  parseTagValue: false,
  processEntities: false,
  ignoreAttributes: true,
  trimValues: false,
  maxNestedTags: DEEPEST,
});

/** The children of the root `<xml>`; null = not what the platform writes. */
export function readXml(bytes: Buffer | string): Xml | null {
  if (Buffer.byteLength(bytes) > MOST_XML) return null;
  const text = bytes.toString();
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text.replace(CDATA, ''))) return null;
  try {
    if (XMLValidator.validate(text) !== true) return null;
    const { xml } = parser.parse(text) as { xml?: unknown };
    return typeof xml === 'object' && xml !== null ? (bare(xml) as Xml) : null;
  } catch {
    return null;
  }
}

/** A citizen may write anything inside, a DOCTYPE included. */
const CDATA = /<!\[CDATA\[[\s\S]*?\]\]>/g;

/** Without the white space between elements, and without a prototype to be polluted. */
function bare(node: unknown): string | Xml | (string | Xml)[] {
  if (Array.isArray(node)) return node.map((one) => bare(one) as string | Xml);
  if (typeof node !== 'object' || node === null) return String(node);
  const rows = Object.entries(node).filter(([name]) => name !== '#text');
  return Object.assign(
    Object.create(null) as object,
    Object.fromEntries(rows.map(([name, value]) => [name, bare(value)])),
  ) as Xml;
}

/** The text of a child; '' where there is none, or where it is no text. */
export function textOf(xml: Xml, name: string): string {
  const value = xml[name];
  return typeof value === 'string' ? value : '';
}

/** A child that has children itself. */
export function nodeOf(xml: Xml, name: string): Xml | null {
  const value = xml[name];
  return typeof value === 'object' && !Array.isArray(value) ? (value as Xml) : null;
}

const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

/** Flat XML as the platform reads it; numbers bare, texts as CDATA. */
export const writeXml = (rows: Readonly<Record<string, string | number>>): string =>
  `<xml>${Object.entries(rows)
    .map(([name, value]) => `<${name}>${typeof value === 'number' ? value : cdata(value)}</${name}>`)
    .join('')}</xml>`;
