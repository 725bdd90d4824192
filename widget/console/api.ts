/** Typed calls to the routes. A refusal arrives as a Problem whose message is the server's own sentence. */
import type { z } from 'zod';
import type { Fault, Session } from '../../server/http/contract.js';
import type { ROUTES, RouteName } from '../../server/http/routes.js';
import { auth } from './auth.js';
import { W } from './words.js';

type Routes = typeof ROUTES;
type Body<N extends RouteName> = Routes[N] extends { body: infer B extends z.ZodType }
  ? z.input<B>
  : undefined;
export type Reply<N extends RouteName> = Routes[N] extends { reply: infer R extends z.ZodType }
  ? z.output<R>
  : unknown;

/** The server's list cannot be imported here (it brings its schemas along); the compiler checks the names. */
const WAYS = {
  signIn: ['post', '/api/desk/session'],
  whoAmI: ['get', '/api/desk/session'],
  signOut: ['delete', '/api/desk/session'],
  password: ['put', '/api/desk/password'],
  accounts: ['get', '/api/desk/accounts'],
  newAccount: ['post', '/api/desk/accounts'],
  resetAccount: ['post', '/api/desk/accounts/:account/reset'],
  disableAccount: ['delete', '/api/desk/accounts/:account'],
  threads: ['get', '/api/desk/threads'],
  thread: ['get', '/api/desk/threads/:thread'],
  claim: ['post', '/api/desk/threads/:thread/claim'],
  handBack: ['post', '/api/desk/threads/:thread/hand-back'],
  closeThread: ['post', '/api/desk/threads/:thread/close'],
  deskSay: ['post', '/api/desk/threads/:thread/messages'],
  deskFile: ['post', '/api/desk/threads/:thread/orders'],
  knowledge: ['get', '/api/desk/knowledge'],
  orders: ['get', '/api/desk/orders'],
  order: ['get', '/api/desk/orders/:orderNo'],
  orderRelated: ['get', '/api/desk/orders/:orderNo/related'],
  threadRelated: ['get', '/api/desk/threads/:thread/related'],
  step: ['post', '/api/desk/orders/:orderNo/step'],
  deskForms: ['get', '/api/desk/forms'],
  deskForm: ['get', '/api/desk/forms/:form'],
  judgeForm: ['post', '/api/desk/forms/judge'],
  publishForm: ['post', '/api/desk/forms/:form/versions'],
  withdrawForm: ['post', '/api/desk/forms/:form/withdraw'],
  alarms: ['get', '/api/desk/alarms'],
  answerAlarm: ['post', '/api/desk/alarms/:alarm/answer'],
  outbox: ['get', '/api/desk/outbox'],
  resend: ['post', '/api/desk/outbox/resend'],
  settle: ['post', '/api/desk/outbox/settle'],
  unmask: ['post', '/api/desk/unmask'],
  letters: ['get', '/api/desk/letters'],
  letterDesk: ['get', '/api/desk/letters/:letter'],
  letterCheck: ['post', '/api/desk/letters/:letter/check'],
  letterPublish: ['post', '/api/desk/letters/:letter/publish'],
  letterTakeDown: ['post', '/api/desk/letters/:letter/take-down'],
  insight: ['get', '/api/desk/insight'],
  options: ['get', '/api/desk/options'],
} as const satisfies { [N in RouteName]?: readonly [Routes[N]['method'], string] };

export type Way = keyof typeof WAYS;

export class Problem extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly hint?: string,
    readonly waitSeconds?: number,
  ) {
    super(message);
  }
}

export interface Ask<N extends Way> {
  params?: Record<string, string>;
  query?: Record<string, string | number | null | undefined>;
  body?: Body<N>;
  signal?: AbortSignal;
}

function address(path: string, params: Record<string, string>, query: Ask<Way>['query']): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
  return search.size ? `${filled}?${search}` : filled;
}

async function refusal(response: Response): Promise<Problem> {
  const wait = Number(response.headers.get('retry-after')) || undefined;
  const said = (await response.json().catch(() => null)) as Fault | null;
  if (!said?.error) return new Problem('INTERNAL', W.common.unexpected, undefined, wait);
  return new Problem(said.error.code, said.error.message, said.error.hint, wait);
}

function csrf(): string {
  const now = auth.now();
  return now.phase === 'in' || now.phase === 'expired' ? now.session.csrf : '';
}

export async function call<N extends Way>(name: N, ask: Ask<N> = {}, again = true): Promise<Reply<N>> {
  const [method, path] = WAYS[name];
  const headers: Record<string, string> = { accept: 'application/json' };
  if (method !== 'get') headers['x-csrf-token'] = csrf();
  if (ask.body !== undefined) headers['content-type'] = 'application/json';
  let response: Response;
  try {
    response = await fetch(address(path, ask.params ?? {}, ask.query), {
      method: method.toUpperCase(),
      headers,
      credentials: 'same-origin',
      body: ask.body === undefined ? null : JSON.stringify(ask.body),
      signal: ask.signal ?? null,
    });
  } catch (error) {
    if (ask.signal?.aborted) throw error;
    throw new Problem('OFFLINE', W.common.offline);
  }
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as Reply<N>;
  const problem = await refusal(response);
  if (!again || name === 'signIn' || name === 'whoAmI' || name === 'signOut') throw problem;
  // What was asked waits for the person to sign in again, then goes on: ids make the repeat harmless.
  if (problem.code === 'NOT_SIGNED_IN') {
    await auth.expire();
    if (ask.signal?.aborted) throw problem;
    return call(name, ask, false);
  }
  if (problem.code === 'CSRF') {
    auth.renew((await call('whoAmI')) as Session);
    return call(name, ask, false);
  }
  if (problem.code === 'MUST_CHANGE') auth.renew((await call('whoAmI')) as Session);
  throw problem;
}

export function saidBy(error: unknown): string {
  if (error instanceof Problem) return error.hint ? `${error.message}（${error.hint}）` : error.message;
  return W.common.unexpected;
}
