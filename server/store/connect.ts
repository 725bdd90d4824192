/**
 * The one place where the database is opened: MongoDB by its address, or the embedded store over a folder.
 * `sanitizeFilter` stays off: it would wrap the operators of this house's own filters in `$eq`. No filter is
 * ever built from an object that came from outside; what the routes let in are strings (see http/contract-*.ts).
 */
import mongoose from 'mongoose';
import { type Embedded, openEmbedded } from './embedded/open.js';

export interface DatabaseOptions {
  /** A MongoDB address; null for the embedded store. */
  uri: string | null;
  /** Where the embedded store keeps its data. */
  dataDir: string;
  /** The embedded store died; nothing can be stored any more. */
  onCrash?: (error: Error) => void;
}

export interface Database {
  connection: mongoose.Connection;
  kind: 'embedded' | 'external';
  /** Lets what was begun finish, then closes. */
  close(): Promise<void>;
}

const SETTINGS: mongoose.ConnectOptions = {
  autoIndex: false,
  autoCreate: false,
  serverSelectionTimeoutMS: 10_000,
};

async function connect(uri: string): Promise<mongoose.Connection> {
  const connection = mongoose.createConnection(uri, SETTINGS);
  // A typo in a filter must not silently widen it.
  connection.set('strictQuery', 'throw');
  try {
    await connection.asPromise();
  } catch (error) {
    await connection.close(true).catch(() => undefined);
    throw error;
  }
  return connection;
}

export async function openDatabase({ uri, dataDir, onCrash }: DatabaseOptions): Promise<Database> {
  if (uri !== null) {
    const connection = await connect(uri);
    return { connection, kind: 'external', close: () => connection.close() };
  }
  const store: Embedded = await openEmbedded({
    dataDir,
    listen: null,
    onCrash: onCrash ?? (() => undefined),
  });
  try {
    const connection = await connect(
      `mongodb://${encodeURIComponent(store.socket!)}/jiesu?directConnection=true`,
    );
    const close = async (): Promise<void> => {
      await connection.close();
      await store.close();
    };
    return { connection, kind: 'embedded', close };
  } catch (error) {
    await store.close();
    throw error;
  }
}
