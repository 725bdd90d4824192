/** What the real API refuses, refused in its words: a double that takes anything proves nothing. */
export interface Refusal {
  status: number;
  message: string;
  code: string | null;
  param: string | null;
}

export interface Body {
  model?: unknown;
  messages?: { role: string; content: unknown }[];
  stream?: unknown;
  stream_options?: { include_usage?: boolean };
  max_tokens?: unknown;
  temperature?: unknown;
  response_format?: { type?: string; json_schema?: { name?: string; schema?: Schema; strict?: boolean } };
  tools?: { type?: string; function?: { name?: string; parameters?: Schema } }[];
  tool_choice?: unknown;
  [name: string]: unknown;
}

interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: unknown;
  items?: Schema;
}

export type Way = 'json_schema' | 'tool' | 'json_object';

const KNOWN = new Set(
  'model messages stream stream_options max_tokens max_completion_tokens temperature top_p n stop presence_penalty frequency_penalty logit_bias logprobs top_logprobs user seed response_format tools tool_choice parallel_tool_calls'.split(
    ' ',
  ),
);
const ROLES = new Set(['system', 'developer', 'user', 'assistant', 'tool']);
const NAME = /^[a-zA-Z0-9_-]{1,64}$/;
const CONTEXT = 32_000;

const no = (
  message: string,
  param: string | null = null,
  code: string | null = null,
  status = 400,
): Refusal => ({
  status,
  message,
  code,
  param,
});

/** Strict schemas name every property and allow no other. */
function loose(schema: Schema | undefined, at: string): string | null {
  if (!schema?.type) return `${at}: schema must have a 'type' key`;
  if (schema.type === 'array') return loose(schema.items, `${at}.items`);
  if (schema.type !== 'object') return null;
  if (schema.additionalProperties !== false)
    return `In context=${at}, 'additionalProperties' is required to be supplied and to be false.`;
  const names = Object.keys(schema.properties ?? {});
  const lacking = names.find((name) => !schema.required?.includes(name));
  if (lacking)
    return `In context=${at}, 'required' is required to include every key in properties. Missing '${lacking}'.`;
  for (const name of names) {
    const fault = loose(schema.properties?.[name], `${at}.${name}`);
    if (fault) return fault;
  }
  return null;
}

function format({ response_format: asked, messages = [] }: Body, takes: ReadonlySet<Way>): Refusal | null {
  if (asked === undefined) return null;
  const type = asked.type ?? '';
  if (!['text', 'json_object', 'json_schema'].includes(type))
    return no(
      `Invalid value: '${type}'. Supported values are: 'json_object', 'json_schema', and 'text'.`,
      'response_format.type',
    );
  if (type !== 'text' && !takes.has(type as Way))
    return no(`response_format of type '${type}' is not supported with this model.`, 'response_format');
  if (type === 'json_object' && !/json/i.test(JSON.stringify(messages)))
    return no(
      "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
      'messages',
    );
  if (type !== 'json_schema') return null;
  const { name, schema, strict } = asked.json_schema ?? {};
  if (!NAME.test(name ?? ''))
    return no("Invalid 'response_format.json_schema.name'.", 'response_format.json_schema.name');
  const fault = strict ? loose(schema, '()') : null;
  return fault ? no(`Invalid schema for response_format '${name}': ${fault}`, 'response_format') : null;
}

function toolFault({ tools, tool_choice: choice }: Body, takes: ReadonlySet<Way>): Refusal | null {
  if (choice !== undefined && !tools)
    return no("'tool_choice' is only allowed when 'tools' are specified.", 'tool_choice');
  if (!tools) return null;
  if (!takes.has('tool')) return no('tools is not supported with this model.', 'tools');
  const names = tools.map((tool) => tool.function?.name ?? '');
  if (tools.some(({ type }) => type !== 'function') || names.some((name) => !NAME.test(name)))
    return no("Invalid 'tools[0].function.name'.", 'tools');
  if (tools.some((tool) => tool.function?.parameters?.type !== 'object'))
    return no("Invalid schema for function: schema must be of type 'object'.", 'tools');
  const wanted = (choice as { function?: { name?: string } } | undefined)?.function?.name;
  if (wanted !== undefined && !names.includes(wanted))
    return no(`Tool choice '${wanted}' not found in 'tools' parameter.`, 'tool_choice');
  return null;
}

export function refusalOf(
  body: Body,
  { model, takes }: { model: string; takes: ReadonlySet<Way> },
): Refusal | null {
  const strange = Object.keys(body).find((name) => !KNOWN.has(name));
  if (strange) return no(`Unrecognized request argument supplied: ${strange}`, strange);
  if (typeof body.model !== 'string') return no('you must provide a model parameter', 'model');
  if (body.model !== model)
    return no(
      `The model '${body.model}' does not exist or you do not have access to it.`,
      null,
      'model_not_found',
      404,
    );
  const { messages } = body;
  if (!Array.isArray(messages) || messages.length === 0)
    return no("Invalid 'messages': empty array.", 'messages');
  const wrong = messages.findIndex(
    ({ role, content }) => !ROLES.has(role) || (typeof content !== 'string' && !Array.isArray(content)),
  );
  if (wrong >= 0) return no(`Invalid value for 'messages[${wrong}]'.`, `messages[${wrong}]`);
  if (body.stream !== undefined && typeof body.stream !== 'boolean')
    return no("Invalid type for 'stream'.", 'stream');
  if (body.stream_options !== undefined && body.stream !== true)
    return no("The 'stream_options' parameter is only allowed when 'stream' is enabled.", 'stream_options');
  const most = body.max_tokens;
  if (most !== undefined && !(Number.isInteger(most) && Number(most) > 0))
    return no("Invalid 'max_tokens'.", 'max_tokens');
  const heat = body.temperature;
  if (heat !== undefined && !(typeof heat === 'number' && heat >= 0 && heat <= 2))
    return no("Invalid 'temperature'.", 'temperature');
  if (JSON.stringify(messages).length > CONTEXT)
    return no("This model's maximum context length is exceeded.", 'messages', 'context_length_exceeded');
  return format(body, takes) ?? toolFault(body, takes);
}
