/** The routes of citizens' files; the desk's own (with its trace) is built on `fileAnswer`. */
import type { FileRef } from '../../channels/channel.js';
import { Problem } from '../errors.js';
import { Answer, type Handlers } from '../http/handler.js';
import type { Files } from './files.js';
import { type Leaving, leaving } from './leaving.js';

/** RFC 6266: a plain name for old clients, the true one beside it. */
function disposition({ name, type }: FileRef): string {
  const how = type.startsWith('image/') ? 'inline' : 'attachment';
  const ascii = name.replace(/[^\w. -]/g, '_');
  const true8 = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `${how}; filename="${ascii}"; filename*=UTF-8''${true8}`;
}

/** A file in a way that no browser takes for a page of ours; whether it may be as it came, the caller says. */
export const fileAnswer = ({ ref, bytes }: Leaving): Answer =>
  new Answer({
    headers: {
      'Content-Type': ref.type,
      'Content-Length': String(ref.size),
      'Content-Disposition': disposition(ref),
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, no-store',
    },
    stream: bytes,
  });

type FileHandlers = Pick<Handlers, 'putFile' | 'getFile' | 'formFile'>;

export function fileHandlers(files: Files, now: () => Date): FileHandlers {
  return {
    putFile: ({ stream, query, thread }) =>
      files.keep(stream, { name: query.name ?? '', thread, now: now() }),
    formFile: ({ stream, query }) => files.keep(stream, { name: query.name ?? '', thread: null, now: now() }),
    async getFile({ params, thread }) {
      const found = await leaving(files, await files.find(params.file ?? '', thread ?? ''));
      if (!found) throw new Problem('UNKNOWN_FILE');
      return fileAnswer(found);
    },
  };
}
