/** The printed contract: OpenAPI 3.1 from the same schemas that judge the requests. */
import { z } from 'zod';
import { ERRORS } from '../errors.js';
import * as contract from './contract.js';
import * as accounts from './contract-accounts.js';
import * as chat from './contract-chat.js';
import * as citizen from './contract-citizen.js';
import * as desk from './contract-desk.js';
import * as given from './contract-given.js';
import * as letters from './contract-letters.js';
import * as orders from './contract-orders.js';
import * as outbox from './contract-outbox.js';
import * as qa from './contract-qa.js';
import { hookPaths, hookSchemas, partnerScheme, webhooks } from './openapi-hooks.js';
import { querySchema } from './query.js';
import type { Route } from './routes.js';
import { WORDS } from './words.js';

type Json = Record<string, unknown>;

/** Rooms whose schemas go under their own names. */
const NAMED = [contract, chat, citizen, orders, given, accounts, desk, outbox, qa, letters]
  .flatMap((room): [string, unknown][] => Object.entries(room))
  .sort(([one], [other]) => (one < other ? -1 : 1));

const words = WORDS.openapi;
const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/** `$id` would move the base that `$ref` is read against. */
function plain(schema: Json): Json {
  const { $schema: _schema, $id: _id, ...rest } = schema;
  return rest;
}

/** All schemas under a name: the contract's own, and the few that a route makes on the spot. */
function schemas(routes: Record<string, Route>) {
  const registry = z.registry<{ id: string }>();
  const names = new Map<z.ZodType, string>();
  const add = (name: string, schema: z.ZodType) => {
    if (names.has(schema)) return;
    names.set(schema, name);
    registry.add(schema, { id: name });
  };
  for (const [name, value] of NAMED) if (value instanceof z.ZodType) add(name, value);
  for (const [name, route] of Object.entries(routes)) {
    if (route.body) add(`${name}Body`, route.body);
    if (route.reply) add(`${name}Reply`, route.reply);
  }
  for (const [name, schema] of hookSchemas()) add(name, schema);
  const printed = z.toJSONSchema(registry, {
    uri: (id) => `#/components/schemas/${id}`,
    io: 'input',
    target: 'draft-2020-12',
  }).schemas as Record<string, Json>;
  return {
    components: Object.fromEntries(Object.entries(printed).map(([name, schema]) => [name, plain(schema)])),
    nameOf: (schema: z.ZodType): string => names.get(schema) ?? '',
  };
}

/** Which faults a route can answer with, from what it asks for. */
function faultStatuses(route: Route): number[] {
  const codes: (keyof typeof ERRORS)[] = ['BAD_REQUEST', 'TOO_MANY', 'INTERNAL'];
  if (route.permission === 'thread') codes.push('NO_TOKEN');
  else if (route.permission !== null) codes.push('NOT_SIGNED_IN', 'FORBIDDEN');
  if (route.path.includes(':')) codes.push('NOT_FOUND');
  if (route.body || route.raw) codes.push('MEDIA_TYPE', 'TOO_LARGE', 'SLOW_BODY');
  if (route.body || route.query) codes.push('INVALID');
  return [...new Set(codes.map((code) => ERRORS[code].status))].sort((a, b) => a - b);
}

function operation(name: string, route: Route, nameOf: (schema: z.ZodType) => string): Json {
  const parameters = [
    ...[...route.path.matchAll(/:(\w+)/g)].map(([, param]) => ({
      name: param,
      in: 'path',
      required: true,
      description: words.path,
      schema: { type: 'string', maxLength: 160 },
    })),
    ...(route.query ?? []).map((query) => ({
      name: query,
      in: 'query',
      required: false,
      schema: plain(z.toJSONSchema(querySchema(name, query), { io: 'input' }) as Json),
    })),
  ];
  const said: Json = { description: words.ok };
  if (route.reply) said.content = { 'application/json': { schema: ref(nameOf(route.reply)) } };
  const faults = faultStatuses(route).map((status) => [
    String(status),
    { $ref: '#/components/responses/fault' },
  ]);
  const body: Json | null = route.body
    ? { required: true, content: { 'application/json': { schema: ref(nameOf(route.body)) } } }
    : route.raw
      ? { required: true, description: words.raw, content: { [route.raw]: { schema: {} } } }
      : null;
  return {
    operationId: name,
    summary: route.does,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: body } : {}),
    security:
      route.permission === null ? [] : [{ [route.permission === 'thread' ? 'thread' : 'session']: [] }],
    'x-permission': route.permission ?? 'anyone',
    responses: { [String(route.status)]: said, ...Object.fromEntries(faults) },
  };
}

/** `cookie`: name of the desk's session cookie. */
export function openapi(routes: Record<string, Route>, cookie: string): Json {
  const { components, nameOf } = schemas(routes);
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries(routes)) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operation(name, route, nameOf) };
  }
  return {
    openapi: '3.1.0',
    info: { title: words.title, version: '1', description: words.about },
    servers: [{ url: '/' }],
    paths: { ...paths, ...hookPaths(nameOf) },
    webhooks: webhooks(nameOf),
    components: {
      schemas: components,
      responses: {
        fault: { description: words.faults, content: { 'application/json': { schema: ref('fault') } } },
      },
      securitySchemes: {
        partner: partnerScheme,
        thread: { type: 'http', scheme: 'bearer', description: words.bearer },
        session: { type: 'apiKey', in: 'cookie', name: cookie, description: words.session },
      },
    },
  };
}
