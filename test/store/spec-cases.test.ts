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
import { bulkCounts, NO_COLLECTION, OPERATIONS } from './spec-operations.js';

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

/** This store answers as a replica set of one, version 7.0; a standalone's cases are for it too. */
const TOPOLOGIES = ['single', 'replicaset'];

function met(requirements: Requirement[] | undefined): boolean {
  if (!requirements) return true;
  return requirements.some(
    ({ minServerVersion = '0', maxServerVersion = '99', topologies = TOPOLOGIES, serverless, auth }) =>
      number('7.0.0') >= number(minServerVersion) &&
      number('7.0.0') <= number(maxServerVersion) &&
      topologies.some((one) => TOPOLOGIES.includes(one)) &&
      serverless !== 'require' &&
      auth !== true,
  );
}

/** Why this case is not for this store, or null. */
function skipped(file: File, one: Case): string | null {
  if (one.skipReason) return one.skipReason;
  if (!met(file.runOnRequirements) || !met(one.runOnRequirements)) return 'not for a server of version 7.0';
  if (one.operations.some((operation) => operation.name === 'failPoint'))
    return "needs MongoDB's own fail points";
  if (JSON.stringify(one.operations).includes('"collation":'))
    return 'this store refuses a collation: README, and wire.test.ts for the refusal';
  return null;
}

/** Where an operation goes, by the name the file gives it. */
interface Entity {
  database: string;
  collection: string;
  options: Row;
}

const CLIENT: Entity = { database: 'unused', collection: NO_COLLECTION, options: {} };

function entities(file: File): Map<string, Entity> {
  const found = new Map<string, Entity>();
  for (const entity of file.createEntities ?? []) {
    const { client, database, collection } = entity as { client?: Row; database?: Row; collection?: Row };
    if (client) found.set(client.id as string, CLIENT);
    if (database) found.set(database.id as string, { ...CLIENT, database: database.databaseName as string });
    if (collection)
      found.set(collection.id as string, {
        database: found.get(collection.database as string)!.database,
        collection: collection.collectionName as string,
        options: (collection.collectionOptions ?? {}) as Row,
      });
  }
  return found;
}

async function failed(operation: Operation, run: () => Promise<unknown>): Promise<void> {
  const { isClientError, errorContains, errorCode, errorCodeName, errorResponse, expectResult } =
    operation.expectError!;
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
  if (errorResponse !== undefined)
    expect(
      mismatch(errorResponse, (error as mongoose.mongo.MongoServerError).errorResponse, 'error', true),
    ).toBeNull();
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
              const target = { client, db, collection: db.collection<Row>(place.collection, place.options) };
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
