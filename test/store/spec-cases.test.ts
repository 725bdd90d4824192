/**
 * MongoDB's own published CRUD cases, run against the embedded store by the official driver. They are not
 * part of this repository: they lie beside it, or where JIESU_SHARED says.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import mongoose from 'mongoose';
import { freshDatabase } from '../support/database.js';
import { mismatch } from './spec-match.js';
import { bulkCounts, OPERATIONS } from './spec-operations.js';

const { EJSON } = mongoose.mongo.BSON;
const shared = process.env.JIESU_SHARED ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
const folder = join(shared, 'store-cases');

type Row = Record<string, unknown>;

interface Requirement {
  minServerVersion?: string;
  maxServerVersion?: string;
  topologies?: string[];
  serverless?: string;
  auth?: boolean;
}

interface Operation {
  name: string;
  object: string;
  arguments?: Row;
  expectResult?: unknown;
  expectError?: Row;
  saveResultAsEntity?: string;
}

interface Rows {
  collectionName: string;
  databaseName: string;
  documents: Row[];
}

interface Case {
  description: string;
  skipReason?: string;
  runOnRequirements?: Requirement[];
  operations: Operation[];
  outcome?: Rows[];
}

interface File {
  description: string;
  runOnRequirements?: Requirement[];
  createEntities?: Row[];
  initialData?: Rows[];
  tests: Case[];
}

const number = (version: string): number => {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return major * 1e6 + minor * 1e3 + patch;
};

/** This store answers as a standalone 7.0. */
function met(requirements: Requirement[] | undefined): boolean {
  if (!requirements) return true;
  return requirements.some(
    ({ minServerVersion = '0', maxServerVersion = '99', topologies = ['single'], serverless, auth }) =>
      number('7.0.0') >= number(minServerVersion) &&
      number('7.0.0') <= number(maxServerVersion) &&
      topologies.includes('single') &&
      serverless !== 'require' &&
      auth !== true,
  );
}

/** Why this case is not for this store, or null. */
function skipped(file: File, one: Case): string | null {
  if (one.skipReason) return one.skipReason;
  if (!met(file.runOnRequirements) || !met(one.runOnRequirements))
    return 'not for a standalone server of version 7.0';
  if (one.operations.some((operation) => operation.name === 'failPoint'))
    return "needs MongoDB's own fail points";
  return null;
}

function entities(file: File): Map<string, { database: string; collection: string }> {
  const databases = new Map<string, string>();
  const found = new Map<string, { database: string; collection: string }>();
  for (const entity of file.createEntities ?? []) {
    const { database, collection } = entity as { database?: Row; collection?: Row };
    if (database) {
      databases.set(database.id as string, database.databaseName as string);
      found.set(database.id as string, { database: database.databaseName as string, collection: '' });
    }
    if (collection)
      found.set(collection.id as string, {
        database: databases.get(collection.database as string)!,
        collection: collection.collectionName as string,
      });
  }
  return found;
}

async function failed(operation: Operation, run: () => Promise<unknown>): Promise<void> {
  const { isClientError, errorContains, errorCode, errorCodeName, expectResult } = operation.expectError!;
  let error: unknown;
  try {
    await run();
  } catch (caught) {
    error = caught;
  }
  if (!(error instanceof Error)) throw new Error(`${operation.name} should have failed`);
  if (isClientError === false) expect(error).toBeInstanceOf(mongoose.mongo.MongoServerError);
  if (typeof errorContains === 'string')
    expect(error.message.toLowerCase()).toContain(errorContains.toLowerCase());
  if (errorCode !== undefined) expect((error as mongoose.mongo.MongoServerError).code).toBe(errorCode);
  if (errorCodeName !== undefined)
    expect((error as mongoose.mongo.MongoServerError).codeName).toBe(errorCodeName);
  if (expectResult !== undefined && error instanceof mongoose.mongo.MongoBulkWriteError)
    expect(mismatch(expectResult, bulkCounts(error.result), 'result', true)).toBeNull();
}

if (!existsSync(folder)) {
  describe.skip(`MongoDB's CRUD cases: not found in ${folder}; set JIESU_SHARED to the folder that holds store-cases`, () => {
    test('are skipped', () => undefined);
  });
} else {
  describe("MongoDB's CRUD cases", () => {
    let database: Awaited<ReturnType<typeof freshDatabase>>;
    let client: mongoose.mongo.MongoClient;
    beforeAll(async () => {
      database = await freshDatabase();
      client = database.connection.getClient() as unknown as mongoose.mongo.MongoClient;
    });
    afterAll(() => database.close());

    for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
      const file = EJSON.parse(readFileSync(join(folder, name), 'utf8')) as File;
      describe(file.description, () => {
        for (const one of file.tests) {
          const reason = skipped(file, one);
          if (reason) {
            test.skip(`${one.description} (${reason})`, () => undefined);
            continue;
          }
          test(one.description, async () => {
            for (const { databaseName, collectionName, documents } of file.initialData ?? []) {
              const collection = client.db(databaseName).collection(collectionName);
              await collection.drop();
              if (documents.length > 0) await collection.insertMany(documents);
              else await client.db(databaseName).createCollection(collectionName);
            }
            const known = entities(file);
            for (const operation of one.operations) {
              const place = known.get(operation.object);
              const run = OPERATIONS[operation.name];
              if (!place || !run)
                throw new Error(`the runner does not know ${operation.object}.${operation.name}`);
              const db = client.db(place.database);
              const target = { db, collection: db.collection<Row>(place.collection || 'unused') };
              const go = (): Promise<unknown> => run(target, structuredClone(operation.arguments ?? {}));
              if (operation.expectError) await failed(operation, go);
              else {
                const result = await go();
                if ('expectResult' in operation)
                  expect(mismatch(operation.expectResult, result ?? null, 'result', true)).toBeNull();
              }
            }
            for (const { databaseName, collectionName, documents } of one.outcome ?? []) {
              const rows = await client
                .db(databaseName)
                .collection(collectionName)
                .find()
                .sort({ _id: 1 })
                .toArray();
              expect(mismatch(documents, rows, 'outcome', false)).toBeNull();
            }
          });
        }
      });
    }
  });
}
