/**
 * The wire, written once: these schemas validate what comes in, make the OpenAPI page, and give the browser
 * code its types. Times travel as ISO 8601 strings. Errors are always `{ error: { code, message, hint? } }`
 * with a Chinese message that says what to do.
 */
import { z } from 'zod';

export const fault = z.object({
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }),
});
export const page = <T extends z.ZodType>(row: T) =>
  z.object({ rows: z.array(row), next: z.string().nullable(), total: z.number().int() });

export type Fault = z.infer<typeof fault>;
