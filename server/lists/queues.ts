/** The work lists of each role (domain §3.1): what is in a list, in which order, and what it says when empty. */
import { readFileSync } from 'node:fs';
import type { ListOrder } from './order.js';

export interface Queue {
  id: string;
  name: string;
  /** Any of these is true of the order (signs.ts); `:me` is the reader. */
  facets: readonly string[];
  order: ListOrder;
  empty: string;
}

const table = JSON.parse(readFileSync(new URL('./queues.json', import.meta.url), 'utf8')) as {
  queues: Queue[];
  roles: Record<string, string[]>;
};

export const QUEUES: readonly Queue[] = table.queues;
export const ROLE_QUEUES: Readonly<Record<string, readonly string[]>> = table.roles;

/** Those of all roles held, each once, in the order of the first role that has it. */
export function queuesOf(roles: readonly string[]): Queue[] {
  const ids = new Set(roles.flatMap((role) => table.roles[role] ?? []));
  return [...ids].flatMap((id) => QUEUES.find((queue) => queue.id === id) ?? []);
}

/** A personal facet belongs to whoever reads. */
export const facetsFor = (queue: Queue, account: string): string[] =>
  queue.facets.map((facet) => facet.replace(/:me$/, `:${account}`));
