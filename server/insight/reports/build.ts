/** A report in words, tables and charts, from what was gathered. Pure: the same figures make the same report. */
import type { ReportData, ReportSection } from '../../http/contract-insight.js';
import type { Policy } from '../../policy/types.js';
import type { Counts } from '../counts.js';
import { gradeOf } from '../grade.js';
import { definitionsOf, valuesOf } from '../measures.js';
import { type By, type NameParts, nameOf } from '../names.js';
import type { Coming } from '../season.js';
import { daysIn } from '../span.js';
import { toldIn } from '../told.js';
import { said } from '../watch.js';
import { WORDS as ROOM } from '../words.js';
import { changesOf, pointsOf } from './change.js';
import { fingerprintOf, type Gathered } from './gather.js';
import { fill, type SectionId, WORDS } from './words.js';

export interface BuildParts extends NameParts {
  policy: Policy;
  /** Takes personal data out of a place somebody wrote. */
  mask: (text: string) => string;
}

const RATES = ['response', 'solved', 'satisfied', 'composite'];
const ALWAYS = new Set(['orders', 'valid', ...RATES]);

const orders = (counts: Counts | undefined): number => counts?.orders ?? 0;
const byCode = <T>(rows: Record<string, T>): [string, T][] =>
  Object.entries(rows).sort(([a], [b]) => (a < b ? -1 : 1));
/** Orders are no merit and no fault: this one order says where the work is, not who is best. */
const byOrders = (rows: Record<string, Counts>): [string, Counts][] =>
  byCode(rows).sort(([, a], [, b]) => orders(b) - orders(a));

/** A day without an order is a day with none: left out, a line would run past it. */
const everyDay = ({ period: { from, to }, days }: Gathered): [string, Counts][] =>
  daysIn(from, to).map((day) => [day, days[day] ?? {}]);

export const spanOf = ({ from, to }: { from: string; to: string }): string =>
  from === to ? from : fill(WORDS.to, { from, to });

export const titleOf = (period: Pick<Gathered['period'], 'kind' | 'from' | 'to'>, scoped: boolean): string =>
  fill(scoped ? WORDS.titleOf : WORDS.title, {
    kind: WORDS.kinds[period.kind],
    span: spanOf(period),
    scope: WORDS.own,
  });

