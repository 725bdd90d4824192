/** Small durable notes of channels: cursors, tokens, what was last offered. */
import mongoose from 'mongoose';
import type { Notes } from '../../channels/kind.js';
import { duplicateOf } from './duplicate.js';
import { byKey, inserter, updater } from './gathered.js';

const { Schema } = mongoose;

interface NoteDoc {
  /** `${channel}:${key}` */
  _id: string;
  value: unknown;
  at: Date;
}

const schema = new Schema<NoteDoc>(
  { _id: { type: String, required: true }, value: Schema.Types.Mixed, at: Date },
  { versionKey: false, minimize: false, collection: 'notes' },
);

/** Sorts after every sign a key is made of. */
const LAST = '\uffff';

export interface NoteStore {
  of(channel: string): Notes;
}

export function noteStore(connection: mongoose.Connection, now: () => Date): NoteStore {
  const Note = connection.model<NoteDoc>('Note', schema);
  const insert = inserter<NoteDoc>(Note.collection);
  const update = updater(Note.collection);
  const read = byKey<NoteDoc>(Note.collection);
  return {
    of: (channel) => ({
      async get<T>(key: string) {
        const row = await read(`${channel}:${key}`);
        return row ? (row.value as T) : null;
      },
      async set(key, value) {
        const _id = `${channel}:${key}`;
        if (value === null) {
          await Note.deleteOne({ _id });
          return;
        }
        const one = { filter: { _id }, update: { $set: { value, at: now() } } };
        // Two first writes may meet, and a server may let one of them run into the key.
        await update({ ...one, upsert: true }).catch((error: unknown) => {
          if (!duplicateOf(error)) throw error;
          return update(one);
        });
      },
      async take(key, value) {
        try {
          await insert({ _id: `${channel}:${key}`, value, at: now() });
          return true;
        } catch (error) {
          if (!duplicateOf(error)) throw error;
          return false;
        }
      },
      async list<T>(prefix: string, after: string, limit: number) {
        const from = `${channel}:${prefix}`;
        const beyond = `${channel}:${after}`;
        const rows = await Note.find({
          _id: { ...(beyond >= from ? { $gt: beyond } : { $gte: from }), $lt: `${from}${LAST}` },
        })
          .sort({ _id: 1 })
          .limit(limit)
          .lean<NoteDoc[]>();
        return rows.map(({ _id, value }) => ({ key: _id.slice(channel.length + 1), value: value as T }));
      },
      async drop(prefix, before) {
        const from = `${channel}:${prefix}`;
        const gone = await Note.deleteMany({
          _id: { $gte: from, $lt: `${from}${LAST}` },
          at: { $lt: before },
        });
        return gone.deletedCount;
      },
    }),
  };
}
