/**
 * What runs beside an order rings as its clock does: when its end is near, and when it is over. Once each (the name
 * is the clock's own), and silent again by itself when what was owed is there.
 */
import type { Policy } from '../policy/types.js';
import { OWES } from '../tickets/proceedings/effects.js';
import type { Proceeding } from '../tickets/proceedings/proceeding.js';
import { endText } from '../tickets/supervision/document.js';
import type { AlarmKind, Change, Commit } from './journal.js';

interface Ring {
  kind: AlarmKind;
  rings: Record<
    string,
    'ring.rectifyNear' | 'ring.rectifyLate' | 'ring.superviseNear' | 'ring.superviseLate'
  >;
}

const RINGS: Partial<Record<Proceeding['kind'], Ring>> = {
  lowRating: {
    kind: 'rectify',
    rings: { near: 'ring.rectifyNear', late: 'ring.rectifyLate' },
  },
  supervision: {
    kind: 'supervise',
    rings: { near: 'ring.superviseNear', late: 'ring.superviseLate' },
  },
};

export function createBesideRings({
  phrase,
  units,
}: Pick<Policy, 'phrase' | 'units'>): (commit: Commit) => Commit {
  const names = ({ sides }: Proceeding): string =>
    sides.map(({ unit }) => units.find(({ code }) => code === unit)?.name ?? unit).join('、');

  function of(proceeding: Proceeding, by: string): Change[] {
    const ringing = RINGS[proceeding.kind];
    if (!ringing) return [];
    const { id, fired, rows, orderNo, due, state } = proceeding;
    const idOf = (key: string): string => `alarm:${ringing.kind}:${id}:${key}`;
    const over = (keys: readonly string[]): Change[] =>
      keys.map((key) => ({ do: 'alarmAnswered', id: idOf(key), by }));
    if (!OWES[proceeding.kind]?.includes(state)) return over(fired);
    const ring = ringing.rings[rows.at(-1)?.action ?? ''];
    const key = fired.at(-1);
    if (!ring || key === undefined) return [];
    const text = phrase(ring, { orderNo, units: names(proceeding), due: endText(due) });
    // The later one says all that the earlier said.
    return [
      ...over(fired.slice(0, -1)),
      { do: 'alarm', id: idOf(key), kind: ringing.kind, thread: null, orderNo, text },
    ];
  }

  return (commit) => {
    const more = commit.changes.flatMap((change) =>
      change.do === 'proceeding' ? of(change.proceeding, commit.actor.id) : [],
    );
    return more.length === 0 ? commit : { ...commit, changes: [...commit.changes, ...more] };
  };
}
