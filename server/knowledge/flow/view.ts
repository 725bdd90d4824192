/** Entries and corrections as the desk sees them. */
import type { KbCard, KbCorrection, KbEntry, KbFault } from '../../http/contract-knowledge.js';
import type { Used } from '../../store/knowledge-desk.js';
import { clockOf, expired, type KnowledgeItem, quotable } from '../item.js';
import type { Correction } from './correction.js';
import { diffOf } from './diff.js';
import { type Edition, type Entry, standingOf } from './entry.js';
import type { Action } from './transitions.js';

export function cardOf(entry: Entry, now: Date): KbCard {
  const { work, live, down, log } = entry;
  const shown = work?.item ?? live ?? down?.item;
  return {
    id: entry.id,
    version: entry.version,
    title: shown?.title ?? '',
    category: shown?.category ?? '',
    region: shown?.region ?? '',
    unit: shown?.unit ?? '',
    owner: entry.owner,
    standing: standingOf(entry),
    edition: entry.edition,
    told: live !== null && quotable(live, now),
    expired: live !== null && expired(live, clockOf(now)),
    reviewBy: live?.reviewBy ?? null,
    effectiveTo: live?.effectiveTo ?? null,
    updatedAt: entry.updatedAt.toISOString(),
    by: log.at(-1)?.by ?? '',
  };
}

export interface Beside {
  now: Date;
  acts: Action[];
  editions: Edition[];
  faults: (item: KnowledgeItem) => KbFault[];
  used: Used;
  useful: { useful: number; not: number };
}

export function entryView(entry: Entry, beside: Beside): KbEntry {
  const { live, work, down } = entry;
  const { editions } = beside;
  const before = live ?? down?.item ?? null;
  return {
    card: cardOf(entry, beside.now),
    live,
    work: work && { ...work, faults: beside.faults(work.item), diff: diffOf(before, work.item) },
    down: down && { ...down, at: down.at.toISOString() },
    acts: beside.acts,
    log: entry.log.map((deed) => ({ ...deed, at: deed.at.toISOString() })).reverse(),
    editions: editions.map(({ def, edition, at, writers, department, platform }, index) => ({
      edition,
      at: at.toISOString(),
      writers,
      department,
      platform,
      item: def,
      // The oldest kept may follow a shipped text that was never an edition here.
      diff: index + 1 < editions.length ? diffOf(editions[index + 1]!.def, def) : [],
    })),
    used: beside.used,
    useful: beside.useful,
  };
}

export const correctionView = (
  { _id, at, due, answeredAt, ...row }: Correction,
  now: Date,
): KbCorrection => ({
  ...row,
  id: _id,
  at: at.toISOString(),
  due: due.toISOString(),
  answeredAt: answeredAt?.toISOString() ?? null,
  overdue: row.state === 'open' && due < now,
});
