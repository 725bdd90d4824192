/** Import and export at the desk. A file is looked at first; taking it in makes drafts of it, all or none. */
import { createHash } from 'node:crypto';
import { staff } from '../../desk/moves.js';
import { Problem } from '../../errors.js';
import type { KbImport } from '../../http/contract-knowledge.js';
import { Answer, type Handlers, type SignedIn, signedIn } from '../../http/handler.js';
import type { Change } from '../../intake/journal.js';
import type { Policy } from '../../policy/types.js';
import type { EntryStore } from '../../store/knowledge-entries.js';
import { dayOf } from '../../tickets/deadlines/calendar.js';
import { newEntry } from '../flow/entry.js';
import { readItem } from '../flow/faults.js';
import type { JudgeItem } from '../flow/judge.js';
import { step } from '../flow/step.js';
import type { TakeParts } from '../flow/take.js';
import { FLOW, fill } from '../flow/words.js';
import type { KnowledgeItem } from '../item.js';
import type { Knowledge } from '../search.js';
import { readApart } from './apart.js';
import { EXPORTS, type ExportKind, exported } from './export.js';
import { isRefused, refuse } from './refusal.js';
import { MOST_BYTES } from './sniff.js';

export interface ImportParts extends TakeParts {
  entries: EntryStore;
  knowledge: Pick<Knowledge, 'find' | 'all'>;
  policy: Policy;
  judge: JudgeItem;
}

const SHOWN = 200;
const AT_ONCE = 50;
/** By words alone: above it two questions are the same in other dress. */
const NEAR = 0.86;

type Found = KbImport['rows'][number] & { item: KnowledgeItem | null };

