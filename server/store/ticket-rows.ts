/** An order as it lies in its collection: whole, with the signs that lists find it by; and its indexes. */
import mongoose from 'mongoose';
import type { Signs } from '../lists/signs.js';
import type { Ticket } from '../tickets/ticket.js';

const { Schema } = mongoose;

/** The order number is the key: unique without an index of its own, and in order of region, day and number. */
export type TicketRow = Ticket & { _id: string; list?: Signs };

// `strict: false`: the shape is the type's business; the schema is here for the indexes and for queries.
export const ticketSchema = new Schema<TicketRow>(
  {
    _id: { type: String, required: true },
    state: String,
    kind: String,
    version: Number,
    thread: { type: String, default: null },
    region: { type: String, default: null },
    title: String,
    createdAt: Date,
    updatedAt: Date,
    list: Schema.Types.Mixed,
  },
  { versionKey: false, minimize: false, strict: false, collection: 'tickets' },
);
ticketSchema.index({ createdAt: -1, _id: -1 });
ticketSchema.index({ 'list.in': 1, createdAt: 1, _id: 1 });
ticketSchema.index(
  { 'list.in': 1, 'list.due': 1, _id: 1 },
  { partialFilterExpression: { 'list.due': { $exists: true } } },
);
ticketSchema.index({ region: 1, createdAt: -1, _id: -1 });
ticketSchema.index({ category: 1, region: 1, createdAt: -1 });
ticketSchema.index({ 'assignments.unit': 1, category: 1 });
ticketSchema.index({ lead: 1, createdAt: -1, _id: -1 });
ticketSchema.index({ 'clocks.next.at': 1 });
ticketSchema.index({ master: 1, state: 1 }, { partialFilterExpression: { master: { $exists: true } } });
// Of a million orders a few can still be taken back.
ticketSchema.index({ 'undo.until': 1 }, { partialFilterExpression: { 'undo.news': { $exists: true } } });
// Only orders that wait for somebody by name stand in it.
ticketSchema.index({ 'allotted.at': 1 }, { partialFilterExpression: { 'allotted.at': { $exists: true } } });
ticketSchema.index({ updatedAt: 1, _id: 1 });
ticketSchema.index({ thread: 1, createdAt: -1 });
ticketSchema.index({ moved: 1, createdAt: -1 }, { partialFilterExpression: { moved: { $exists: true } } });
ticketSchema.index({ 'caller.phoneHash': 1, createdAt: -1 });

export function ticketOf({ _id, list: _list, ...ticket }: TicketRow): Ticket {
  return ticket;
}
