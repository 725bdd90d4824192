/** Figures as they are printed. Nothing to say is a dash, never a nought. */
export const NOTHING = '—';

export const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;
export const score = (value: number): string => value.toFixed(3);

export const orNothing = (value: number | null, print: (value: number) => string): string =>
  value === null ? NOTHING : print(value);
