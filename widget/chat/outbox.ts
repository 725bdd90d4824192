/**
 * What the citizen said and the server has not yet shown back. A parcel keeps its id for ever, so sending it
 * again after a lost answer has the effect of once. Pure; `keep.ts` holds it across reloads.
 */
import type { FileView, Line } from '../../server/http/contract-chat.js';

export interface Parcel {
  id: string;
  text: string;
  files: FileView[];
  fields?: Record<string, string>;
  at: string;
  /** Given by the server's acknowledgement; the line of this number takes the parcel's place. */
  seq?: number;
  /** The server will never take it; says why. */
  fault?: string;
}

export type Outbox = readonly Parcel[];

export const next = (box: Outbox): Parcel | undefined =>
  box.find((parcel) => parcel.seq === undefined && parcel.fault === undefined);

const change = (box: Outbox, id: string, to: (parcel: Parcel) => Parcel): Outbox =>
  box.map((parcel) => (parcel.id === id ? to(parcel) : parcel));

export const acked = (box: Outbox, id: string, seq: number): Outbox =>
  change(box, id, (parcel) => ({ ...parcel, seq }));

export const refused = (box: Outbox, id: string, fault: string): Outbox =>
  change(box, id, (parcel) => ({ ...parcel, fault }));

/** Tried again under the same id: were it stored after all, it would not count twice. */
export const again = (box: Outbox, id: string): Outbox =>
  change(box, id, ({ fault: _, ...parcel }) => parcel);

/** A line is the parcel's own by number, or by id where the line came before the acknowledgement. */
const shows = (line: Line, parcel: Parcel): boolean =>
  line.from === 'citizen' &&
  (line.seq === parcel.seq || line.id === parcel.id || line.id.endsWith(`:${parcel.id}`));

/** Drops what the log shows already. */
export function settle(box: Outbox, log: readonly Line[]): Outbox {
  const rest = box.filter((parcel) => !log.some((line) => shows(line, parcel)));
  return rest.length === box.length ? box : rest;
}

/** Reads what an earlier page kept; anything that is not a parcel is left behind. */
export function parcelOf(value: unknown): Parcel | null {
  const parcel = value as Partial<Parcel> | null;
  if (typeof parcel?.id !== 'string' || typeof parcel.text !== 'string' || typeof parcel.at !== 'string')
    return null;
  return { ...parcel, files: Array.isArray(parcel.files) ? parcel.files : [] } as Parcel;
}

export const inOrder = (box: Outbox): Outbox => [...box].sort((a, b) => (a.at < b.at ? -1 : 1));
