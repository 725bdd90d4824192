/** Typed calls to the routes. A refusal arrives as a Problem whose message is the server's own sentence. */
import type { z } from 'zod';
import type { Fault } from '../../server/http/contract.js';
import type { Session } from '../../server/http/contract-accounts.js';
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
  names: ['get', '/api/desk/names'],
  newAccount: ['post', '/api/desk/accounts'],
  resetAccount: ['post', '/api/desk/accounts/:account/reset'],
  disableAccount: ['delete', '/api/desk/accounts/:account'],
  setWork: ['put', '/api/desk/accounts/:account/work'],
  duty: ['get', '/api/desk/duty'],
  setAway: ['put', '/api/desk/duty'],
  passThread: ['post', '/api/desk/threads/:thread/pass'],
  transferThread: ['post', '/api/desk/threads/:thread/transfer'],
  colleagues: ['get', '/api/desk/threads/:thread/colleagues'],
  consult: ['post', '/api/desk/threads/:thread/consults'],
  consults: ['get', '/api/desk/threads/:thread/consults'],
  consultsForMe: ['get', '/api/desk/consults'],
  answerConsult: ['post', '/api/desk/threads/:thread/consults/:consult/answer'],
  conduct: ['get', '/api/desk/conduct'],
  precedents: ['get', '/api/desk/precedents'],
  withdrawPrecedent: ['post', '/api/desk/precedents/:precedent/withdraw'],
  auditTrail: ['get', '/api/desk/audit'],
  auditCheck: ['post', '/api/desk/audit/check'],
  threads: ['get', '/api/desk/threads'],
  thread: ['get', '/api/desk/threads/:thread'],
  claim: ['post', '/api/desk/threads/:thread/claim'],
  handBack: ['post', '/api/desk/threads/:thread/hand-back'],
  closeThread: ['post', '/api/desk/threads/:thread/close'],
  deskSay: ['post', '/api/desk/threads/:thread/messages'],
  assist: ['post', '/api/desk/threads/:thread/assist'],
  assistDid: ['post', '/api/desk/assists/:assist'],
  deskFile: ['post', '/api/desk/threads/:thread/orders'],
  knowledge: ['get', '/api/desk/knowledge'],
  orders: ['get', '/api/desk/orders'],
  order: ['get', '/api/desk/orders/:orderNo'],
  lists: ['get', '/api/desk/lists'],
  saveFilter: ['post', '/api/desk/list-filters'],
  dropFilter: ['delete', '/api/desk/list-filters/:filter'],
  batchPreview: ['post', '/api/desk/orders/batch/preview'],
  stepMany: ['post', '/api/desk/orders/batch'],
  startExport: ['post', '/api/desk/exports'],
  export: ['get', '/api/desk/exports/:export'],
  dropExport: ['delete', '/api/desk/exports/:export'],
  policy: ['get', '/api/desk/policy'],
  policyTable: ['get', '/api/desk/policy/tables/:table'],
  policyCompare: ['get', '/api/desk/policy/compare'],
  policyCandidate: ['post', '/api/desk/policy/candidates'],
  startTrial: ['post', '/api/desk/policy/trials'],
  trial: ['get', '/api/desk/policy/trials/:trial'],
  stopTrial: ['delete', '/api/desk/policy/trials/:trial'],
  unitsImport: ['post', '/api/desk/units/imports'],
  unitsApply: ['post', '/api/desk/units/imports/:import/apply'],
  unitsRollback: ['post', '/api/desk/units/rollback'],
  orderTrace: ['get', '/api/desk/orders/:orderNo/trace'],
  orderRelated: ['get', '/api/desk/orders/:orderNo/related'],
  threadRelated: ['get', '/api/desk/threads/:thread/related'],
  step: ['post', '/api/desk/orders/:orderNo/step'],
  transferIn: ['post', '/api/desk/orders/transfer-in'],
  person: ['get', '/api/desk/threads/:thread/person'],
  unlink: ['post', '/api/desk/threads/:thread/unlink'],
  answerTo: ['post', '/api/desk/orders/:orderNo/answer-to'],
  deskForms: ['get', '/api/desk/forms'],
  deskForm: ['get', '/api/desk/forms/:form'],
  judgeForm: ['post', '/api/desk/forms/judge'],
  publishForm: ['post', '/api/desk/forms/:form/versions'],
  withdrawForm: ['post', '/api/desk/forms/:form/withdraw'],
  kbList: ['get', '/api/desk/kb'],
  kbDue: ['get', '/api/desk/kb/due'],
  kbJudge: ['post', '/api/desk/kb/judge'],
  kbItem: ['get', '/api/desk/kb/items/:item'],
  kbSave: ['put', '/api/desk/kb/items/:item/draft'],
  kbStep: ['post', '/api/desk/kb/items/:item/step'],
  kbCorrections: ['get', '/api/desk/kb/corrections'],
  kbCorrect: ['post', '/api/desk/kb/items/:item/corrections'],
  kbSettle: ['post', '/api/desk/kb/corrections/:correction/settle'],
  kbMap: ['get', '/api/desk/kb/map'],
  kbGaps: ['get', '/api/desk/kb/gaps'],
  kbSettleGaps: ['post', '/api/desk/kb/gaps/settle'],
  kbConsults: ['get', '/api/desk/kb/consults'],
  kbDraft: ['post', '/api/desk/kb/consults/draft'],
  orderReview: ['post', '/api/desk/orders/:orderNo/review'],
  spotBrief: ['post', '/api/desk/hot-spots/:spot/brief'],
  kbRebuild: ['post', '/api/desk/kb/rebuild'],
  kbPairs: ['get', '/api/desk/kb/pairs'],
  kbSettlePair: ['post', '/api/desk/kb/pairs/settle'],
  kbSearch: ['get', '/api/desk/kb/search'],
  proceedings: ['get', '/api/desk/proceedings'],
  proceeding: ['get', '/api/desk/proceedings/:id'],
  proceedingMove: ['post', '/api/desk/proceedings/:id/move'],
  orderBeside: ['get', '/api/desk/orders/:orderNo/proceedings'],
  proceedingOpen: ['post', '/api/desk/orders/:orderNo/proceedings'],
  inspectionDraw: ['post', '/api/desk/inspections/draw'],
  callbacks: ['get', '/api/desk/callbacks'],
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
  insightRows: ['get', '/api/desk/insight/rows'],
  talkInsight: ['get', '/api/desk/insight/talks'],
  talkRows: ['get', '/api/desk/insight/talks/rows'],
  supply: ['get', '/api/desk/insight/supply'],
  supplyRows: ['get', '/api/desk/insight/supply/rows'],
  hotSpots: ['get', '/api/desk/hot-spots'],
  suggestPrevention: ['post', '/api/desk/hot-spots/:spot/suggestions'],
  judgePrevention: ['post', '/api/desk/hot-spots/:spot/suggestions/:suggestion/judge'],
  reports: ['get', '/api/desk/reports'],
  report: ['get', '/api/desk/reports/:report'],
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

/** A file as it is, with what is said of it behind the question mark. */
export async function upload<T>(
  path: string,
  query: Record<string, string>,
  file: Blob,
  again = true,
): Promise<T> {
  let response: Response;
  try {
    response = await fetch(address(path, {}, query), {
      method: 'POST',
      headers: {
        accept: 'application/json',
        'content-type': 'application/octet-stream',
        'x-csrf-token': csrf(),
      },
      credentials: 'same-origin',
      body: file,
    });
  } catch {
    throw new Problem('OFFLINE', W.common.offline);
  }
  if (response.ok) return (await response.json()) as T;
  const problem = await refusal(response);
  if (problem.code !== 'NOT_SIGNED_IN' || !again) throw problem;
  await auth.expire();
  return upload(path, query, file, false);
}
