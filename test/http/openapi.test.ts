import { openGateway } from '../../channels/gateway/gateway.js';
import type { House } from '../../channels/kind.js';
import { openapi } from '../../server/http/openapi.js';
import { ROUTES, type Route } from '../../server/http/routes.js';
import { cookieName } from '../../server/people/sessions.js';
import { envOf, row } from '../support/gateway/partners.js';
import { memoryNotes } from '../support/memory-notes.js';
import { type Shell, shell } from './shell.js';

interface Operation {
  operationId: string;
  summary: string;
  parameters?: { name: string; in: string; required: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, object>;
  security: object[];
}
type Document = { openapi: string; paths: Record<string, Record<string, Operation>>; components: object };

const document = openapi(ROUTES, cookieName(null)) as unknown as Document;
const routes = Object.entries(ROUTES) as [string, Route][];
const written = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
);
const operations = written.filter(({ path }) => !path.startsWith('/hooks/'));
const hooks = written.filter(({ path }) => path.startsWith('/hooks/'));

function refs(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : refs(inner),
  );
}

const resolve = (ref: string): unknown =>
  ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], document);

test('every route is in it, and nothing that is no route', () => {
  const printed = operations.map(({ path, method }) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`);
  expect(printed.sort()).toEqual(routes.map(([, { method, path }]) => `${method} ${path}`).sort());
});

test('the hooks of the gateway are in it, and nothing that it does not answer', () => {
  const house = { notes: memoryNotes(), now: () => new Date() } as unknown as House;
  const mounted = openGateway(envOf(row('sms')), house).hooks ?? [];
  expect(hooks.map(({ path, method }) => `${method} ${path}`).sort()).toEqual(
    mounted.map(({ path, method }) => `${method} /hooks/gateway${path}`).sort(),
  );
});

test.each(hooks.map((one) => [one.operation.operationId, one] as const))(
  '%s: signed headers, a body where there is one, and what it refuses',
  (_name, { method, operation }) => {
    const { parameters = [], requestBody, responses, security } = operation;
    expect(parameters.filter((one) => one.in === 'header' && one.required).map((one) => one.name)).toEqual([
      'X-Jiesu-Partner',
      'X-Jiesu-Timestamp',
      'X-Jiesu-Nonce',
    ]);
    expect(security).toEqual([{ partner: [] }]);
    expect(requestBody !== undefined).toBe(method === 'post');
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '409', '422', '429', '503']));
    expect(operation.summary).toMatch(/[\u4e00-\u9fff]/);
  },
);

test('what is posted to partners is written down', () => {
  const { webhooks } = document as unknown as { webhooks: Record<string, { post: Operation }> };
  expect(Object.keys(webhooks)).toEqual(['gatewayTold']);
  expect(Object.keys(webhooks.gatewayTold?.post.responses ?? {})).toEqual(['410', '2XX']);
});

test('it is OpenAPI 3.1 whose every reference leads somewhere', () => {
  expect(document.openapi).toMatch(/^3\.1\./);
  const all = refs(document);
  expect(all.length).toBeGreaterThan(routes.length);
  for (const ref of all) expect([ref, typeof resolve(ref)]).toEqual([ref, 'object']);
});

test.each(operations.map((one) => [one.operation.operationId, one] as const))(
  '%s: parameters, body, answers and security agree with the route',
  (name, { path, operation }) => {
    const route = (ROUTES as Record<string, Route>)[name];
    if (!route) throw new Error(name);
    expect(operation.summary).toMatch(/[\u4e00-\u9fff]/);
    const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
    expect(inPath.map((parameter) => parameter.name)).toEqual(
      [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]),
    );
    expect(inPath.every((parameter) => parameter.required)).toBe(true);
    const inQuery = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
    expect(inQuery.map((parameter) => parameter.name)).toEqual(route.query ?? []);
    const taken = Object.keys(operation.requestBody?.content ?? {});
    expect(taken).toEqual(route.body ? ['application/json'] : route.raw ? [route.raw] : []);
    expect(Object.keys(operation.responses)).toEqual(
      expect.arrayContaining([String(route.status), '429', '500']),
    );
    expect(operation.security).toHaveLength(route.permission === null ? 0 : 1);
  },
);

test('schemas carry no address of their own that would move their references', () => {
  expect(JSON.stringify(document)).not.toMatch(/"\$(id|schema)"/);
});

describe('as served', () => {
  let house: Shell;
  afterEach(() => house.close());
  test('/api/openapi.json is this document', async () => {
    house = await shell();
    const said = await house.ask('/api/openapi.json');
    expect(said.status).toBe(200);
    expect(said.json).toEqual(JSON.parse(JSON.stringify(document)));
  });
});
