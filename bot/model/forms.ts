/**
 * Three ways to ask for a structured answer. Not every OpenAI-compatible endpoint takes the strict one; which one
 * is taken is found out by trying, best first. Whatever the form, the answer is checked like a stranger's.
 */
export const FORMS = ['json_schema', 'tool', 'json_object'] as const;
export type Form = (typeof FORMS)[number];

export interface Shape {
  name: string;
  schema: Record<string, unknown>;
}

export function shaped(form: Form, { name, schema }: Shape): Record<string, unknown> {
  switch (form) {
    case 'json_schema':
      return {
        response_format: { type: 'json_schema', json_schema: { name, schema, strict: true } },
      };
    case 'tool':
      return {
        tools: [{ type: 'function', function: { name, description: name, parameters: schema } }],
        tool_choice: { type: 'function', function: { name } },
      };
    case 'json_object':
      return { response_format: { type: 'json_object' } };
    default:
      return form satisfies never;
  }
}

/** A 400 that speaks of the form, not of the text: the next form may be taken. */
export function refusesForm(error: unknown): boolean {
  const { status, message } = error as { status?: number; message?: string };
  return status === 400 && /response_format|json_schema|tool_choice|tools|schema/i.test(message ?? '');
}
