/** What is said where a precedent cannot be withdrawn. */
export const PRECEDENT_WORDS = { withdrawn: '这条先例已经撤下，不用再撤。' } as const;
