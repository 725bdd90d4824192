/**
 * Letters at rest, and beside them the public copies: a collection that holds nothing but what an editor let
 * through, which is all that the public pages read. Only `put` (called when a commit is applied) writes.
 */
import mongoose from 'mongoose';
import type { Letter, Stage } from '../letters/letter.js';
import type { LetterKind } from '../letters/rules.js';
import { duplicateOf } from './duplicate.js';
import { decodePlace, encodePlace, type Place } from './letter-cursor.js';

const { Schema } = mongoose;

type LetterRow = Letter & { _id: string };

/** What anybody may read. A row that is not live is an empty place that says: this was here. */
export interface PublicLetter {
  id: string;
  /** Of the letter whose copy this is: an older copy never takes a newer one's place. */
  version: number;
  live: boolean;
  kind: LetterKind;
  region: string | null;
  title: string;
  content: string;
  reply: string;
  receivedAt: Date;
  repliedAt: Date;
  publishedAt: Date;
}
type PublicRow = Omit<PublicLetter, 'id'> & { _id: string };

const letterSchema = new Schema<LetterRow>(
  { _id: { type: String, required: true }, id: String, stage: String, version: Number, createdAt: Date },
  { versionKey: false, minimize: false, strict: false, collection: 'letters' },
);
letterSchema.index({ stage: 1, createdAt: -1, _id: -1 });
letterSchema.index({ createdAt: -1, _id: -1 });
letterSchema.index({ id: 1 });

const publicSchema = new Schema<PublicRow>(
  {
    _id: { type: String, required: true },
    version: Number,
    live: Boolean,
    kind: String,
    region: { type: String, default: null },
    title: String,
    content: String,
    reply: String,
    receivedAt: Date,
    repliedAt: Date,
    publishedAt: Date,
  },
  { versionKey: false, minimize: false, collection: 'publicLetters' },
);
publicSchema.index({ live: 1, publishedAt: -1, _id: -1 });
publicSchema.index({ live: 1, kind: 1, publishedAt: -1, _id: -1 });
publicSchema.index({ live: 1, region: 1, publishedAt: -1, _id: -1 });

export interface PublicFilter {
  kind?: string | undefined;
  /** A league's code takes in its banners. */
  region?: string | undefined;
  /** Words that all stand in title, letter or answer. */
  q?: string | undefined;
  /** Published on or after, before; Asia/Shanghai days as instants. */
  from?: Date | undefined;
  before?: Date | undefined;
  after?: string | undefined;
  limit: number;
}

export interface LetterStore {
  get(letterNo: string): Promise<Letter | null>;
  byId(id: string): Promise<Letter | null>;
  /** Writes this version and its public copy unless that or a later one is there. */
  put(letter: Letter): Promise<void>;
  /** Newest first; null = all. */
  list(
    stage: Stage | null,
    after: string | null,
    limit: number,
  ): Promise<{ rows: Letter[]; next: string | null; total: number }>;
  /** Highest sequence under a key, 0 if none. */
  lastSeq(prefix: string): Promise<number>;
  /** Live ones, the latest published first. Rows that come in while paging belong before page one. */
  open(filter: PublicFilter): Promise<{ rows: PublicLetter[]; next: string | null; total: number }>;
  /** Live or not. */
  openOne(id: string): Promise<PublicLetter | null>;
  init(): Promise<void>;
}

