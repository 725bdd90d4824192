/** Pieces that schemas of several rooms are made of. */
import { z } from 'zod';

export const id = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\w.:-]+$/);
export const text = z.string().max(4000);
export const words = z.string().max(2000);
