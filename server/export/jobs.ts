/**
 * Taking orders out as a file: bounded, on record with its purpose, to be watched and stopped. The file lies in
 * the house for an hour, for whoever asked for it and nobody else.
 */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TicketAsk, TicketLists } from '../store/ticket-lists.js';
import type { TicketStore } from '../store/tickets.js';
import type { Ticket } from '../tickets/ticket.js';
import { type CellParts, COLUMNS, cellsOf, timeIn } from './columns.js';
import { writeCsv } from './csv.js';
import { say, WORDS } from './words.js';
import { writeXlsx } from './xlsx.js';

export const FORMATS = ['xlsx', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

/** Rows of one file. */
export const MOST_ROWS = 50_000;
const AT_ONCE = 2;
const KEPT_MS = 3_600_000;
const PAGE = 100;

export interface ExportAsk {
  account: string;
  format: Format;
  purpose: string;
  filter: Omit<TicketAsk, 'after' | 'limit'>;
  /** These and no others; null = all the filter finds. */
  orders: readonly string[] | null;
  /** Is it in the asker's sight? */
  seen(ticket: Ticket): boolean;
}

export interface ExportJob {
  id: string;
  account: string;
  format: Format;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  rows: number;
  /** More than may be in one file. */
  cut: boolean;
  name: string;
  path: string;
  at: Date;
}

export interface Exports {
  /** Null = too many are at it already. */
  start(ask: ExportAsk): ExportJob | null;
  /** The asker's own. */
  find(id: string, account: string): ExportJob | null;
  drop(job: ExportJob): Promise<void>;
  sweep(now: Date): Promise<void>;
}

export interface ExportParts extends CellParts {
  dir: string;
  tickets: TicketLists & Pick<TicketStore, 'many'>;
  now: () => Date;
  failed: (where: string, error: unknown) => void;
}

export function createExports(parts: ExportParts): Exports {
  const { tickets, now } = parts;
  const jobs = new Map<string, ExportJob>();
  // What a process that ended left behind belongs to nobody any more.
  const ready = mkdir(parts.dir, { recursive: true, mode: 0o700 }).then(async () => {
    for (const name of await readdir(parts.dir)) await rm(join(parts.dir, name), { force: true });
  });

  async function* found({ filter, orders, seen }: ExportAsk): AsyncGenerator<Ticket> {
    if (orders) {
      const rows = await tickets.many(orders);
      const at = new Map(rows.map((ticket) => [ticket.orderNo, ticket]));
      for (const orderNo of orders) {
        const ticket = at.get(orderNo);
        if (ticket && seen(ticket)) yield ticket;
      }
      return;
    }
    for (let after: string | null = null; ; ) {
      const page: Awaited<ReturnType<TicketLists['list']>> = await tickets.list({
        ...filter,
        after,
        limit: PAGE,
      });
      yield* page.rows;
      after = page.next;
      if (after === null) return;
    }
  }

  async function* cells(job: ExportJob, ask: ExportAsk): AsyncGenerator<string[]> {
    for await (const ticket of found(ask)) {
      if (job.state !== 'running') return;
      if (job.rows >= MOST_ROWS) {
        job.cut = true;
        return;
      }
      yield cellsOf(ticket, parts);
      job.rows += 1;
    }
  }

  async function write(job: ExportJob, ask: ExportAsk): Promise<void> {
    await ready;
    const mark = say(WORDS.mark, { account: ask.account, at: timeIn(job.at), purpose: ask.purpose });
    const out = createWriteStream(job.path, { mode: 0o600 });
    const rows = cells(job, ask);
    const cut = () => (job.cut ? [say(WORDS.cut, { n: MOST_ROWS })] : []);
    if (ask.format === 'csv')
      await writeCsv(
        out,
        COLUMNS.map(({ name }) => name),
        rows,
        () => [...cut(), mark],
      );
    else await writeXlsx(out, { columns: COLUMNS, mark }, rows, cut);
  }

  return {
    start(ask) {
      const running = [...jobs.values()].filter(({ state }) => state === 'running');
      if (running.length >= AT_ONCE || running.some(({ account }) => account === ask.account)) return null;
      const id = randomUUID();
      const at = now();
      const job: ExportJob = {
        id,
        account: ask.account,
        format: ask.format,
        state: 'running',
        rows: 0,
        cut: false,
        name: `${say(WORDS.file, { day: timeIn(at).slice(0, 10) })}.${ask.format}`,
        path: join(parts.dir, `${id}.${ask.format}`),
        at,
      };
      jobs.set(id, job);
      write(job, ask).then(
        () => {
          if (job.state === 'running') job.state = 'done';
          else void rm(job.path, { force: true });
        },
        (error: unknown) => {
          parts.failed('export', error);
          if (job.state === 'running') job.state = 'failed';
          void rm(job.path, { force: true });
        },
      );
      return job;
    },
    find(id, account) {
      const job = jobs.get(id);
      return job && job.account === account ? job : null;
    },
    async drop(job) {
      const running = job.state === 'running';
      job.state = 'cancelled';
      jobs.delete(job.id);
      // Whoever still writes it takes it away himself.
      if (!running) await rm(job.path, { force: true });
    },
    async sweep(at) {
      for (const job of jobs.values()) if (at.getTime() - job.at.getTime() > KEPT_MS) await this.drop(job);
    },
  };
}
