/** Small durable notes of channels: cursors, tokens, what was last offered. */
import mongoose from 'mongoose';
import type { Notes } from '../../channels/kind.js';
import { duplicateOf } from './duplicate.js';

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
  return {
    of: (channel) => ({
      async get<T>(key: string) {
        const row = await Note.findById(`${channel}:${key}`).lean<NoteDoc>();
        return row ? (row.value as T) : null;
      },
      async set(key, value) {
        const _id = `${channel}:${key}`;
        if (value === null) {
          await Note.deleteOne({ _id });
          return;
        }
        const write = (upsert: boolean) =>
          Note.updateOne({ _id }, { $set: { value, at: now() } }, { upsert });
        // Two first writes may meet, and a server may let one of them run into the key.
        await write(true).catch((error: unknown) => {
          if (!duplicateOf(error)) throw error;
          return write(false);
        });
      },
      async take(key, value) {
        try {
          await Note.collection.insertOne({ _id: `${channel}:${key}`, value, at: now() } as never);
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
