/** Builds mails byte by byte, as clients write them. All persons and numbers are made up. */
export interface Piece {
  type: string;
  body: string | Buffer;
  encoding?: 'base64' | 'quoted-printable' | '8bit' | '7bit';
  disposition?: string;
  id?: string;
}

export interface Eml {
  from?: string;
  to?: string;
  subject?: string | Buffer;
  id?: string;
  date?: string;
  /** Further head lines, on top. */
  heads?: (string | Buffer)[];
  type?: string;
  body?: string | Buffer;
  encoding?: string;
  /** With these it is a multipart of `type`. */
  parts?: (Piece | Buffer)[];
}

const bytes = (part: string | Buffer): Buffer =>
  typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
const CRLF = Buffer.from('\r\n');
const lines = (...parts: (string | Buffer)[]): Buffer =>
  Buffer.concat(parts.flatMap((part) => [bytes(part), CRLF]));

export const word = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
export const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');

const soft = (units: string[]): string =>
  units.map((unit, at) => (at > 0 && at % 24 === 0 ? `=\r\n${unit}` : unit)).join('');

export function encoded(body: string | Buffer, encoding: string | undefined): Buffer {
  if (encoding === 'base64')
    return Buffer.from(
      bytes(body)
        .toString('base64')
        .replace(/(.{76})/g, '$1\r\n'),
    );
  if (encoding === 'quoted-printable') {
    const out = [...bytes(body)].map((byte) =>
      byte === 0x0a || byte === 0x0d || (byte >= 0x20 && byte < 0x7f && byte !== 0x3d)
        ? String.fromCharCode(byte)
        : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    );
    return Buffer.from(
      out
        .join('')
        .split(/\r?\n/)
        .map((line) => soft(line.match(/=[0-9A-F]{2}|[^=]/g) ?? []))
        .join('\r\n'),
      'latin1',
    );
  }
  // A mail has CRLF everywhere.
  return Buffer.from(bytes(body).toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1');
}

function piece(part: Piece | Buffer): Buffer {
  if (Buffer.isBuffer(part)) return part;
  const heads = [
    `Content-Type: ${part.type}`,
    ...(part.encoding ? [`Content-Transfer-Encoding: ${part.encoding}`] : []),
    ...(part.disposition ? [`Content-Disposition: ${part.disposition}`] : []),
    ...(part.id ? [`Content-ID: <${part.id}>`] : []),
    '',
  ];
  return Buffer.concat([lines(...heads), encoded(part.body, part.encoding)]);
}

let boundaries = 0;

export function multipart(type: string, parts: (Piece | Buffer)[]): Buffer {
  const boundary = `----=_part_${boundaries++}`;
  const rows = parts.flatMap((part) => [`--${boundary}`, piece(part)]);
  const semi = type.includes(';') ? ';' : ';';
  return lines(`Content-Type: ${type}${semi} boundary="${boundary}"`, '', ...rows, `--${boundary}--`);
}

export function eml(mail: Eml): Buffer {
  const subject = mail.subject ?? '';
  const top = lines(
    ...(mail.heads ?? []),
    `From: ${mail.from ?? '"Bayar" <bayar@example.com>'}`,
    `To: ${mail.to ?? '12345 <12345@example.gov.cn>'}`,
    Buffer.concat([
      Buffer.from('Subject: '),
      typeof subject === 'string' && /[^\x20-\x7e]/.test(subject)
        ? Buffer.from(word(subject))
        : bytes(subject),
    ]),
    ...(mail.id === '' ? [] : [`Message-ID: ${mail.id ?? '<m1@example.com>'}`]),
    `Date: ${mail.date ?? 'Sun, 29 Nov 2026 10:00:00 +0800'}`,
    'MIME-Version: 1.0',
  );
  if (mail.parts) return Buffer.concat([top, multipart(mail.type ?? 'multipart/mixed', mail.parts)]);
  return Buffer.concat([
    top,
    piece({
      type: mail.type ?? 'text/plain; charset=utf-8',
      body: mail.body ?? '',
      ...(mail.encoding ? { encoding: mail.encoding as 'base64' } : {}),
    }),
    CRLF,
  ]);
}
