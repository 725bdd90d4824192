/** Items on their way, their editions, and what people find wrong in them. Only applied commits write here. */
import mongoose from 'mongoose';
import { type Edition, type Entry, type Standing, standingOf } from '../knowledge/flow/entry.js';
import type { KnowledgeItem, Language } from '../knowledge/item.js';
import { writtenIn } from '../knowledge/language.js';
import { duplicateOf } from './duplicate.js';
import type { KnowledgeStore } from './knowledge.js';

const { Schema } = mongoose;

/** What lists ask for, beside the whole. */
interface Row extends Entry {
  _id: string;
  standing: Standing;
  served: boolean;
  title: string;
  category: string;
  region: string;
  /** Absent in rows of before there was a choice: Chinese. */
  language?: Language;
  /** yyyy-MM-dd of the served text; null = nobody said. */
  reviewBy: string | null;
  /** As the item has it; null = open. */
  expires: string | null;
}

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    standing: String,
    served: Boolean,
    title: String,
    category: String,
    region: String,
    language: String,
    owner: String,
    reviewBy: String,
    expires: String,
    version: Number,
    updatedAt: Date,
  },
  { versionKey: false, strict: false, minimize: false, collection: 'knowledgeentries' },
);
schema.index({ updatedAt: -1, _id: -1 });
schema.index({ standing: 1, updatedAt: -1, _id: -1 });
schema.index({ category: 1, updatedAt: -1, _id: -1 });
schema.index({ reviewBy: 1 });

const editionSchema = new Schema<Edition>(
  {
    _id: { type: String, required: true },
    item: String,
    edition: Number,
    def: Schema.Types.Mixed,
    at: Date,
    writers: [String],
    department: String,
    platform: String,
  },
  { versionKey: false, minimize: false, collection: 'knowledgeeditions' },
);
editionSchema.index({ item: 1, edition: -1 });
editionSchema.index({ at: -1, _id: -1 });

/** What stands on the cover of an edition: which item's, and whose that is today. */
export interface Cover extends Pick<Edition, '_id' | 'item' | 'edition' | 'at'> {
  title: string;
  category: string;
  region: string;
  owner: string | null;
}

export interface EntryFilter {
  standing?: Standing | undefined;
  category?: string | undefined;
  region?: string | undefined;
  language?: Language | undefined;
  /** Codes of units; absent = all. */
  owners?: readonly string[] | undefined;
  owner?: string | undefined;
  /** Served and to be looked at by that day. */
  reviewBy?: string | undefined;
  /** Served by the store, yet past its time at that clock (`clockOf`). */
  expiredAt?: string | undefined;
  ids?: readonly string[] | undefined;
  /** Stands in the title of the text at hand. */
  words?: string | undefined;
}

export interface EntryStore {
  get(id: string): Promise<Entry | null>;
  list(
    filter: EntryFilter,
    after: string | null,
    limit: number,
  ): Promise<{ rows: Entry[]; next: string | null }>;
  count(filter: EntryFilter): Promise<number>;
  /** Oldest first. */
  walk(after: string, limit: number): Promise<Entry[]>;
  editions(id: string): Promise<Edition[]>;
  /** Published from that instant on and before the other, newest first. */
  published(from: Date, to: Date): Promise<Cover[]>;
  /** False where a later step was applied before: nothing is written then. */
  apply(entry: Entry, edition: Edition | null): Promise<boolean>;
  /** Gives every served item that has none an entry of its own. */
  ensure(items: readonly KnowledgeItem[], entryOf: (item: KnowledgeItem) => Entry): Promise<void>;
  /** Changed after that instant, oldest first: for other processes. */
  since(at: Date): Promise<Entry[]>;
  init(): Promise<void>;
}

const rowOf = (entry: Entry): Row => {
  const shown = entry.work?.item ?? entry.live ?? entry.down?.item;
  return {
    ...entry,
    _id: entry.id,
    standing: standingOf(entry),
    served: entry.live !== null,
    title: shown?.title ?? '',
    category: shown?.category ?? '',
    region: shown?.region ?? '',
    language: writtenIn(shown ?? {}),
    reviewBy: entry.live?.reviewBy ?? null,
    expires: entry.live?.effectiveTo ?? null,
  };
};

const entryOfRow = ({
  _id: _row,
  standing: _s,
  served: _v,
  title: _t,
  category: _c,
  region: _r,
  language: _l,
  reviewBy: _b,
  expires: _e,
  ...entry
}: Row): Entry => entry;

const escaped = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function query({
  standing,
  category,
  region,
  language,
  owners,
  owner,
  reviewBy,
  expiredAt,
  ids,
  words,
}: EntryFilter): object {
  return {
    ...(standing ? { standing } : {}),
    ...(category ? { category } : {}),
    ...(region ? { region } : {}),
    ...(language ? { language: language === 'zh' ? { $in: [language, null] } : language } : {}),
    ...(owner ? { owner } : owners ? { owner: { $in: [...owners] } } : {}),
    ...(reviewBy ? { served: true, reviewBy: { $lte: reviewBy, $ne: null } } : {}),
    ...(expiredAt ? { served: true, $or: gone(expiredAt) } : {}),
    ...(ids ? { _id: { $in: [...ids] } } : {}),
    ...(words ? { title: { $regex: escaped(words) } } : {}),
  };
}

