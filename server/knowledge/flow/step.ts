/** One step of an item, judged and taken: pure. A refusal is a value; the caller commits what comes of it. */
import { clockOf, expired, type KnowledgeItem } from '../item.js';
import type { Edition, Entry } from './entry.js';
import { type Action, type Guard, TRANSITIONS, type Transition } from './transitions.js';
import type { FLOW } from './words.js';

export interface Taker {
  account: string;
  permissions: ReadonlySet<string>;
  scope: ReadonlySet<string> | null;
}

export interface Ask {
  action: Action;
  who: Taker;
  now: Date;
  reason: string;
  /** Of `save`: the text, and whose it is. */
  item?: KnowledgeItem;
  owner?: string | null;
  /** Must anything be mended before this text may be told? */
  sound: (item: KnowledgeItem) => boolean;
}

export type Refusal = keyof typeof FLOW.refused;
export type Stepped = { entry: Entry; edition: Edition | null } | { refused: Refusal };

export const KEPT_DEEDS = 200;
const SHORTEST_REASON = 4;
const DAY_MS = 86_400_000;

const within = (scope: Taker['scope'], owner: string | null): boolean =>
  scope === null || (owner !== null && scope.has(owner));

function holds(guard: Guard, entry: Entry, subject: KnowledgeItem | null, ask: Ask): boolean {
  const { who, now, owner } = ask;
  const { work } = entry;
  switch (guard) {
    case 'inScope':
      // Whose it is becomes the giver's to say only within what is theirs.
      return (
        (entry.version === 0 && entry.live === null ? true : within(who.scope, entry.owner)) &&
        (owner === undefined || within(who.scope, owner))
      );
    case 'writer':
      return work?.writers.includes(who.account) === true;
    case 'notWriter':
      return work?.writers.includes(who.account) !== true;
    case 'notReviewer':
      return work?.passedBy !== who.account;
    case 'sound':
      return subject !== null && ask.sound(subject);
    case 'fresh':
      return subject !== null && !expired(subject, clockOf(now));
  }
}

const stands = (row: Transition, { work, live, down }: Entry): boolean =>
  row.of === 'work'
    ? row.from.some((stage) => stage === (work?.stage ?? 'none'))
    : row.from === 'live'
      ? live !== null
      : live === null && down !== null;

/** Why not; null = it may be done now. */
export function against(entry: Entry, ask: Ask): Refusal | null {
  const row = TRANSITIONS.find(({ action }) => action === ask.action) as Transition;
  if (!stands(row, entry)) return 'action';
  if (!row.permission.some((name) => ask.who.permissions.has(name))) return 'permission';
  if (row.needsReason && [...ask.reason.trim()].length < SHORTEST_REASON) return 'reason';
  const subject =
    row.of === 'work' ? (ask.item ?? entry.work?.item ?? null) : (entry.live ?? entry.down?.item ?? null);
  return row.guards.find((guard) => !holds(guard, entry, subject, ask)) ?? null;
}

export function step(entry: Entry, ask: Ask): Stepped {
  const refused = against(entry, ask);
  if (refused) return { refused };
  const { who, now, action } = ask;
  const day = clockOf(now).slice(0, 10);
  const next: Entry = { ...entry, version: entry.version + 1, updatedAt: now };
  const { work } = entry;
  let edition: Edition | null = null;
  switch (action) {
    case 'save': {
      if (!ask.item) throw new Error('a save brings its text');
      next.owner = ask.owner === undefined ? entry.owner : ask.owner;
      next.work = {
        stage: 'draft',
        item: ask.item,
        base: work?.base ?? entry.edition,
        writers: [...new Set([...(work?.writers ?? []), who.account])],
        passedBy: null,
        returned: work?.returned ?? '',
      };
      break;
    }
    case 'submit':
      next.work = { ...work!, stage: 'department', returned: '' };
      break;
    case 'recall':
      next.work = { ...work!, stage: 'draft', passedBy: null };
      break;
    case 'discard':
      next.work = null;
      break;
    case 'pass':
      next.work = { ...work!, stage: 'platform', passedBy: who.account };
      break;
    case 'sendBack':
    case 'reject':
      next.work = { ...work!, stage: 'draft', passedBy: null, returned: ask.reason.trim() };
      break;
    case 'publish': {
      const item = published(work!.item, now);
      next.edition = entry.edition + 1;
      edition = {
        _id: `${entry.id}@${next.edition}`,
        item: entry.id,
        edition: next.edition,
        def: item,
        at: now,
        writers: work!.writers,
        department: work!.passedBy,
        platform: who.account,
      };
      Object.assign(next, { live: item, work: null, down: null });
      break;
    }
    case 'confirm':
      next.live = looked(entry.live!, now);
      break;
    case 'takeDown':
      Object.assign(next, {
        live: null,
        down: { item: entry.live!, at: now, by: who.account, reason: ask.reason.trim() },
      });
      break;
    case 'putBack':
      Object.assign(next, { live: { ...entry.down!.item, updated: day }, down: null });
  }
  next.log = [
    ...entry.log,
    {
      at: now,
      by: who.account,
      action,
      note: ask.reason.trim(),
      ...(edition ? { edition: edition.edition } : {}),
    },
  ].slice(-KEPT_DEEDS);
  return { entry: next, edition };
}

/** Its next look falls a period from today, where a period is set. */
const looked = (item: KnowledgeItem, now: Date): KnowledgeItem =>
  item.reviewDays
    ? { ...item, reviewBy: clockOf(new Date(now.getTime() + item.reviewDays * DAY_MS)).slice(0, 10) }
    : item;

const published = (item: KnowledgeItem, now: Date): KnowledgeItem => {
  const dated = { ...item, updated: clockOf(now).slice(0, 10) };
  const past = dated.reviewBy === undefined || dated.reviewBy <= dated.updated;
  return past ? looked(dated, now) : dated;
};
