/**
 * Measures the search on phrasings that nobody learned from: similar questions taken out of the index one by one, and
 * `nlu/knowledge-asked.jsonl`, questions written the way people ask (in other words, in dialect, spoken, mistyped,
 * telegraphic), some of which no item answers. Only items the encoder was not trained on count. Beside them
 * `nlu/knowledge-near.jsonl`, questions that ask for the neighbour of an item and that none of those that ship answers.
 * Weights and bands are fitted on the part 'fit' by the hash of the text; what is reported is 'report'.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { KnowledgeItem } from './item.js';
import { createKnowledge, type Knowledge, type KnowledgePolicy } from './search.js';
import type { Vectors } from './vectors.js';

export type Part = 'fit' | 'report';

export const partOf = (text: string): Part =>
  Number.parseInt(createHash('sha1').update(text).digest('hex').slice(0, 8), 16) % 2 ? 'fit' : 'report';

/** The encoder learned from every other item of the first file and from all of the later ones (`nlu/encoder/rows.ts`). */
export const unlearnt = ({ id }: { id: string }): boolean =>
  /^k(?:0\d\d|1\d\d|2[0-5]\d|260)$/.test(id) && createHash('sha256').update(id).digest()[0]! % 2 === 1;

export interface Question {
  text: string;
  /** The item that answers it; null where none does. */
  item: string | null;
  /** Later items that answer it as well. */
  also?: string[];
  /** story, dialect, voice, typo, short, traditional; `similar` for a question taken out of the index. */
  how: string;
  /** Taken out of the index while it is asked. */
  out?: string;
  region?: string | null;
  /** Of a message of the corpus. */
  channel?: string;
  /** The item it comes nearest to and is not answered by. */
  near?: string;
}

export const ASKED = fileURLToPath(new URL('../../nlu/knowledge-asked.jsonl', import.meta.url));
export const NEAR = fileURLToPath(new URL('../../nlu/knowledge-near.jsonl', import.meta.url));
export const CORPUS = fileURLToPath(new URL('../../nlu/corpus', import.meta.url));

const linesOf = <T>(path: string): T[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);

export const askedIn = (part: Part, path = ASKED): Question[] =>
  linesOf<Question>(path).filter(({ text }) => partOf(text) === part);

export const nearIn = (part: Part, path = NEAR): Question[] =>
  linesOf<Omit<Question, 'item'>>(path)
    .filter(({ text }) => partOf(text) === part)
    .map((row) => ({ ...row, item: null }));

export const similarIn = (items: KnowledgeItem[], part: Part): Question[] =>
  items
    .filter((item) => unlearnt(item) && item.channels.includes('PUBLIC'))
    .flatMap(({ id, similar, region }) =>
      similar.map((text) => ({ text, item: id, how: 'similar', out: text, region })),
    )
    .filter(({ text }) => partOf(text) === part);

export interface CorpusRow {
  text: string;
  gate: string;
  type: string;
  category: string | null;
  region: string | null;
  channel: string;
}

/** Messages of the corpus that ask the knowledge nothing: complaints, reports, refusals. */
export const othersIn = (part: Part, every = 1, dir = CORPUS): Question[] =>
  readdirSync(dir)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) => linesOf<CorpusRow>(join(dir, name)))
    .filter(({ type, gate, text }) => (type !== 'consult' || gate !== 'accept') && partOf(text) === part)
    .filter((_, i) => i % every === 0)
    .map(({ text, region, channel }) => ({ text, item: null, how: 'other', region, channel }));

export type Embed = (text: string) => Promise<Float32Array | null>;

export interface Asked extends Question {
  ids: string[];
  scores: number[];
  band: 'answer' | 'suggest' | 'none';
  /** Milliseconds of the search, without the embedding. */
  ms: number;
  /** The same question while its item is away: what is nearest then answers something else. */
  without?: Asked['band'];
}

export interface Bench {
  items: KnowledgeItem[];
  policy: KnowledgePolicy;
  vectors: Vectors | null;
  embed: Embed;
  now: Date;
}

/** Asks with the question taken out where it stands in an item, and again with the whole item taken out. */
export async function askAll(
  questions: Question[],
  { items, policy, vectors, embed, now }: Bench,
): Promise<Asked[]> {
  const knowledge = createKnowledge(items, policy, vectors);
  const byId = new Map(items.map((item) => [item.id, item]));
  const asked: Asked[] = [];
  for (const question of questions) {
    const item = question.item === null ? undefined : byId.get(question.item);
    const options = { now, region: question.region ?? null, vector: vectors && (await embed(question.text)) };
    if (item && question.out)
      knowledge.put({ ...item, similar: item.similar.filter((text) => text !== question.out) });
    const from = performance.now();
    const { band, hits } = knowledge.find(question.text, options);
    const ms = performance.now() - from;
    const row: Asked = {
      ...question,
      ...{ item: item ? item.id : null, band, ms, ids: hits.map(({ passage }) => passage.id) },
      scores: hits.map(({ score }) => score),
    };
    if (item) {
      knowledge.drop(item.id);
      row.without = knowledge.find(question.text, options).band;
      knowledge.put(item);
    }
    asked.push(row);
  }
  return asked;
}

export type { Knowledge };

const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : Number((part / whole).toFixed(4));

export interface Figures {
  asked: number;
  r1: number | null;
  r5: number | null;
  mrr: number | null;
  /** Share answered at once, and how many of these answers were the right one. */
  answered: number | null;
  right: number | null;
  /** Share whose item was answered or offered among the first five. */
  reachable: number | null;
  /** Share answered by another item while the right one was away. */
  misled: number | null;
}

export function figuresOf(asked: Asked[]): Figures {
  const own = asked.filter(({ item }) => item !== null);
  const rank = ({ ids, item, also = [] }: Asked) =>
    ids.findIndex((id) => id === item || also.includes(id)) + 1;
  const among = (most: number) => own.filter((row) => rank(row) >= 1 && rank(row) <= most);
  const answered = own.filter(({ band }) => band === 'answer');
  return {
    asked: own.length,
    r1: share(among(1).length, own.length),
    r5: share(among(5).length, own.length),
    mrr: share(
      own.reduce((sum, row) => sum + (rank(row) ? 1 / rank(row) : 0), 0),
      own.length,
    ),
    answered: share(answered.length, own.length),
    right: share(answered.filter((row) => rank(row) === 1).length, answered.length),
    reachable: share(among(5).filter(({ band }) => band !== 'none').length, own.length),
    misled: share(own.filter(({ without }) => without === 'answer').length, own.length),
  };
}

/** Of questions that no item answers: how many there are, and the share that was answered all the same. */
export function wronglyAnswered(asked: Asked[]): { asked: number; answered: number | null } {
  const none = asked.filter(({ item }) => item === null);
  return {
    asked: none.length,
    answered: share(none.filter(({ band }) => band === 'answer').length, none.length),
  };
}
