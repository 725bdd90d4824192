/** The part of the printed contract that other systems sign: hooks, and what is posted to them. */
import { z } from 'zod';
import { HEADERS } from '../../channels/gateway/signature.js';
import { HOOK_CALLBACKS, HOOK_OPERATIONS, type HookOperation } from './hook-operations.js';
import { say, WORDS } from './words.js';

type Json = Record<string, unknown>;
type NameOf = (schema: z.ZodType) => string;

const words = WORDS.openapi;
export const hooks = Object.entries(HOOK_OPERATIONS) as [string, HookOperation][];
const callbacks = Object.entries(HOOK_CALLBACKS);

/** Schemas that must have a name in the document. */
export const hookSchemas = (): [string, z.ZodType][] => [
  ...hooks.flatMap(([name, { body, reply }]): [string, z.ZodType][] => [
    ...(body ? [[`${name}Body`, body] as [string, z.ZodType]] : []),
    ...(reply ? [[`${name}Reply`, reply] as [string, z.ZodType]] : []),
  ]),
  ...callbacks.map(([name, { body }]): [string, z.ZodType] => [`${name}Body`, body]),
];

/** `X-Jiesu-Partner` of `x-jiesu-partner`. */
const shown = (header: string): string =>
  header.replace(/(^|-)(\w)/g, (_, dash, sign) => dash + sign.toUpperCase());

const headers: Json[] = [HEADERS.partner, HEADERS.timestamp, HEADERS.nonce].map((name) => ({
  name: shown(name),
  in: 'header',
  required: true,
  description: words.headers[name],
  schema: { type: 'string' },
}));

function queryOf(query: z.ZodObject): Json[] {
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: 'input' }) as {
    properties?: Json;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

const jsonOf = (schema: z.ZodType, nameOf: NameOf): Json => ({
  'application/json': { schema: { $ref: `#/components/schemas/${nameOf(schema)}` } },
});
const BYTES = { 'application/octet-stream': { schema: {} } };

function operation(name: string, hook: HookOperation, nameOf: NameOf): Json {
  const content = hook.bytes ? BYTES : hook.reply && jsonOf(hook.reply, nameOf);
  const body = hook.raw ? { [hook.raw]: { schema: {} } } : hook.body && jsonOf(hook.body, nameOf);
  const faults = [...hook.refuses, 500].map((status) => [
    String(status),
    { $ref: '#/components/responses/fault' },
  ]);
  return {
    operationId: name,
    summary: hook.does,
    description: say(words.signedOver, { over: hook.signed }),
    parameters: [...headers, ...(hook.query ? queryOf(hook.query) : [])],
    ...(body ? { requestBody: { required: true, content: body } } : {}),
    security: [{ partner: [] }],
    responses: {
      [String(hook.status)]: { description: words.ok, ...(content ? { content } : {}) },
      ...Object.fromEntries(faults),
    },
  };
}

export function hookPaths(nameOf: NameOf): Record<string, Json> {
  const paths: Record<string, Json> = {};
  for (const [name, hook] of hooks)
    paths[hook.path] = { ...paths[hook.path], [hook.method]: operation(name, hook, nameOf) };
  return paths;
}

export const webhooks = (nameOf: NameOf): Json =>
  Object.fromEntries(
    callbacks.map(([name, { does, signed, body }]) => [
      name,
      {
        post: {
          operationId: name,
          summary: does,
          description: say(words.signedOver, { over: signed }),
          parameters: headers,
          requestBody: { required: true, content: jsonOf(body, nameOf) },
          security: [{ partner: [] }],
          responses: { '2XX': { description: words.taken }, '410': { description: words.gone } },
        },
      },
    ]),
  );

export const partnerScheme: Json = {
  type: 'apiKey',
  in: 'header',
  name: shown(HEADERS.signature),
  description: words.signature,
};
