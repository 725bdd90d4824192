/** A page of each role's lists at two sizes of the same house: how much longer it takes among many orders. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { facetsFor, QUEUES } from '../../server/lists/queues.js';
import { signsOf } from '../../server/lists/signs.js';
import { aboveIn } from '../../server/lists/sorting.js';
import { loadPolicy } from '../../server/policy/policy.js';
import { openDatabase } from '../../server/store/connect.js';
import { ticketStore } from '../../server/store/tickets.js';
import { formatOrderNo } from '../../server/tickets/number.js';
import type { State, Ticket } from '../../server/tickets/ticket.js';
import { create } from '../tickets/samples.js';
import { type Figure, percentile } from './report.js';

const SMALL = 10_000;
const LARGE = Number(process.env.LISTS_ORDERS ?? 1_000_000);
const BATCH = 1000;
const ROUNDS = 9;
const DAY = Date.UTC(2026, 0, 1);

/** Nine in ten are over, as in a house of some years. */
const OPEN: readonly State[] = [
  'SUBMITTED',
  'ACCEPTED',
  'DISPATCHED',
  'IN_PROGRESS',
  'REPLIED',
  'CALLBACK_PENDING',
];
const UNITS = ['150102', '150103', '150104', '150105'];

function order(n: number): Ticket {
  const at = new Date(DAY + n * 20_000);
  const state = n % 10 === 0 ? OPEN[Math.floor(n / 10) % OPEN.length]! : 'CLOSED';
  const unit = UNITS[n % UNITS.length]!;
  const day = at.toISOString().slice(0, 10).replaceAll('-', '');
  const orderNo = formatOrderNo({ region: '150100', day, letter: 'Q', seq: (n % 999_999) + 1 });
  const sent = state !== 'SUBMITTED' && state !== 'ACCEPTED';
  return {
    ...create({ orderNo, now: at }),
    state,
    ...(sent
      ? {
          lead: unit,
          assignments: [
            {
              id: 'a1',
              unit,
              part: 'lead',
              state: 'IN_PROGRESS',
              at,
              by: 'b',
              opinion: '',
              signedAt: null,
              contact: null,
              reply: null,
              return: null,
            },
          ],
        }
      : {}),
  };
}

export async function lists(): Promise<Figure[]> {
  const policy = await loadPolicy();
  const above = aboveIn(policy);
  const dir = await mkdtemp(join(tmpdir(), 'jiesu-lists-'));
  const database = await openDatabase({ uri: null, dataDir: dir });
  const figures: Figure[] = [];
  try {
    const tickets = ticketStore(database.connection, above);
    await tickets.ensureIndexes();
    const rows = database.connection.collection('tickets');
    let n = 0;
    const slowest = new Map<number, number>();
    for (const size of [SMALL, LARGE]) {
      while (n < size) {
        const some = Array.from({ length: Math.min(BATCH, size - n) }, () => order(n++));
        const docs = some.map((one) => ({ ...one, _id: one.orderNo, list: signsOf(one, above) }));
        await rows.insertMany(docs as never[]);
      }
      const times: number[] = [];
      for (const place of [null, '150105', '150100'])
        for (const queue of QUEUES)
          for (let round = 0; round < ROUNDS; round++) {
            const from = performance.now();
            await tickets.list({ place, facets: facetsFor(queue, 'b'), order: queue.order, limit: 50 });
            times.push(performance.now() - from);
          }
      slowest.set(
        size,
        percentile(
          times.sort((a, b) => a - b),
          0.95,
        ),
      );
      figures.push({
        bench: 'lists',
        what: `a page at ${size} orders, p95`,
        value: slowest.get(size) ?? 0,
        unit: 'ms',
      });
    }
    figures.push({
      bench: 'lists',
      what: `${LARGE} orders against ${SMALL}`,
      value: (slowest.get(LARGE) ?? 0) / (slowest.get(SMALL) ?? 1),
      unit: '×',
      target: '≤ 1.5',
    });
    return figures;
  } finally {
    await database.close();
    await rm(dir, { recursive: true, force: true });
  }
}
