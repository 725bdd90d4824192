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
        if (value === null) await Note.deleteOne({ _id });
        else await Note.updateOne({ _id }, { $set: { value, at: now() } }, { upsert: true });
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
    }),
  };
}
