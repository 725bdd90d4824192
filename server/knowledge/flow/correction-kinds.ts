/** What may be wrong with an item, and how a 纠错单 ends; apart, since the browser's types name them too. */
export const CORRECTION_KINDS = ['wrong', 'outdated', 'unclear', 'conflict', 'useless'] as const;
export const CORRECTION_STATES = ['open', 'mended', 'kept'] as const;
