/** Knowledge items at rest. The first start loads the demonstration items, marked as such. */
import mongoose from 'mongoose';
import type { KnowledgeItem } from '../knowledge/items.js';

const { Schema } = mongoose;

interface KnowledgeDoc extends Omit<KnowledgeItem, 'id'> {
  _id: string;
  /** Shipped for trying out; a hotline replaces it by its own. */
  demo: boolean;
}

const schema = new Schema<KnowledgeDoc>(
  { _id: String, demo: Boolean },
  { versionKey: false, strict: false, collection: 'knowledge' },
);

export interface KnowledgeStore {
  all(): Promise<KnowledgeItem[]>;
  /** Adds the items if the collection is empty; says how many. */
  seed(items: KnowledgeItem[]): Promise<number>;
}

export function knowledgeStore(connection: mongoose.Connection): KnowledgeStore {
  const Knowledge = connection.model<KnowledgeDoc>('Knowledge', schema);
  return {
    async all() {
      const rows = await Knowledge.find().sort({ _id: 1 }).lean<KnowledgeDoc[]>();
      return rows.map(({ _id, demo: _demo, ...item }) => ({ ...item, id: _id }));
    },
    async seed(items) {
      if (await Knowledge.exists({})) return 0;
      const rows = items.map(({ id, ...item }) => ({ ...item, _id: id, demo: true }));
      await Knowledge.collection.insertMany(rows as never, { ignoreUndefined: true });
      return rows.length;
    },
  };
}
