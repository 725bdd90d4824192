/** Names that are a partner's own become names of this channel: the partner stands before them. */
export const CHANNEL = 'gateway';

export const threadOf = (partner: string, thread: string): string => `${partner}:${thread}`;
export const messageOf = threadOf;

export interface Named {
  partner: string;
  thread: string;
}

/** A partner's id holds no colon, what follows may. */
export function split(thread: string): Named {
  const cut = thread.indexOf(':');
  return { partner: thread.slice(0, cut), thread: thread.slice(cut + 1) };
}

/** Keys that sort like their numbers. */
export const digits = (n: number, width = 12): string => String(n).padStart(width, '0');
