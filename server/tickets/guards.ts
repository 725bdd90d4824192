/** Conditions beyond state and permission, by name; each answers null (go on) or why not. */
import type { Facts, WhyNot } from './guards/facts.js';
import { INTAKE } from './guards/intake.js';
import { TIME } from './guards/time.js';
import { UNITS } from './guards/units.js';
import { VERDICT } from './guards/verdict.js';

export type Guard = keyof typeof INTAKE | keyof typeof TIME | keyof typeof UNITS | keyof typeof VERDICT;

export const GUARDS: Record<Guard, (facts: Facts) => WhyNot | null> = {
  ...INTAKE,
  ...UNITS,
  ...TIME,
  ...VERDICT,
};
