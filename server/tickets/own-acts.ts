/** What a citizen may do with an order now, and why not what he may look for: told before anything is pressed. */
import { readFileSync } from 'node:fs';
import type { OwnAct } from '../http/contract-steps.js';
import { dayOf } from './deadlines/calendar.js';
import type { Rules } from './deadlines/clock.js';
import type { Unit } from './dispatch/unit.js';
import { type Facts, lastInto } from './guards/facts.js';
import { GUARDS } from './guards.js';
import type { State, Ticket } from './ticket.js';
import { transition } from './transitions.js';
import { asTold } from './undo.js';
import { sentence } from './words.js';

interface ActWords {
  name: string;
  /** Label of the words it needs; null = none are needed. */
  text: string | null;
  hint?: string;
  next: string;
  undo: string;
  press: string;
  done: string;
}

export interface OwnWords {
  acts: Record<OwnAct['action'], ActWords>;
  not: Partial<Record<OwnAct['action'], Partial<Record<State, string>>>>;
  secret: string;
  page: {
    heading: string;
    not: string;
    done: string;
    rate: Record<'heading' | 'reasons' | 'note' | 'send' | 'free' | 'done' | 'low', string> & {
      levels: Record<string, string>;
    };
    link: Record<'title' | 'answer' | 'until' | 'rated' | 'over' | 'unknown', string>;
  };
}

export const OWN_WORDS = JSON.parse(
  readFileSync(new URL('./own-acts.json', import.meta.url), 'utf8'),
) as OwnWords;

export type ActRules = Rules & { units: readonly Unit[] };

const DAY = 86_400_000;

function untilOf(ticket: Ticket, days: number): string {
  const closed = lastInto(ticket)?.at ?? ticket.updatedAt;
  const [, month, day] = dayOf(new Date(closed.getTime() + days * DAY)).split('-');
  return `${Number(month)} 月 ${Number(day)} 日`;
}

/** In the order of the table; what neither may be done nor has a reason worth telling is left out. */
export function ownActs(whole: Ticket, rules: ActRules, now: Date): OwnAct[] {
  const ticket = asTold(whole, now);
  const { limits } = rules.knobs;
  const facts: Facts = {
    ...{ ticket, fields: {}, given: {}, reason: '', scope: null, by: ticket.thread ?? ticket.orderNo },
    ...{ now, limits, rules, units: rules.units },
  };

  /** null = it may be done; '' = not, and nobody would look for it. */
  function whyNot(action: OwnAct['action']): string | null {
    const answers = action === 'supplement' && ticket.state === 'NEED_INFO';
    const row = transition(answers ? 'supply' : action);
    if (!row?.from.includes(ticket.state)) return OWN_WORDS.not[action]?.[ticket.state] ?? '';
    if (action === 'askSecret' && ticket.secret) return OWN_WORDS.secret;
    const not = row.guard ? GUARDS[row.guard](facts) : null;
    // No refusal was ever proposed: there is nothing to look into again.
    if (action === 'requestReview' && !ticket.refusal) return '';
    return not && sentence('refused', not.key, not.values);
  }

  const places = { days: String(limits.reopenDays), until: untilOf(ticket, limits.reopenDays) };
  return (Object.keys(OWN_WORDS.acts) as OwnAct['action'][]).flatMap((action) => {
    const { next, hint = '', ...words } = OWN_WORDS.acts[action];
    const why = whyNot(action);
    if (why === '') return [];
    return [
      {
        action,
        why,
        ...words,
        hint,
        next: next.replace(/\{(days|until)\}/g, (_, name) => places[name as 'days']),
      },
    ];
  });
}

/** Pressed twice, or sent again after a lost answer: said since the page was drawn, and said the same. */
export function alreadyDone(
  whole: Ticket,
  { action, text = '', seen }: { action: string; text?: string | undefined; seen: number },
  now: Date,
): boolean {
  const rows = asTold(whole, now).timeline.filter((row) => row.public !== undefined);
  const names = action === 'supplement' ? ['supplement', 'supply'] : [action];
  return rows
    .slice(seen)
    .some(
      (row) =>
        row.actor.kind === 'citizen' && names.includes(row.action) && (row.reason ?? '') === text.trim(),
    );
}
