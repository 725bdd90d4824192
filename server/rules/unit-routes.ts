/** Units from a spreadsheet: a template, a look at what would happen, all of it or nothing, and the way back. */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Problem } from '../errors.js';
import { Answer, type Handlers, signedIn } from '../http/handler.js';
import type { Audit } from '../people/audit.js';
import type { TicketLists } from '../store/ticket-lists.js';
import type { Imported } from './import.js';
import { noteOf, type Rules } from './rules.js';
import { readSheet } from './sheet.js';
import { unitsTemplate } from './template.js';
import { say, WORDS } from './words.js';

const MOST_BYTES = 5 * 1024 * 1024;

export function unitRoutes({
  rules,
  tickets,
  audit,
}: {
  rules: Rules;
  tickets: Pick<TicketLists, 'count'>;
  audit: Audit;
}): Handlers<'unitsTemplate' | 'unitsImport' | 'unitsApply' | 'unitsRollback'> {
  async function view(id: string, { faults, added, changed, ended, same }: Imported) {
    return {
      id: faults.length > 0 ? null : id,
      faults,
      added: added.map(({ code, name }) => ({ code, name })),
      changed,
      ended: await Promise.all(
        ended.map(async ({ code, name }) => ({ code, name, open: await tickets.count(code, ['open']) })),
      ),
      same,
    };
  }
  const done = (made: Awaited<ReturnType<Rules['apply']>>): { version: number; hash: string } => {
    if (made === 'stale') throw new Problem('STALE', WORDS.stale);
    if (typeof made !== 'number')
      throw new Problem('INVALID', WORDS.faulty, made.faults.map(({ message }) => message).join('；'));
    return { version: made, hash: rules.policy.hash };
  };
  return {
    async unitsTemplate() {
      const bytes = await unitsTemplate(rules.tables().regions);
      return new Answer({
        headers: {
          'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
          'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(WORDS.template)}`,
        },
        stream: Readable.from([bytes]),
      });
    },
    async unitsImport(asked) {
      const who = signedIn(asked);
      const bytes = await buffer(asked.stream);
      const sheet = bytes.length > MOST_BYTES ? 'large' : await readSheet(bytes);
      if (sheet === 'large') throw new Problem('INVALID', WORDS.faults.large);
      if (sheet === 'unreadable') throw new Problem('INVALID', WORDS.faults.file);
      const absent = asked.query.absent === 'end' ? 'end' : 'keep';
      const { id, imported } = rules.propose(sheet, absent, who.account);
      return view(id, imported);
    },
    async unitsApply(asked) {
      const who = signedIn(asked as never);
      const pending = rules.pending(asked.params.import ?? '', who.account);
      if (!pending) throw new Problem('NOT_FOUND', WORDS.gone);
      const { imported, base } = pending;
      if (imported.faults.length > 0) throw new Problem('INVALID', WORDS.faulty);
      if (imported.added.length + imported.changed.length + imported.ended.length === 0)
        throw new Problem('INVALID', WORDS.nothing);
      const note = noteOf(imported, asked.body.note);
      // On record before it is in force: what can't be traced does not happen.
      await audit({ who, ip: asked.ip, action: 'units.import', target: `units:${base + 1}`, reason: note });
      return done(await rules.apply(imported.units, base, who.account, note));
    },
    async unitsRollback(asked) {
      const who = signedIn(asked as never);
      const { version, base, note } = asked.body;
      const tables = await rules.at(version);
      if (!tables) throw new Problem('NOT_FOUND');
      const told = version === 0 ? WORDS.rolledFolder : say(WORDS.rolledBack, { version });
      const words = [note, told].filter(Boolean).join('；');
      await audit({
        who,
        ip: asked.ip,
        action: 'units.rollback',
        target: `units:${base + 1}`,
        reason: words,
      });
      return done(await rules.apply(tables.units, base, who.account, words));
    },
  };
}
