/**
 * What was offered to a citizen last: the numbers mean its choices once, the names its draft until the next one.
 * That a number was used is a note of its own: the next offer may come while the last is being marked.
 */
import type { Notes } from '../kind.js';
import type { Offered } from '../plain.js';

/** `line`: the line that offered it. */
export interface Offer extends Offered {
  line: string;
}

export const setOffer = (notes: Notes, thread: string, offer: Offer | null): Promise<void> =>
  notes.set(`offered:${thread}`, offer);

export async function offerOf(notes: Notes, thread: string): Promise<Offer | null> {
  const offer = await notes.get<Offer>(`offered:${thread}`);
  if (!offer || offer.choices.length === 0) return offer;
  const spent = await notes.get<string>(`spent:${thread}`);
  return spent === offer.line ? { ...offer, choices: [] } : offer;
}

export const spend = (notes: Notes, thread: string, { line }: Offer): Promise<void> =>
  notes.set(`spent:${thread}`, line);
