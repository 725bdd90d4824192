/** A form as a browser without script sends it: fields, and files handed on while they arrive. */
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { Problem } from '../errors.js';
import { wellFormed } from './body.js';
import type { Asked } from './handler.js';

export interface FormRules {
  /** Longest value of a field, in bytes. */
  fieldBytes: number;
  files: number;
  /** Keeps one file and gives back its id. */
  keep(stream: Readable, name: string): Promise<string>;
}

export interface Filled {
  fields: Record<string, string>;
  files: string[];
}

const MOST_FIELDS = 30;

export async function readForm(asked: Asked<unknown>, rules: FormRules): Promise<Filled> {
  const reader = start(asked, rules);
  const fields: Record<string, string> = Object.create(null);
  const kept: Promise<string | null>[] = [];
  let refused: Problem | null = null;
  const refuse = (problem: Problem): void => {
    refused ??= problem;
  };

  reader.on('field', (name, value, info) => {
    if (info.valueTruncated || info.nameTruncated) refuse(new Problem('TOO_LARGE'));
    else if (!wellFormed(value) || !wellFormed(name)) refuse(new Problem('BAD_TEXT'));
    else fields[name] = value;
  });
  reader.on('file', (_field, stream, info) => {
    // An empty file input still sends a part, without a name.
    if (!info.filename || refused) {
      stream.resume();
      return;
    }
    kept.push(
      rules.keep(stream, info.filename).catch((error: unknown) => {
        stream.resume();
        if (error instanceof Problem) refuse(error);
        else throw error;
        return null;
      }),
    );
  });
  reader.on('filesLimit', () => refuse(new Problem('FILE_COUNT')));
  reader.on('fieldsLimit', () => refuse(new Problem('TOO_LARGE')));
  reader.on('partsLimit', () => refuse(new Problem('TOO_LARGE')));

  await new Promise<void>((done, fail) => {
    reader.on('close', done);
    reader.on('error', () => fail(new Problem('BAD_REQUEST')));
    asked.stream.on('error', (error) => {
      reader.destroy();
      fail(error);
    });
    asked.stream.pipe(reader);
  });
  const files = (await Promise.all(kept)).filter((id) => id !== null);
  if (refused) throw refused;
  return { fields, files };
}

function start(asked: Asked<unknown>, rules: FormRules) {
  try {
    return busboy({
      headers: { 'content-type': asked.headers['content-type'] ?? '' },
      defParamCharset: 'utf8',
      limits: {
        fields: MOST_FIELDS,
        fieldSize: rules.fieldBytes,
        fieldNameSize: 60,
        files: rules.files,
        parts: MOST_FIELDS + rules.files,
        headerPairs: 20,
      },
    });
  } catch {
    throw new Problem('BAD_REQUEST');
  }
}
