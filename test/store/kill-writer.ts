/**
 * A process under mixed load from several clients at once that says aloud what it was answered; meant to be
 * killed. `node kill-writer.js DIR RUN`. Each document goes through three stages: inserted, updated, deleted;
 * each transfer moves one unit between two accounts and writes a line of the ledger, in one transaction.
 */
import mongoose from 'mongoose';
import { openEmbedded } from '../../server/store/embedded/open.js';

export interface Staged {
  _id: string;
  v: number;
  claims: string[];
  lane: number;
  body: string;
}

const LANES = 4;
const KEPT = 6;

async function main(dir: string, run: string): Promise<void> {
  const store = await openEmbedded({ dataDir: dir, listen: null, onCrash: () => process.exit(3) });
  const uri = `mongodb://${encodeURIComponent(store.socket!)}/kills?directConnection=true`;
  const clients = await Promise.all(
    Array.from({ length: LANES }, () => mongoose.mongo.MongoClient.connect(uri)),
  );
  const db = clients[0]!.db();
  await db.collection('rows').createIndex({ claims: 1 }, { unique: true });
  await db.collection('rows').createIndex({ lane: 1, v: -1 });
  await db.collection<{ _id: string }>('accounts').bulkWrite(
    ['a', 'b'].map((_id) => ({
      updateOne: { filter: { _id }, update: { $setOnInsert: { n: 0 } }, upsert: true },
    })),
  );
  const say = (what: string, id: string): void => void process.stdout.write(`${what} ${id}\n`);
  say('ready', run);

  const stage = async (client: mongoose.mongo.MongoClient, lane: number): Promise<never> => {
    const rows = client.db().collection<Staged>('rows');
    for (let n = 0; ; n++) {
      const _id = `${run}:${lane}:${n}`;
      const body = '话'.repeat(n % 10 === 0 ? 3000 : 30);
      await rows.insertOne({ _id, v: 1, claims: [`${_id}/a`, `${_id}/b`], lane, body });
      say('inserted', _id);
      if (n % 2 === 0) await rows.updateOne({ _id }, { $inc: { v: 1 }, $push: { claims: `${_id}/c` } });
      else await rows.findOneAndUpdate({ _id }, { $set: { v: 2 }, $addToSet: { claims: `${_id}/c` } });
      say('updated', _id);
      if (n < KEPT) continue;
      const old = `${run}:${lane}:${n - KEPT}`;
      await rows.deleteOne({ _id: old });
      say('deleted', old);
    }
  };
  const transfer = async (client: mongoose.mongo.MongoClient, lane: number): Promise<never> => {
    const accounts = client.db().collection<{ _id: string; n: number }>('accounts');
    const ledger = client.db().collection<{ _id: string }>('ledger');
    for (let n = 0; ; n++) {
      const _id = `${run}:${lane}:${n}`;
      const session = client.startSession();
      await session.withTransaction(async () => {
        await accounts.updateOne({ _id: 'a' }, { $inc: { n: -1 } }, { session });
        await ledger.insertOne({ _id }, { session });
        await accounts.updateOne({ _id: 'b' }, { $inc: { n: 1 } }, { session });
      });
      await session.endSession();
      say('transferred', _id);
    }
  };
  await Promise.all([...clients.map(stage), ...clients.slice(0, 2).map(transfer)]);
}

if (process.argv[2]) await main(process.argv[2], process.argv[3] ?? '0');