export function buildReport(
  gathered: Gathered,
  seasons: readonly Coming[],
  scoped: boolean,
  parts: BuildParts,
): ReportData {
  const { period, total, previous, lastYear } = gathered;
  const { policy } = parts;
  const rules = policy.knobs.insight;
  const now = valuesOf(total, rules);
  const then = valuesOf(previous.total, rules);
  const year = valuesOf(lastYear.total, rules);
  const definitions = definitionsOf(rules);
  const name = (by: By, code: string): string => nameOf(by, code, parts);
  const changes = changesOf(orders(total), orders(previous.total), orders(lastYear.total), rules.smallest);
  const section = (
    id: SectionId,
    text: string,
    rows: string[][],
    chart: ReportSection['chart'] = null,
  ): ReportSection => {
    const { question, columns } = WORDS.sections[id];
    return { id, question, text, columns, rows, chart };
  };
  const said_ = (id: SectionId, values: Record<string, string | number>): string =>
    fill(WORDS.sections[id].text, values);

  function flow(): ReportSection {
    const daily = period.kind === 'daily';
    const rows = daily ? byOrders(gathered.channels) : everyDay(gathered);
    const most = byOrders(daily ? gathered.channels : gathered.days)[0];
    const label = (code: string): string => (daily ? name('channel', code) : code);
    const values = { orders: orders(total), changes, n: orders(most?.[1]) };
    return section(
      daily ? 'channels' : 'flow',
      daily
        ? said_('channels', { ...values, name: most ? label(most[0]) : '—' })
        : said_('flow', { ...values, day: most?.[0] ?? '—' }),
      rows.map(([code, counts]) => [label(code), String(orders(counts))]),
      {
        kind: daily ? 'bar' : 'line',
        labels: rows.map(([code]) => label(code)),
        values: rows.map(([, counts]) => orders(counts)),
        percent: false,
      },
    );
  }

  function rates(): ReportSection {
    const { valid = 0 } = total;
    const told = RATES.filter((id) => now[id]?.value != null).map((id) => {
      const { name: called } = definitions.find((one) => one.id === id)!;
      return `${called} ${toldIn(now[id])}，${pointsOf(now[id]?.value ?? 0, then[id]?.value ?? null, year[id]?.value ?? null)}。`;
    });
    const values = { valid, told: told.join(''), least: rules.smallest };
    return section(
      'rates',
      fill((told.length > 0 ? null : WORDS.sections.rates.none) ?? WORDS.sections.rates.text, values),
      RATES.map((id) => row(id)),
      // Where no rate is told there is nothing to draw.
      told.length === 0
        ? null
        : {
            kind: 'bar',
            labels: RATES.map((id) => definitions.find((one) => one.id === id)!.name),
            values: RATES.map((id) => now[id]?.value ?? null),
            percent: true,
          },
    );
  }

  const row = (id: string): string[] => [
    definitions.find((one) => one.id === id)?.name ?? id,
    ...[now, then, year].map((values) => toldIn(values[id])),
  ];

  function classes(): ReportSection {
    const rows = byOrders(gathered.categories);
    const [most] = rows;
    return section(
      'classes',
      said_('classes', {
        name: most ? name('category', most[0]) : '—',
        n: orders(most?.[1]),
        share: orders(total) === 0 ? '0.0' : ((orders(most?.[1]) / orders(total)) * 100).toFixed(1),
      }),
      rows.map(([code, counts]) => [
        name('category', code),
        String(orders(counts)),
        String(orders(gathered.categoriesBefore[code])),
        toldIn(valuesOf(counts, rules).solved),
      ]),
      {
        kind: 'bar',
        labels: rows.map(([code]) => name('category', code)),
        values: rows.map(([, counts]) => orders(counts)),
        percent: false,
      },
    );
  }

  function places(): ReportSection {
    const rows = byCode(gathered.places);
    return section(
      'places',
      said_('places', { count: rows.length }),
      rows.map(([code, counts]) => {
        const values = valuesOf(counts, rules);
        const shown = ['response', 'solved', 'satisfied', 'inTime'].map((id) => toldIn(values[id]));
        return [name('region', code), String(orders(counts)), ...shown];
      }),
    );
  }

  /** By kind of unit and grade; within a grade by code. */
  function grades(): ReportSection {
    const table = new Map<string, string[]>();
    let few = 0;
    for (const [code, counts] of byCode(gathered.units)) {
      const unit = policy.units.find((one) => one.code === code);
      const grade = gradeOf(valuesOf(counts, rules), rules);
      if (!unit) continue;
      if (grade === null) few += 1;
      else {
        const key = JSON.stringify([ROOM.kinds[unit.kind], grade]);
        table.set(key, [...(table.get(key) ?? []), unit.name]);
      }
    }
    const rows = Object.values(ROOM.kinds).flatMap((kind) =>
      rules.grades.flatMap(({ name: grade }) => {
        const names = table.get(JSON.stringify([kind, grade]));
        return names ? [[kind, grade, String(names.length), names.join('、')]] : [];
      }),
    );
    const n = [...table.values()].reduce((sum, names) => sum + names.length, 0);
    return section('grades', said_('grades', { n, few, least: rules.smallest }), rows);
  }

  function spots(): ReportSection {
    const rows = gathered.spots.map((spot) => [
      parts.mask(said(spot, policy)),
      spot.first,
      spot.last,
      String(spot.n),
    ]);
    const { none = '' } = WORDS.sections.spots;
    return section('spots', rows.length === 0 ? none : said_('spots', { n: rows.length }), rows);
  }

  function coming(): ReportSection {
    const rows = seasons.map(({ season, from, to }) => [
      season.name,
      fill(WORDS.to, { from, to }),
      String(Object.values(gathered.seasons[season.id] ?? {}).reduce((sum, n) => sum + n, 0)),
      season.prepare,
    ]);
    const { none = '' } = WORDS.sections.seasons;
    return section('seasons', rows.length === 0 ? none : said_('seasons', { n: rows.length }), rows);
  }

  const others = definitions.filter(({ id }) => !ALWAYS.has(id)).map(({ id }) => row(id));
  return {
    id: period.id,
    kind: period.kind,
    from: period.from,
    to: period.to,
    title: titleOf(period, scoped),
    policy: gathered.policy,
    fingerprint: fingerprintOf(gathered),
    headline: ['orders', ...RATES].map((id) => ({ id, cells: row(id) })),
    sections: [
      flow(),
      rates(),
      classes(),
      places(),
      grades(),
      spots(),
      coming(),
      section('measures', said_('measures', {}), others),
    ],
    definitions,
    note: ROOM.note.replace('{n}', String(rules.smallest)),
  };
}
