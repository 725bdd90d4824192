/** The story of an order without what was taken back: guards, clocks and figures go by this. */
import type { Ticket, TimelineRow } from './ticket.js';

/** An undone step counts for nothing, though it stands in the timeline for ever. */
export const lived = ({ timeline }: Pick<Ticket, 'timeline'>): TimelineRow[] =>
  timeline.some((row) => row.undone)
    ? timeline.filter((row) => !row.undone && row.action !== 'undo')
    : timeline;