/** A day is over when the next begins, a minute when it begins; null is neither. */
const gone = (clock: string): object[] => {
  const day = clock.slice(0, 10);
  return [{ expires: { $ne: null, $lt: day } }, { expires: { $gt: day, $lte: clock } }];
};

const AFTER = /^(\d{13})~(.{1,64})$/;

export function entryStore(
  connection: mongoose.Connection,
  live: Pick<KnowledgeStore, 'serve' | 'withdraw'>,
): EntryStore {
  const Entries = connection.model<Row>('KnowledgeEntry', schema);
  const Editions = connection.model<Edition>('KnowledgeEdition', editionSchema);
  async function ownersOf(ids: readonly string[]): Promise<Map<string, string | null>> {
    const owners = new Map<string, string | null>();
    for (let i = 0; i < ids.length; i += 1000) {
      const asked = { _id: { $in: ids.slice(i, i + 1000) } };
      for (const { _id, owner } of await Entries.find(asked, { owner: 1 }).lean<
        Pick<Row, '_id' | 'owner'>[]
      >())
        owners.set(_id, owner);
    }
    return owners;
  }
  return {
    async get(id) {
      const row = await Entries.findById(id).lean<Row>();
      return row && entryOfRow(row);
    },
    async list(filter, after, limit) {
      const [, at, id] = AFTER.exec(after ?? '') ?? [];
      const from = at
        ? {
            $or: [
              { updatedAt: { $lt: new Date(Number(at)) } },
              { updatedAt: new Date(Number(at)), _id: { $lt: id } },
            ],
          }
        : {};
      const rows = await Entries.find({ $and: [query(filter), from] } as never)
        .sort({ updatedAt: -1, _id: -1 })
        .limit(limit + 1)
        .lean<Row[]>();
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      return { rows: shown.map(entryOfRow), next: last ? `${last.updatedAt.getTime()}~${last._id}` : null };
    },
    count: (filter) => Entries.countDocuments(query(filter) as never),
    async walk(after, limit) {
      const rows = await Entries.find({ _id: { $gt: after } })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<Row[]>();
      return rows.map(entryOfRow);
    },
    editions: (id) => Editions.find({ item: id }).sort({ edition: -1 }).lean<Edition[]>(),
    async published(from, to) {
      type Found = Pick<Edition, '_id' | 'item' | 'edition' | 'at'> & { def?: Partial<KnowledgeItem> };
      const rows = await Editions.find(
        { at: { $gte: from, $lt: to } },
        { item: 1, edition: 1, at: 1, 'def.title': 1, 'def.category': 1, 'def.region': 1 },
      )
        .sort({ at: -1, _id: -1 })
        .lean<Found[]>();
      const owners = await ownersOf([...new Set(rows.map(({ item }) => item))]);
      return rows.map(({ def, ...row }) => ({
        ...row,
        ...{ title: def?.title ?? '', category: def?.category ?? '', region: def?.region ?? '' },
        owner: owners.get(row.item) ?? null,
      }));
    },
    async apply(entry, edition) {
      const stored = await Entries.findById(entry.id, { version: 1 }).lean<Pick<Row, 'version'>>();
      if (stored && stored.version > entry.version) return false;
      if (edition) {
        const { _id, ...rest } = edition;
        await Editions.updateOne({ _id }, { $setOnInsert: rest }, { upsert: true });
      }
      // What is served first: whoever reads the entry's new version finds the rest done.
      if (entry.live) await live.serve(entry.live);
      else await live.withdraw(entry.id);
      const row = rowOf(entry);
      await Entries.collection.replaceOne({ _id: entry.id } as never, row as never, {
        upsert: true,
        ignoreUndefined: true,
      });
      return true;
    },
    async ensure(items, make) {
      const asked = { _id: { $in: items.map(({ id }) => id) } };
      const known = new Set(
        (await Entries.find(asked, { _id: 1 }).lean<{ _id: string }[]>()).map(({ _id }) => _id),
      );
      const rows = items.filter(({ id }) => !known.has(id)).map((item) => rowOf(make(item)));
      if (rows.length === 0) return;
      try {
        await Entries.collection.insertMany(rows as never, { ignoreUndefined: true, ordered: false });
      } catch (error) {
        // Another process, or a step at the desk, was quicker with some of them.
        if (!duplicateOf(error)) throw error;
      }
    },
    async since(at) {
      const rows = await Entries.find({ updatedAt: { $gt: at } })
        .sort({ updatedAt: 1, _id: 1 })
        .lean<Row[]>();
      return rows.map(entryOfRow);
    },
    async init() {
      await Entries.createIndexes();
      await Editions.createIndexes();
    },
  };
}