export function importRoutes(parts: ImportParts): Handlers<'kbImport' | 'kbExport'> {
  const { entries, knowledge, policy, judge, commit, audit, now } = parts;

  /** An item of the same name, or one that asks nearly the same in the same place. */
  async function twin(item: KnowledgeItem): Promise<Found['same']> {
    const own = await entries.get(item.id);
    if (own)
      return { id: item.id, title: (own.live ?? own.work?.item ?? own.down?.item)?.title ?? '', how: 'same' };
    const [near] = knowledge.find(item.title, {
      now: now(),
      region: item.region,
      readers: ['PUBLIC', 'AGENT', 'DEPT'],
    }).hits;
    if (!near || near.score < NEAR) return null;
    return {
      id: near.passage.id,
      title: near.passage.title,
      how: near.passage.answer === item.answer ? 'same' : 'near',
    };
  }

  async function look(said: object, row: number, defaults: object, ids: Set<string>): Promise<Found> {
    const given = { ...defaults, ...said } as Record<string, unknown>;
    given.id ??= `m-${createHash('sha256')
      .update(JSON.stringify([given.title, given.answer, given.region]))
      .digest('hex')
      .slice(0, 12)}`;
    const { item, faults } = readItem(given);
    const shown = {
      row,
      id: String(given.id),
      title: String(given.title ?? ''),
      answer: String(given.answer ?? '').slice(0, SHOWN),
    };
    if (!item)
      return {
        ...shown,
        page: null,
        clause: '',
        item,
        faults: faults.map(({ says }) => says),
        hints: [],
        same: null,
      };
    const twice = ids.has(item.id) ? { id: item.id, title: item.title, how: 'same' as const } : null;
    ids.add(item.id);
    const [source] = item.sources ?? [];
    return {
      ...shown,
      page: source?.page ?? null,
      clause: source?.clause ?? '',
      item,
      faults: [],
      // A draft may lack what a published text may not: told now, mended later.
      hints: judge(item).map(({ says }) => says),
      same: twice ?? (await twin(item)),
    };
  }

  async function take(
    found: Found[],
    who: SignedIn,
    ip: string,
    owner: string | null,
    file: string,
  ): Promise<number> {
    const fresh = found.filter(({ same }) => same?.how !== 'same');
    for (let from = 0; from < fresh.length; from += AT_ONCE) {
      const changes: Change[] = fresh.slice(from, from + AT_ONCE).map(({ item }) => {
        const ask = {
          action: 'save' as const,
          who,
          now: now(),
          reason: fill(FLOW.imported, { name: file }),
          item: item!,
          owner,
          sound: () => true,
        };
        const stepped = step(newEntry(item!.id, owner, now()), ask);
        if ('refused' in stepped) throw new Problem('NOT_ALLOWED', FLOW.refused[stepped.refused]);
        return { do: 'knowledge', ...stepped };
      });
      const ids = changes.flatMap((change) => (change.do === 'knowledge' ? [change.entry.id] : []));
      const done = await commit({
        cause: `import:${createHash('sha256').update(ids.join()).digest('hex').slice(0, 24)}:${who.account}`,
        actor: staff(who, ip),
        claims: ids.map((id) => `knowledge:${id}@1`),
        changes,
        before: {},
      });
      if (done === 'conflict') throw new Problem('STALE');
    }
    return fresh.length;
  }

  return {
    async kbImport(asked) {
      const who = signedIn(asked);
      const { name = '', category, region, unit = '', owner = '', take: taken } = asked.query;
      const bytes = await bytesOf(asked.stream);
      const read = bytes ? await readApart(bytes, name, policy) : refuse('tooLarge');
      if (isRefused(read)) throw new Problem('INVALID', read.refused);
      const defaults = {
        ...{
          category: category || policy.categories[0]?.code,
          region: region || policy.knobs.home,
          channels: ['PUBLIC'],
        },
        ...{
          unit: unit || policy.units.find(({ code }) => code === owner)?.name || '',
          effectiveFrom: dayOf(now()),
          reviewDays: 180,
        },
      };
      const ids = new Set<string>();
      const found: Found[] = [];
      for (const { row, said } of read.rows) found.push(await look(said, row, defaults, ids));
      const faults = [
        ...read.faults,
        ...found.flatMap(({ row, faults: own }) => own.map((says) => ({ row, says }))),
      ];
      const report: KbImport = {
        kind: read.kind,
        total: found.length,
        same: found.filter(({ same }) => same?.how === 'same').length,
        taken: null,
        faults: faults.slice(0, SHOWN),
        rows: found.slice(0, SHOWN).map(({ item: _item, ...row }) => row),
      };
      if (taken !== 'yes') return report;
      if (faults.length > 0) throw new Problem('INVALID', refuse('faults', { n: faults.length }).refused);
      await audit({
        who,
        ip: asked.ip,
        action: 'knowledge.import',
        target: `${read.kind} ${found.length}`,
        reason: name.slice(0, 100),
      });
      return { ...report, taken: await take(found, who, asked.ip, owner || null, name) };
    },

    async kbExport(asked) {
      const who = signedIn(asked);
      const kind = (asked.query.kind || 'xlsx') as ExportKind;
      if (!Object.hasOwn(EXPORTS, kind)) throw new Problem('BAD_REQUEST');
      const mine = await owned(who);
      await audit({ who, ip: asked.ip, action: 'export', target: `knowledge ${kind}` });
      const items = [...knowledge.all()].filter(({ id }) => mine === null || mine.has(id));
      return new Answer({
        headers: {
          'Content-Type': EXPORTS[kind],
          'Content-Disposition': `attachment; filename="knowledge-${dayOf(now())}.${kind}"`,
          'Cache-Control': 'private, no-store',
        },
        stream: exported(items, kind),
      });
    },
  };

  async function owned({ scope }: SignedIn): Promise<Set<string> | null> {
    if (scope === null) return null;
    const ids = new Set<string>();
    for (let after: string | null = null; ; ) {
      const { rows, next } = await entries.list({ owners: [...scope] }, after, SHOWN);
      for (const { id } of rows) ids.add(id);
      if (next === null) return ids;
      after = next;
    }
  }
}

async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream) {
    size += part.length;
    // Read to the end all the same: who still sends does not hear an answer.
    if (size <= MOST_BYTES) parts.push(part);
  }
  return size <= MOST_BYTES ? Buffer.concat(parts) : null;
}
