/** Whom an alarm concerns, and who may answer it: by any one of these permissions. */
import type { AlarmKind } from '../intake/alarm-kinds.js';

export const AUDIENCES = ['thread.read', 'order.supervise', 'order.callback'] as const;
export type Audience = (typeof AUDIENCES)[number];

const DESK: readonly Audience[] = ['thread.read'];
const WATCH: readonly Audience[] = ['order.supervise'];
const BOTH: readonly Audience[] = ['thread.read', 'order.supervise'];

const HEARD_BY: Record<AlarmKind, readonly Audience[]> = {
  emergency: DESK,
  threat: DESK,
  review: DESK,
  undeliverable: DESK,
  failure: DESK,
  late: DESK,
  returned: DESK,
  promise: BOTH,
  problem: BOTH,
  hotspot: WATCH,
  rectify: ['order.callback', 'order.supervise'],
  supervise: WATCH,
};

export const audiencesOf = (kind: AlarmKind): readonly Audience[] => HEARD_BY[kind];

export interface Listener {
  permissions: ReadonlySet<string>;
  scope: ReadonlySet<string> | null;
}

/** What is watched over is told to the house alone: a unit is the one watched, and never learns who rated it. */
export const audiencesFor = ({ permissions, scope }: Listener): readonly Audience[] =>
  AUDIENCES.filter((one) => permissions.has(one) && (one === 'thread.read' || scope === null));

export const hears = (kind: AlarmKind, listener: Listener): boolean =>
  audiencesFor(listener).some((one) => HEARD_BY[kind].includes(one));

/** At the desk whoever may take conversations answers; elsewhere whoever hears. */
export const mayAnswer = (kind: AlarmKind, listener: Listener): boolean =>
  audiencesFor(listener).some(
    (one) =>
      HEARD_BY[kind].includes(one) && (one !== 'thread.read' || listener.permissions.has('thread.claim')),
  );
