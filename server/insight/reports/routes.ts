/** Reports at the desk: what was made, one of them, and as a file with a trace of who took it. */
import { Readable } from 'node:stream';
import { Problem } from '../../errors.js';
import type { Report } from '../../http/contract-insight.js';
import { Answer, type Handlers, type SignedIn, signedIn } from '../../http/handler.js';
import type { Audit } from '../../people/audit.js';
import { dayOf } from '../../tickets/deadlines/calendar.js';
import { spanOf, titleOf } from './build.js';
import { reportPdf } from './pdf.js';
import { before, periodAt, type ReportKind, readPeriod } from './period.js';
import type { Press, PressParts } from './press.js';
import { fill, WORDS } from './words.js';
import { reportXlsx } from './xlsx.js';

export interface ReportRouteParts extends PressParts {
  press: Press;
  audit: Audit;
}

const SHOWN = 60;
const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
} as const;

export function reportRoutes(parts: ReportRouteParts): Handlers<'reports' | 'report' | 'reportFile'> {
  const { reports, press, audit, now } = parts;

  /** The house's own is the one that was kept; whoever is bound to units is told of theirs, as they are now. */
  async function read(id: string | undefined, { scope }: SignedIn): Promise<Report> {
    const period = readPeriod(id ?? '');
    if (!period || period.from > dayOf(now())) throw new Problem('NOT_FOUND');
    const fresh = await press.make(period, scope);
    const kept = scope === null ? await reports.get(period.id) : null;
    return {
      data: kept?.data ?? fresh,
      madeAt: (kept?.at ?? now()).toISOString(),
      now: fresh.fingerprint,
    };
  }

  return {
    async reports(asked) {
      const { scope } = signedIn(asked);
      const kind = (asked.query.kind || 'monthly') as ReportKind;
      if (!(kind in WORDS.kinds)) throw new Problem('BAD_REQUEST');
      const running = periodAt(kind, dayOf(now())).id;
      if (scope !== null) return { rows: own(kind, dayOf(now()), now()), running };
      const rows = await reports.list(kind, SHOWN);
      return {
        rows: rows.map(({ _id, from, at, data: { title, to, fingerprint } }) => ({
          ...{ id: _id, kind, from, to, title, fingerprint },
          madeAt: at.toISOString(),
        })),
        running,
      };
    },

    report: async (asked) => read(asked.params.report, signedIn(asked)),

    async reportFile(asked) {
      const who = signedIn(asked);
      const format = asked.params.format as keyof typeof TYPES;
      if (!(format in TYPES)) throw new Problem('NOT_FOUND');
      const { data, madeAt } = await read(asked.params.report, who);
      await audit({ who, ip: asked.ip, action: 'export', target: `report ${data.id} ${format}` });
      const mark = `${who.account} ${dayOf(now())}`;
      const set = format === 'pdf' ? reportPdf : reportXlsx;
      const name = fill(WORDS.file, { kind: WORDS.kinds[data.kind], span: spanOf(data), format });
      const file = await set(data, new Date(madeAt), mark);
      return new Answer({
        headers: {
          'Content-Type': TYPES[format],
          'Content-Disposition': `attachment; filename="report.${format}"; filename*=UTF-8''${encodeURIComponent(name)}`,
          'Cache-Control': 'private, no-store',
        },
        stream: Readable.from([file]),
      });
    },
  };
}

/** Periods a unit may read of: they are made when they are asked for. */
function own(kind: ReportKind, today: string, at: Date) {
  const found = [];
  for (let period = before(periodAt(kind, today)); found.length < 12; period = before(period))
    found.push({
      ...{ id: period.id, kind, from: period.from, to: period.to, fingerprint: '', madeAt: at.toISOString() },
      title: titleOf(period, true),
    });
  return found;
}
