/** Orders as a file: asked for with a purpose, watched, fetched, stopped. Each of it is on record. */
import { createReadStream } from 'node:fs';
import { Problem } from '../errors.js';
import { Answer, type Asked, type Handlers, signedIn } from '../http/handler.js';
import { listAsk } from '../lists/ask.js';
import type { Audit } from '../people/audit.js';
import type { ExportJob, Exports } from './jobs.js';
import { WORDS } from './words.js';

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

const shown = ({ id, state, rows, cut, name }: ExportJob) => ({ id, state, rows, cut, name });

export function exportRoutes({
  exports,
  audit,
}: {
  exports: Exports;
  audit: Audit;
}): Handlers<'startExport' | 'export' | 'exportFile' | 'dropExport'> {
  function own(asked: Asked<never> | Asked): ExportJob {
    const job = exports.find(asked.params.export ?? '', signedIn(asked).account);
    if (!job) throw new Problem('NOT_FOUND');
    return job;
  }
  return {
    async startExport(asked) {
      const who = signedIn(asked as never);
      const { format, purpose, query, orders } = asked.body;
      const { scope } = who;
      const filter = listAsk(query, who);
      const job = exports.start({
        account: who.account,
        format,
        purpose,
        filter,
        orders: orders ?? null,
        seen: ({ assignments = [] }) => scope === null || assignments.some(({ unit }) => scope.has(unit)),
      });
      if (!job) throw new Problem('BUSY', WORDS.busy);
      try {
        await audit({ who, ip: asked.ip, action: 'export', target: `orders:${job.id}`, reason: purpose });
      } catch (error) {
        // What can't be put on record does not leave the house.
        await exports.drop(job);
        throw error;
      }
      return shown(job);
    },
    export: async (asked) => shown(own(asked)),
    async exportFile(asked) {
      const job = own(asked);
      if (job.state !== 'done') throw new Problem('NOT_FOUND');
      await audit({
        who: signedIn(asked),
        ip: asked.ip,
        action: 'export',
        target: `orders:${job.id}`,
        reason: `${job.name} ${job.rows}`,
      });
      return new Answer({
        headers: {
          'Content-Type': TYPES[job.format],
          'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(job.name)}`,
          'Cache-Control': 'private, no-store',
        },
        stream: createReadStream(job.path),
      });
    },
    async dropExport(asked) {
      await exports.drop(own(asked));
      return new Answer({ status: 204 });
    },
  };
}
