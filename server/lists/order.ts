/** How a list is sorted: filed last first, filed first first, what is due first first. */
export const ORDERS = ['newest', 'oldest', 'due'] as const;
export type ListOrder = (typeof ORDERS)[number];
