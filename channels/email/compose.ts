/** A line as a mail: plain text and simple HTML, in the citizen's conversation, nothing personal in the subject. */
import type { ThreadLine } from '../channel.js';
import { LIMITS } from './limits.js';
import type { Correspondent, Outgoing } from './notes.js';
import { fill, WORDS } from './words.js';

export interface Composed {
  subject: string;
  text: string;
  html: string;
  inReplyTo: string | null;
  references: string[];
  headers: Record<string, string>;
}

export interface ComposeParts {
  line: ThreadLine;
  /** The words of the line with its cards, as text. */
  said: string;
  correspondent: Correspondent;
  outgoing: Outgoing;
  /** Once there is one. */
  orderNo: string | null;
}

export function composed({ line, said, correspondent, outgoing, orderNo }: ComposeParts): Composed {
  const person = line.from === 'agent';
  const { mails } = correspondent;
  const text = `${said}\n\n-- \n${WORDS.out.footer}\n`;
  return {
    // Whoever sees the list of mails on a screen reads the subject: never the citizen's own.
    subject: subjectOf(line, orderNo),
    text,
    html: page(said),
    inReplyTo: mails.at(-1) ?? null,
    references: [...[...new Set(outgoing.mails)].slice(-2), ...mails].slice(-LIMITS.references),
    headers: {
      'Content-Language': WORDS.out.language,
      'X-Jiesu': person ? 'person' : 'bot',
      // RFC 3834: what a machine says is marked, what a person says is not.
      ...(person ? {} : { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' }),
    },
  };
}

function subjectOf({ about }: ThreadLine, orderNo: string | null): string {
  if (about !== undefined) return fill(WORDS.out.subjectNews, { orderNo: about });
  return orderNo === null ? WORDS.out.subject : fill(WORDS.out.subjectOrder, { orderNo });
}

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => SIGNS[sign] as string);

/** Addresses of pages become links; what is linked is what is shown. */
const linked = (text: string): string =>
  text.replace(/https?:\/\/[^\s<>"'，。；）】》、&]+/g, (url) => `<a href="${url}">${url}</a>`);

const paragraphs = (text: string): string =>
  text
    .split(/\n{2,}/)
    .map((part) => `<p>${linked(escaped(part)).replaceAll('\n', '<br>')}</p>`)
    .join('\n');

const page = (said: string): string =>
  `<!DOCTYPE html>\n<html lang="${WORDS.out.language}"><body>\n${paragraphs(said)}\n<hr>\n${paragraphs(WORDS.out.footer)}\n</body></html>\n`;
