/** What the answers are modelled on. */
export const VERSION = '7.0.0';
