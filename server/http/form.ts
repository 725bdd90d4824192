/** A form as a browser without script sends it: fields, and files handed on while they arrive. */
import { PassThrough, type Readable } from 'node:stream';
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
  /** The last value of each name. */
  fields: Record<string, string>;
  /** Every value of each name, in order: several ticks of one question. */
  lists: Record<string, string[]>;
  files: string[];
}

const MOST_FIELDS = 120;

export async function readForm(asked: Asked<unknown>, rules: FormRules): Promise<Filled> {
  const reader = start(asked, rules);
  const fields: Record<string, string> = Object.create(null);
  const lists: Record<string, string[]> = Object.create(null);
  const kept: Promise<string | null>[] = [];
  let refused: Problem | null = null;
  let broken: unknown = null;
  const refuse = (problem: Problem): void => {
    refused ??= problem;
  };

  /** A refused file is read to its end: a browser shows an answer only after it has sent everything. */
  const keepOne = async (stream: Readable, name: string): Promise<string | null> => {
    // busboy stalls when its own stream is destroyed, so the keeper gets a copy to destroy.
    const copy = new PassThrough();
    stream.on('error', () => copy.destroy(new Problem('BAD_REQUEST')));
    // The keeper may not listen yet; it meets the error when it reads.
    copy.on('error', () => {});
    stream.pipe(copy);
    try {
      return await rules.keep(copy, name);
    } catch (error) {
      if (error instanceof Problem) refuse(error);
      else broken ??= error;
      return null;
    } finally {
      stream.unpipe(copy);
      stream.resume();
    }
  };

  reader.on('field', (name, value, info) => {
    if (info.valueTruncated || info.nameTruncated) refuse(new Problem('TOO_LARGE'));
    else if (!wellFormed(value) || !wellFormed(name)) refuse(new Problem('BAD_TEXT'));
    else {
      fields[name] = value;
      lists[name] = [...(lists[name] ?? []), value];
    }
  });
  reader.on('file', (_field, stream, info) => {
    // An empty file input still sends a part, without a name.
    if (!info.filename || refused) {
      stream.resume();
      return;
    }
    kept.push(keepOne(stream, info.filename));
  });
  reader.on('filesLimit', () => refuse(new Problem('FILE_COUNT')));
  reader.on('fieldsLimit', () => refuse(new Problem('TOO_LARGE')));
  reader.on('partsLimit', () => refuse(new Problem('TOO_LARGE')));

  await new Promise<void>((done) => {
    const stop = (problem: Problem): void => {
      refuse(problem);
      reader.destroy();
      done();
    };
    reader.on('close', done);
    reader.on('error', () => stop(new Problem('BAD_REQUEST')));
    asked.stream.on('error', (error) => stop(error instanceof Problem ? error : new Problem('BAD_REQUEST')));
    asked.stream.pipe(reader);
  });
  const files = (await Promise.all(kept)).filter((id) => id !== null);
  if (broken) throw broken;
  if (refused) throw refused;
  return { fields, lists, files };
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