export function letterStore(connection: mongoose.Connection): LetterStore {
  const Letters = connection.model<LetterRow>('Letter', letterSchema);
  const Public = connection.model<PublicRow>('PublicLetter', publicSchema);

  /** A stored version that is not older does not match; the upsert then runs into its key. */
  async function keep<T extends { _id: string; version: number }>(
    model: mongoose.Model<T>,
    row: T,
  ): Promise<void> {
    for (;;) {
      try {
        await model.collection.replaceOne(
          { _id: row._id, version: { $lt: row.version } } as never,
          row as never,
          { upsert: true, ignoreUndefined: true },
        );
        return;
      } catch (error) {
        if (!duplicateOf(error)) throw error;
        const there = await model.findById(row._id).lean<{ version: number }>();
        if (there && there.version >= row.version) return;
      }
    }
  }

  return {
    async get(letterNo) {
      const row = await Letters.findById(letterNo).lean<LetterRow>();
      return row && letterOf(row);
    },
    async byId(id) {
      const row = await Letters.findOne({ id }).lean<LetterRow>();
      return row && letterOf(row);
    },
    async put(letter) {
      const copy = copyOf(letter);
      // What goes, goes first.
      if (copy && !copy.live) await keep(Public as never, copy);
      await keep(Letters as never, { ...letter, _id: letter.letterNo });
      if (copy?.live) await keep(Public as never, copy);
    },
    async list(stage, after, limit) {
      const which = stage === null ? {} : { stage };
      const rows = await Letters.find({
        $and: [which, after ? beyond('createdAt', decodePlace(after)) : {}],
      } as never)
        .sort({ createdAt: -1, _id: -1 })
        .limit(limit + 1)
        .lean<LetterRow[]>();
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return {
        rows: rows.slice(0, limit).map(letterOf),
        next: last ? encodePlace({ at: last.createdAt, id: last._id }) : null,
        total: await Letters.countDocuments(which as never),
      };
    },
    async lastSeq(prefix) {
      const row = await Letters.findOne({ _id: { $gte: prefix, $lt: `${prefix}:` } })
        .sort({ _id: -1 })
        .select({ _id: 1 })
        .lean<{ _id: string }>();
      return row ? Number(row._id.slice(prefix.length, prefix.length + 6)) : 0;
    },
    async open({ after, limit, ...filter }) {
      const which = queryOf(filter);
      const rows = await Public.find({
        $and: [which, after ? beyond('publishedAt', decodePlace(after)) : {}],
      } as never)
        .sort({ publishedAt: -1, _id: -1 })
        .limit(limit + 1)
        .lean<PublicRow[]>();
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return {
        rows: rows.slice(0, limit).map(publicOf),
        next: last ? encodePlace({ at: last.publishedAt, id: last._id }) : null,
        total: await Public.countDocuments(which as never),
      };
    },
    async openOne(id) {
      const row = await Public.findById(id).lean<PublicRow>();
      return row && publicOf(row);
    },
    async init() {
      await Promise.all([Letters.createIndexes(), Public.createIndexes()]);
    },
  };
}

const letterOf = ({ _id, ...letter }: LetterRow): Letter => letter;
const publicOf = ({ _id, ...row }: PublicRow): PublicLetter => ({ ...row, id: _id });

function copyOf({ publication, stage, version, kind, region, createdAt }: Letter): PublicRow | null {
  if (!publication) return null;
  const { id, repliedAt, at } = publication;
  const live = stage === 'published';
  // The empty place keeps no word of it.
  const { title, content, reply } = live ? publication : { title: '', content: '', reply: '' };
  return {
    ...{ _id: id, version, live, kind, region, title, content, reply },
    ...{ receivedAt: createdAt, repliedAt, publishedAt: at },
  };
}

const beyond = (field: string, { at, id }: Place): object => ({
  $or: [{ [field]: { $lt: at } }, { [field]: at, _id: { $lt: id } }],
});

const WORDS = 6;

function queryOf({ kind, region, q, from, before }: Omit<PublicFilter, 'after' | 'limit'>): object {
  const all: object[] = [{ live: true }];
  if (kind) all.push({ kind });
  if (region) {
    const own = region.replace(/(?:00)+$/, '');
    all.push(own.length === region.length ? { region } : { region: { $gte: own, $lt: `${own}:` } });
  }
  if (from) all.push({ publishedAt: { $gte: from } });
  if (before) all.push({ publishedAt: { $lt: before } });
  const words = q?.slice(0, 60).trim().split(/\s+/).filter(Boolean) ?? [];
  for (const word of words.slice(0, WORDS)) {
    // As typed, and folded: full-width signs stand in the text as they were written.
    const ways = [...new Set([word, word.normalize('NFKC')])].map(
      (way) => new RegExp(way.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'i'),
    );
    all.push({ $or: ways.flatMap((way) => [{ title: way }, { content: way }, { reply: way }]) });
  }
  return { $and: all };
}
