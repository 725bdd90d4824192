/** Policy at the desk: read, compared, tried on past orders. */
import { buffer } from 'node:stream/consumers';
import { Problem } from '../errors.js';
import { Answer, type Asked, type Handlers, type SignedIn, signedIn } from '../http/handler.js';
import type { Audit } from '../people/audit.js';
import { hashOf } from '../policy/read.js';
import { TABLES, type TableName, type Tables } from '../policy/schema.js';
import { compare } from './compare.js';
import type { Rules } from './rules.js';
import type { Trial, Trials } from './trial.js';
import { WORDS } from './words.js';

const MOST_TOLD = 1000;
const MOST_BYTES = 2 * 1024 * 1024;

const tableName = (name: string): TableName | null =>
  (Object.keys(TABLES) as TableName[]).find((id) => id === name) ?? null;

/** Names of types stand in a table of their own; the other codes are the house's. */
function cell(value: unknown, field: string, tables: Tables): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
    const named = value.map((one) => cell(one, field, tables));
    return named.length === 0 && field === 'types' ? WORDS.all : named.join('、');
  }
  if (typeof value === 'object') return JSON.stringify(value);
  const code = String(value);
  // What people wrote is shown as they wrote it.
  if (field === 'name' || field === 'text' || field === 'key') return code;
  return tables.types.find(({ type }) => type === code)?.name ?? WORDS.codes[code] ?? code;
}

/** Single values as rows with their source. */
function rowsOf(tables: Tables, id: TableName): Record<string, unknown>[] {
  const table = tables[id] as unknown;
  if (Array.isArray(table)) return table as Record<string, unknown>[];
  const { sources, ...values } = table as { sources: Record<string, string> };
  return Object.entries(values).map(([name, value]) => ({ name, value, source: sources[name] ?? '' }));
}

export function ruleRoutes({
  rules,
  trials,
  audit,
}: {
  rules: Rules;
  trials: Trials;
  audit: Audit;
}): Handlers<
  'policy' | 'policyTable' | 'policyCompare' | 'policyCandidate' | 'startTrial' | 'trial' | 'stopTrial'
> {
  async function named(name: string, who: SignedIn): Promise<Tables> {
    if (name === 'now' || name === '') return rules.tables();
    const found = /^\d{1,9}$/.test(name)
      ? await rules.at(Number(name))
      : rules.candidateOf(name, who.account)?.tables;
    if (!found) throw new Problem('NOT_FOUND');
    return found;
  }
  function own(asked: Asked<never> | Asked): Trial {
    const trial = trials.find(asked.params.trial ?? '', signedIn(asked).account);
    if (!trial) throw new Problem('NOT_FOUND');
    return trial;
  }
  /** Titles of orders are for those who may read orders. */
  const shown = ({ id, state, done, result }: Trial, who: SignedIn) => ({
    id,
    state,
    done,
    result: result && {
      ...result,
      examples: result.examples.map((one) =>
        who.permissions.has('order.read') ? one : { ...one, title: '' },
      ),
    },
  });
  return {
    async policy() {
      const tables = rules.tables();
      const versions = await rules.versions.list();
      return {
        hash: rules.policy.hash,
        version: rules.version(),
        versions: versions.map(({ _id, at, by, note, hash }) => ({
          version: _id,
          at: at.toISOString(),
          by,
          note,
          hash,
        })),
        tables: (Object.keys(TABLES) as TableName[]).map((id) => ({
          id,
          name: WORDS.tables[id] ?? id,
          rows: rowsOf(tables, id).length,
        })),
      };
    },
    async policyTable(asked) {
      const id = tableName(asked.params.table ?? '');
      if (!id) throw new Problem('NOT_FOUND');
      const tables = rules.tables();
      const rows = rowsOf(tables, id);
      const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
      return {
        id,
        name: WORDS.tables[id] ?? id,
        columns,
        rows: rows.map((row) =>
          Object.fromEntries(columns.map((name) => [name, cell(row[name], name, tables)])),
        ),
      };
    },
    async policyCompare(asked) {
      const who = signedIn(asked);
      const [a, b] = [await named(asked.query.a ?? '0', who), await named(asked.query.b ?? 'now', who)];
      const differences = compare(a, b);
      return {
        a: { hash: hashOf(a) },
        b: { hash: hashOf(b) },
        differences: differences
          .slice(0, MOST_TOLD)
          .map((one) => ({ ...one, tableName: WORDS.tables[one.table] ?? one.table })),
        cut: differences.length > MOST_TOLD,
      };
    },
    async policyCandidate(asked) {
      const who = signedIn(asked);
      const table = tableName((asked.query.name ?? '').replace(/\.json$/, ''));
      if (!table) throw new Problem('INVALID', WORDS.badCandidate);
      const onto = asked.query.onto ? rules.candidateOf(asked.query.onto, who.account) : null;
      if (asked.query.onto && !onto) throw new Problem('NOT_FOUND');
      const bytes = await buffer(asked.stream);
      if (bytes.length > MOST_BYTES) throw new Problem('TOO_LARGE');
      let rows: unknown;
      try {
        rows = JSON.parse(bytes.toString('utf8'));
      } catch {
        throw new Problem('BAD_JSON');
      }
      const made = rules.candidate(table, rows, onto, who.account);
      return Array.isArray(made)
        ? { id: null, hash: null, faults: made }
        : { id: made.id, hash: made.hash, faults: [] };
    },
    async startTrial(asked) {
      const who = signedIn(asked as never);
      const tables = await named(asked.body.with, who);
      const trial = trials.start({
        account: who.account,
        now: rules.policyOf(rules.tables()),
        candidate: rules.policyOf(tables),
        days: asked.body.days,
        place: who.scope === null ? null : who.unit,
      });
      if (!trial) throw new Problem('BUSY', WORDS.busy);
      await audit({
        who,
        ip: asked.ip,
        action: 'policy.simulate',
        target: hashOf(tables),
        reason: String(asked.body.days),
      });
      return shown(trial, who);
    },
    trial: async (asked) => shown(own(asked), signedIn(asked)),
    async stopTrial(asked) {
      trials.cancel(own(asked));
      return new Answer({ status: 204 });
    },
  };
}
