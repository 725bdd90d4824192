/**
 * The embedded store in a process of its own, asked through its socket, beside bare lmdb doing the same puts and
 * gets in the same run. `BENCH_STORE=100000` documents of 1 KB with three indexes, `BENCH_STORE_LARGE=1000000`
 * for what must not depend on the size.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { open } from 'lmdb';
import mongoose from 'mongoose';
import { freshDir, removeDir } from './child.js';
import type { Figure } from './report.js';
import { inside } from './store-inside.js';
import { BATCH, inTurns, type Row, row, seconds, times } from './store-rows.js';
import { insertsBySocket, parrot } from './store-wire.js';

const COUNT = Number(process.env.BENCH_STORE ?? 100_000);
const LARGE = Number(process.env.BENCH_STORE_LARGE ?? 1_000_000);
const CLIENTS = 64;

type Rows = mongoose.mongo.Collection<Row>;

interface Served {
  child: ChildProcess;
  socket: string;
  client: mongoose.mongo.MongoClient;
  rows: Rows;
  /** Milliseconds from the call to the listening socket. */
  opened: number;
  stop(): Promise<void>;
}

async function serve(dir: string, name = 'rows'): Promise<Served> {
  const script = fileURLToPath(new URL('./store-child.js', import.meta.url));
  const child = spawn(process.execPath, [script, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const [socket = '', opened = '0'] = line.split(' ');
  const uri = `mongodb://${encodeURIComponent(socket)}/bench?directConnection=true&maxPoolSize=${CLIENTS}`;
  const client = await mongoose.mongo.MongoClient.connect(uri);
  return {
    ...{ child, socket, client, rows: client.db().collection<Row>(name), opened: Number(opened) },
    async stop() {
      await client.close();
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** Resident MiB of the process without the pages of the data file that the kernel keeps for it. */
async function beyondTheMap(pid: number): Promise<number> {
  const maps = (await readFile(`/proc/${pid}/smaps`, 'utf8')).split(/\n(?=[0-9a-f]+-[0-9a-f]+ )/);
  const own = maps.filter((map) => !map.split('\n')[0]!.includes('jiesu.mdb'));
  return own.reduce((sum, map) => sum + Number(/^Rss:\s+(\d+)/m.exec(map)?.[1] ?? 0), 0) / 1024;
}

async function fill(rows: Rows, from: number, to: number): Promise<number> {
  return seconds(async () => {
    for (let i = from; i < to; i += BATCH)
      await rows.insertMany(Array.from({ length: Math.min(BATCH, to - i) }, (_, k) => row(i + k)));
  });
}

async function indexed(rows: Rows): Promise<void> {
  await rows.createIndex({ key: 1 }, { unique: true });
  await rows.createIndex({ status: 1, createdAt: 1 });
  await rows.createIndex({ n: 1 });
}

interface Bare {
  /** One flushed commit of a document and its four keys. */
  flush(): Promise<unknown>;
  get(i: number): Promise<unknown>;
  /** A second, as many a commit as a message has. */
  puts: number;
  close(): Promise<void>;
}

async function bare(): Promise<Bare> {
  const dir = await freshDir();
  const root = open({ path: join(dir, 'bare.mdb'), overlappingSync: false });
  const db = root.openDB<Buffer, Buffer>({ name: 'records', keyEncoding: 'binary', encoding: 'binary' });
  const body = Buffer.alloc(1000, 7);
  const none = Buffer.alloc(0);
  const put = (i: number): void => {
    const key = Buffer.alloc(11);
    key.writeUInt32BE(i, 5);
    db.putSync(key, body);
    for (let index = 1; index <= 4; index++)
      db.putSync(Buffer.from(`${index}k${(i * 7919) % 1_000_003}`), none);
  };
  let n = 0;
  const bulk = await times(COUNT / BATCH, async () =>
    root.transactionSync(() => {
      for (let i = 0; i < BATCH; i++) put(n++);
    }),
  );
  const key = Buffer.alloc(11);
  return {
    // Among as many as the store has when it is asked the same: a tree that is empty has few pages to write.
    flush: async () => root.transactionSync(() => put(n++)),
    async get(i) {
      key.writeUInt32BE((i * 7919) % n, 5);
      db.get(key);
    },
    puts: (BATCH / bulk) * 1000,
    async close() {
      await root.close();
      await removeDir(dir);
    },
  };
}

const page = (rows: Rows, status: string): Promise<unknown> =>
  rows.find({ status }).sort({ createdAt: -1 }).limit(20).toArray();

/** Both by one process: one that has read nothing yet reads whatever it is slower. */
async function large(figure: Put): Promise<void> {
  const dir = await freshDir();
  const first = await serve(dir);
  const ten = first.client.db().collection<Row>('ten');
  for (const [rows, count] of [
    [first.rows, LARGE],
    [ten, 10_000],
  ] as const) {
    await indexed(rows);
    await fill(rows, 0, count);
  }
  const asks = [ten, first.rows].map((rows) => (i: number) => page(rows, `s${i % 5}`));
  await inTurns(100, asks);
  const [few, many] = await inTurns(300, asks);
  figure('page of 20 by (status, createdAt) among 10000', few!, 'ms', '≤ 3 ms');
  figure(`page of 20 by (status, createdAt) among ${LARGE}`, many!, 'ms', '≤ 3 ms');
  figure(`the same, ratio to 10000`, many! / few!, '', '≤ 1.3');
  await first.stop();
  const second = await serve(dir);
  figure(`start with ${LARGE} documents`, second.opened, 'ms', '≤ 1000 ms');
  await times(2000, (i) => second.rows.findOne({ key: `k${(i * 7919) % LARGE}` }));
  await page(second.rows, 's1');
  figure('resident beyond the map, after reads', await beyondTheMap(second.child.pid!), 'MiB', '≤ 300 MiB');
  await second.stop();
  await removeDir(dir);
}

const CALLERS = 16;

/** Milliseconds of one find by unique key through mongoose, so many asking at the same time. */
async function finding(connection: mongoose.Connection, callers = 1): Promise<number> {
  connection.deleteModel(/^Row$/);
  const schema = new mongoose.Schema({ _id: Number, key: String }, { strict: false });
  const Model = connection.model('Row', schema, 'rows');
  const each = 6000 / callers;
  const one = (caller: number): Promise<number> =>
    times(each, (i) => Model.findOne({ key: `k${((i * callers + caller) * 7919) % COUNT}` }).lean());
  const taken = await seconds(() => Promise.all(Array.from({ length: callers }, (_, n) => one(n))));
  return (taken * 1000) / (each * callers);
}

async function findFromNobody(): Promise<number> {
  const { path, stop } = await parrot();
  const uri = `mongodb://${encodeURIComponent(path)}/bench?directConnection=true`;
  const connection = await mongoose.createConnection(uri).asPromise();
  await finding(connection, CALLERS);
  const each = await finding(connection);
  await connection.close();
  await stop();
  return each;
}

type Put = (what: string, value: number, unit: string, target?: string) => void;

export async function store(): Promise<Figure[]> {
  const figures: Figure[] = [];
  const figure: Put = (what, value, unit, target) =>
    void figures.push({ bench: 'store', what, value, unit, ...(target ? { target } : {}) });
  const lmdb = await bare();
  figure(`bare lmdb: the same puts, ${BATCH} a commit`, lmdb.puts, '/s');

  const dir = await freshDir();
  const { child, socket, client, rows, stop } = await serve(dir);
  await indexed(rows);
  figure(
    `bulk insert of ${COUNT}, ${BATCH} a message`,
    COUNT / (await fill(rows, 0, COUNT)),
    '/s',
    '≥ 20000/s',
  );
  let next = COUNT;
  const alone = await inside(COUNT);
  const [flush, one, insert] = await inTurns(300, [
    lmdb.flush,
    () => rows.insertOne(row(next++)),
    alone.insert,
  ]);
  figure('bare lmdb: one flushed commit of the same five puts', flush!, 'ms');
  figure('one acknowledged insert, one client', one!, 'ms');
  figure('the same, ratio to the bare flush', one! / flush!, '');
  figure('the same without socket and driver: message to answer', insert!, 'ms');
  figure('the same, ratio to the bare flush', insert! / flush!, '', '≤ 2');
  const [get, find] = await inTurns(20_000, [lmdb.get, alone.find]);
  figure('bare lmdb: one get', get! * 1000, 'µs');
  figure('a find without socket and driver: message to answer', find! * 1000, 'µs');
  figure('the same, ratio to the bare get', find! / get!, '', '≤ 4');
  await lmdb.close();
  await alone.close();
  const each = 50;
  const many = await seconds(() =>
    Promise.all(Array.from({ length: CLIENTS }, () => times(each, () => rows.insertOne(row(next++))))),
  );
  figure(`acknowledged inserts, ${CLIENTS} clients of one driver`, (CLIENTS * each) / many, '/s');
  const bySocket = await insertsBySocket(socket, CLIENTS, each, next);
  next += CLIENTS * each;
  figure(`acknowledged inserts, ${CLIENTS} clients on bare sockets`, bySocket, '/s', '≥ 3000/s');
  const connection = await mongoose.createConnection(uriOf(client)).asPromise();
  // What is measured is the house an hour after its start, not the driver while it is being compiled.
  await finding(connection, CALLERS);
  figure('find by unique key, through mongoose, one at a time', 1000 / (await finding(connection)), '/s');
  const among = await finding(connection, CALLERS);
  figure(`the same, ${CALLERS} at a time`, 1000 / among, '/s', '≥ 3000/s');
  await connection.close();
  figure('one at a time from a socket that always answers the same', 1000 / (await findFromNobody()), '/s');
  const pipeline = [
    { $match: { createdAt: { $gte: new Date(0) }, status: { $in: ['s0', 's1', 's2', 's3', 's4'] } } },
    { $group: { _id: '$status', n: { $sum: 1 }, last: { $max: '$createdAt' } } },
  ];
  const group = await times(3, () => rows.aggregate(pipeline).toArray());
  figure('aggregate group by an indexed range', (next / group) * 1000, 'documents/s', '≥ 200000/s');
  figure('resident beyond the map, after all that', await beyondTheMap(child.pid!), 'MiB');
  await stop();
  await removeDir(dir);
  await large(figure);
  return figures;
}

function uriOf(client: mongoose.mongo.MongoClient): string {
  const path = client.options.hosts[0]!.socketPath!;
  return `mongodb://${encodeURIComponent(path)}/bench?directConnection=true`;
}
