/** Knowledge items at rest. Each start brings in shipped items that are new to this folder, marked as such. */
import { createHash } from 'node:crypto';
import mongoose from 'mongoose';
import { type KnowledgeItem, knowledgeItem } from '../knowledge/item.js';

const { Schema } = mongoose;

interface KnowledgeDoc extends Omit<KnowledgeItem, 'id'> {
  _id: string;
  /** Shipped for trying out; a hotline replaces it by its own. */
  demo: boolean;
}

/** What was once brought in, and its hash: what people edited, withdrew or deleted since is theirs. */
interface SeedDoc {
  _id: string;
  hash: string;
}

const loose = { versionKey: false, strict: false } as const;
const schema = new Schema<KnowledgeDoc>(
  { _id: String, demo: Boolean },
  { ...loose, collection: 'knowledge' },
);
const seeds = new Schema<SeedDoc>(
  { _id: String, hash: String },
  { versionKey: false, collection: 'knowledgeseeds' },
);

export interface Seeded {
  added: number;
  /** Shipped anew in other words, and never touched by people. */
  mended: number;
}

export interface KnowledgeStore {
  /** What is served, by id; read as it is walked. */
  walk(): AsyncIterable<KnowledgeItem[]>;
  /** Brings in what is new among the shipped items; never overwrites or revives what people changed. */
  seed(items: KnowledgeItem[]): Promise<Seeded>;
  /** From now on this is what is served under its id. */
  serve(item: KnowledgeItem): Promise<void>;
  withdraw(id: string): Promise<void>;
  /** Which of these are served at this moment. */
  served(ids: readonly string[]): Promise<Set<string>>;
}

/** Read at once: little enough that nobody waits for it. */
const BATCH = 100;

const itemOf = ({ _id, demo: _demo, ...rest }: KnowledgeDoc): KnowledgeItem => ({ ...rest, id: _id });

/** Of the fields an item is made of, in one order, whatever else a row has. */
const hashOf = (item: KnowledgeItem): string => {
  const { id, ...fields } = knowledgeItem.parse(item);
  const sorted = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([id, sorted]))
    .digest('hex');
};

export function knowledgeStore(connection: mongoose.Connection): KnowledgeStore {
  const Knowledge = connection.model<KnowledgeDoc>('Knowledge', schema);
  const Seeds = connection.model<SeedDoc>('KnowledgeSeed', seeds);

  return {
    async *walk() {
      for (let after = ''; ; ) {
        const rows = await Knowledge.find({ _id: { $gt: after } })
          .sort({ _id: 1 })
          .limit(BATCH)
          .lean<KnowledgeDoc[]>();
        if (rows.length > 0) yield rows.map(itemOf);
        const end = rows.at(-1);
        if (rows.length < BATCH || !end) return;
        after = end._id;
      }
    },

    async serve({ id, ...item }) {
      const row = { ...item, _id: id, demo: false };
      await Knowledge.collection.replaceOne({ _id: id } as never, row as never, {
        upsert: true,
        ignoreUndefined: true,
      });
    },

    async withdraw(id) {
      await Knowledge.deleteOne({ _id: id });
    },

    async served(ids) {
      const rows = await Knowledge.find({ _id: { $in: [...ids] } }, { _id: 1 }).lean<{ _id: string }[]>();
      return new Set(rows.map(({ _id }) => _id));
    },

    async seed(items) {
      const shipped = { _id: { $in: items.map(({ id }) => id) } };
      const [rows, before] = await Promise.all([
        Knowledge.find(shipped).lean<KnowledgeDoc[]>(),
        Seeds.find(shipped).lean<SeedDoc[]>(),
      ]);
      const present = new Map(rows.map((row) => [row._id, row]));
      const seeded = new Map(before.map(({ _id, hash }) => [_id, hash]));
      const fresh: KnowledgeItem[] = [];
      const marks: SeedDoc[] = [];
      let mended = 0;
      for (const item of items) {
        const hash = hashOf(item);
        const known = seeded.get(item.id);
        if (known === hash) continue;
        const row = present.get(item.id);
        if (known === undefined && !row) fresh.push(item);
        // Compared with what was brought in then: an edited row has another hash.
        else if (known !== undefined && row && hashOf(itemOf(row)) === known) {
          const { id, ...fields } = item;
          await Knowledge.collection.updateOne({ _id: id } as never, { $set: fields } as never);
          mended++;
        }
        marks.push({ _id: item.id, hash });
      }
      // First the items: after a crash in between they are there and only get their mark.
      if (fresh.length > 0) {
        const docs = fresh.map(({ id, ...item }) => ({ ...item, _id: id, demo: true }));
        await Knowledge.collection.insertMany(docs as never, { ignoreUndefined: true });
      }
      const news = marks.filter(({ _id }) => !seeded.has(_id));
      if (news.length > 0) await Seeds.collection.insertMany(news as never);
      for (const { _id, hash } of marks.filter((mark) => seeded.has(mark._id)))
        await Seeds.collection.updateOne({ _id } as never, { $set: { hash } });
      return { added: fresh.length, mended };
    },
  };
}
