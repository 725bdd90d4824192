/** One suite for every database this house may stand on. MongoDB itself is not among those that are run. */
import { randomUUID } from 'node:crypto';
import { type Database, openDatabase } from '../../server/store/connect.js';
import { freshDatabase } from '../support/database.js';
import { startJavaServer } from './mongo-java-server.js';
import { STORE_CASES } from './store.cases.js';

/** What the independent server lacks, found by running it; a name here that is no case fails below. */
const JAVA_LACKS: Record<string, string> = {
  'E11000 names the fields of the index that was hit': 'it sends no keyPattern',
  'a partial unique index judges only what its filter takes in':
    'its unique index looks at what the filter leaves out',
  'a counter never gives a number twice': 'its findAndModify is not atomic',
  'an update by a pipeline': 'it has no update pipelines',
};

const java = await startJavaServer();

function suite(open: () => Promise<Database>, lacks: Record<string, string>): void {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database?.close());
  for (const { name, run } of STORE_CASES) {
    const reason = lacks[name];
    if (reason) test.skip(`${name} (${reason})`, () => undefined);
    else test(name, () => run(database.connection.collection(`c${randomUUID()}`)));
  }
}

describe(`the store contract on ${process.env.MONGODB_URI ? 'the server of MONGODB_URI' : 'the embedded store'}`, () => {
  suite(freshDatabase, {});
});

if ('missing' in java) {
  describe.skip(`the store contract on mongo-java-server: ${java.missing}`, () => {
    test('is skipped', () => undefined);
  });
} else {
  describe('the store contract on mongo-java-server 1.47.0', () => {
    afterAll(() => java.stop());
    suite(() => openDatabase({ uri: java.uri, dataDir: '' }), JAVA_LACKS);
  });
}

test('what a server lacks names real cases', () => {
  const names = STORE_CASES.map(({ name }) => name);
  for (const name of Object.keys(JAVA_LACKS)) expect(names).toContain(name);
});
