/** Reads the model's answer as it grows: whole sentences only, and only once it has said that the passages suffice. */
import type { Said } from './check.js';

export interface ReadAnswer {
  /** Null = not said yet. */
  enough: boolean | null;
  sentences: Said[];
  /** The answer is one whole JSON object, and nothing in it is of another shape. */
  whole: boolean;
}

const ENOUGH = /"enough"\s*:\s*(true|false)/;

/** The objects of an array that are closed already, by their braces outside of strings. */
function objectsIn(text: string): string[] {
  const out: string[] = [];
  let from = -1;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (quoted) {
      if (sign === '\\') at++;
      else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '{') from = at;
    else if (sign === '}' && from >= 0) {
      out.push(text.slice(from, at + 1));
      from = -1;
    } else if (sign === ']') break;
  }
  return out;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function saidOf(value: unknown): Said | null {
  const { text, passage } = (value ?? {}) as Partial<Said>;
  return typeof text === 'string' && text.trim() !== '' && Number.isInteger(passage)
    ? { text: text.trim(), passage: Number(passage) }
    : null;
}

/** Some models wrap their JSON in a fence or think aloud before it. */
export const jsonIn = (text: string): string => {
  const from = text.indexOf('{');
  const to = text.lastIndexOf('}');
  return from < 0 ? '' : text.slice(from, to > from ? to + 1 : undefined);
};

export function readAnswer(text: string): ReadAnswer {
  const body = text.slice(Math.max(0, text.indexOf('{')));
  const said = ENOUGH.exec(body)?.[1];
  const list = body.indexOf('[', body.indexOf('"sentences"'));
  const objects = list < 0 || !body.includes('"sentences"') ? [] : objectsIn(body.slice(list + 1));
  const sentences = objects.flatMap((one) => saidOf(parsed(one)) ?? []);
  const all = parsed(jsonIn(text)) as { sentences?: unknown; enough?: unknown } | undefined;
  const whole =
    Array.isArray(all?.sentences) &&
    typeof all.enough === 'boolean' &&
    all.sentences.every((one) => saidOf(one) !== null) &&
    all.sentences.length === sentences.length;
  return { enough: said === undefined ? null : said === 'true', sentences, whole };
}
