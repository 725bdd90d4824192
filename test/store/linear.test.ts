/**
 * Single documents under many clients: every recorded history must be one that a single register could have
 * given, each operation at one moment between its question and its answer (Wing and Gong's search, with the
 * states already tried left out).
 */
import mongoose from 'mongoose';
import { freshDatabase } from '../support/database.js';

interface Operation {
  kind: 'read' | 'write' | 'swap';
  value: number;
  /** What a swap asked the old value to be. */
  wanted: number;
  /** What was read; for a swap 1 where it took place. */
  got: number;
  from: number;
  to: number;
}

/** The value after the operation, or null where it could not have answered so. */
function applied({ kind, value, wanted, got }: Operation, state: number): number | null {
  if (kind === 'read') return got === state ? state : null;
  if (kind === 'write') return value;
  if (got === 1) return state === wanted ? value : null;
  return state === wanted ? null : state;
}

function linearizable(history: readonly Operation[], start: number): boolean {
  const ops = [...history].sort((a, b) => a.from - b.from);
  const tried = new Set<string>();
  const stack: { left: bigint; state: number }[] = [{ left: (1n << BigInt(ops.length)) - 1n, state: start }];
  for (let at = stack.pop(); at; at = stack.pop()) {
    const { left, state } = at;
    if (left === 0n) return true;
    const name = `${left}:${state}`;
    if (tried.has(name)) continue;
    tried.add(name);
    // Only what was asked before every open operation had been answered may come next.
    let first = Number.POSITIVE_INFINITY;
    for (let i = 0; i < ops.length; i++) if (left & (1n << BigInt(i))) first = Math.min(first, ops[i]!.to);
    for (let i = 0; i < ops.length; i++) {
      if (!(left & (1n << BigInt(i)))) continue;
      if (ops[i]!.from > first) break;
      const next = applied(ops[i]!, state);
      if (next !== null) stack.push({ left: left & ~(1n << BigInt(i)), state: next });
    }
  }
  return false;
}

test('the judge knows a history that no register gives', () => {
  const op = (
    kind: Operation['kind'],
    value: number,
    got: number,
    from: number,
    to: number,
    wanted = 0,
  ): Operation => ({
    ...{ kind, value, got, from, to, wanted },
  });
  expect(linearizable([op('write', 1, 0, 0, 3), op('read', 0, 0, 1, 2), op('read', 0, 1, 4, 5)], 0)).toBe(
    true,
  );
  expect(linearizable([op('write', 1, 0, 0, 1), op('read', 0, 0, 2, 3)], 0)).toBe(false);
  expect(linearizable([op('swap', 1, 1, 0, 5), op('swap', 2, 1, 0, 5)], 0)).toBe(false);
  expect(linearizable([op('swap', 1, 1, 0, 5), op('swap', 2, 0, 0, 5)], 0)).toBe(true);
});

test('reads, writes and swaps of single documents are linearizable', async () => {
  const database = await freshDatabase();
  const { socketPath } = { socketPath: `${database.dir}/store.sock` };
  const uri = `mongodb://${encodeURIComponent(socketPath)}/linear?directConnection=true`;
  const clients = await Promise.all(Array.from({ length: 6 }, () => mongoose.mongo.MongoClient.connect(uri)));
  type Row = { _id: number; v: number };
  const rounds = 12;
  for (let key = 0; key < rounds; key++) {
    await clients[0]!.db().collection<Row>('rows').insertOne({ _id: key, v: 0 });
    const history: Operation[] = [];
    let value = 0;
    let last = 0;
    const lane = async (client: mongoose.mongo.MongoClient, own: number): Promise<void> => {
      const rows = client.db().collection<Row>('rows');
      for (let i = 0; i < 12; i++) {
        const kind = (['read', 'write', 'swap'] as const)[(own + i * 5 + key) % 3]!;
        const op: Operation = { kind, value: ++value, wanted: last, got: 0, from: performance.now(), to: 0 };
        if (kind === 'read') {
          op.got = (await rows.findOne({ _id: key }))!.v;
          last = op.got;
        } else if (kind === 'write') await rows.updateOne({ _id: key }, { $set: { v: op.value } });
        else
          op.got = (await rows.findOneAndUpdate({ _id: key, v: op.wanted }, { $set: { v: op.value } }))
            ? 1
            : 0;
        op.to = performance.now();
        history.push(op);
      }
    };
    await Promise.all(clients.map(lane));
    expect(history).toHaveLength(72);
    expect(linearizable(history, 0)).toBe(true);
  }
  for (const client of clients) await client.close();
  await database.close();
}, 120_000);
