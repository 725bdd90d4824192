/** qyapi.weixin.qq.com as far as the product uses it: strict about tokens, types, lengths, windows and rates. */

import type { IncomingMessage } from 'node:http';
import busboy from 'busboy';
import { random } from './crypt.js';
import { CODE_MS, KF_QUOTA, KF_WINDOW_MS, type Owner, TOKEN_SECONDS, type World } from './world.js';

export interface Answer {
  status: number;
  type: string;
  body: Buffer | string;
  headers?: Record<string, string>;
}

type Row = Record<string, unknown>;

export const json = (body: Row): Answer => ({
  status: 200,
  type: 'application/json; charset=UTF-8',
  body: JSON.stringify(body),
});
const ok = (more: Row = {}): Answer => json({ errcode: 0, errmsg: 'ok', ...more });
/** The real text carries a hint, the caller's address and a link; none of it may be relied on. */
export const refuse = (code: number, what: string): Answer =>
  json({
    errcode: code,
    errmsg: `${what}, hint: [${random(8)}], from ip: 192.0.2.1, more info at https://open.work.weixin.qq.com/devtool/query?e=${code}`,
  });

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const node = (value: unknown): Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : {};

function token(world: World, query: URLSearchParams, owner: Owner | 'any'): Answer | null {
  const given = query.get('access_token') ?? '';
  if (given === '') return refuse(41001, 'access_token missing');
  const there = world.tokens.get(given);
  if (!there || there.dead) return refuse(40014, 'invalid access_token');
  if (there.until <= world.now()) return refuse(42001, 'access_token expired');
  if (owner !== 'any' && there.owner !== owner) return refuse(48002, 'api forbidden');
  return null;
}

function getToken(world: World, query: URLSearchParams): Answer {
  const { corpId, appSecret, kfSecret } = world.settings;
  if (query.get('corpid') !== corpId) return refuse(40013, 'invalid corpid');
  const secret = query.get('corpsecret');
  const owner: Owner | null = secret === appSecret ? 'app' : secret === kfSecret ? 'kf' : null;
  if (!owner) return refuse(40001, 'invalid credential');
  if (world.tooOften(`gettoken:${owner}`, 60, 60_000))
    return refuse(45009, 'reach max api daily quota limit');
  // The same token for as long as it is good.
  for (const [name, there] of world.tokens)
    if (there.owner === owner && !there.dead && there.until > world.now())
      return ok({ access_token: name, expires_in: Math.floor((there.until - world.now()) / 1000) });
  const name = `t-${random(24)}`;
  world.tokens.set(name, { owner, until: world.now() + TOKEN_SECONDS * 1000, dead: false });
  world.issued.push({ owner, at: world.now() });
  return ok({ access_token: name, expires_in: TOKEN_SECONDS });
}

/** Kinds of content with what the platform would show; a string is a refusal's code and words. */
function content(
  world: World,
  body: Row,
  kinds: readonly string[],
): { text: string; media: string | null; cut: boolean } | Answer {
  const kind = text(body.msgtype);
  if (!kinds.includes(kind)) return refuse(40008, 'invalid message type');
  const inside = node(body[kind]);
  if (kind === 'text') {
    const said = text(inside.content);
    if (said === '') return refuse(44004, 'empty content');
    const bytes = Buffer.from(said);
    return { text: bytes.subarray(0, 2048).toString('utf8'), media: null, cut: bytes.length > 2048 };
  }
  if (kind === 'msgmenu') {
    const list = Array.isArray(inside.list) ? (inside.list as Row[]) : [];
    if (list.length > 10) return refuse(95008, 'too many menu items');
    const items = list.map((item) => ({ type: text(item.type), click: node(item.click) }));
    const bad = ({ type, click }: (typeof items)[number]) =>
      type !== 'click' ||
      text(click.content) === '' ||
      Buffer.byteLength(text(click.content)) > 128 ||
      Buffer.byteLength(text(click.id)) > 128;
    if (items.some(bad)) return refuse(95009, 'invalid menu item');
    if (Buffer.byteLength(text(inside.head_content)) > 1024) return refuse(40058, 'head_content too long');
    const rows = [
      text(inside.head_content),
      ...items.map(({ click }) => `[${text(click.content)}]`),
      text(inside.tail_content),
    ];
    return { text: rows.filter(Boolean).join('\n'), media: null, cut: false };
  }
  const id = text(inside.media_id);
  const media = world.media.get(id);
  if (!media || media.until <= world.now()) return refuse(40007, 'invalid media_id');
  if (media.kind !== kind) return refuse(40007, 'media_id of another type');
  return { text: `[${kind}] ${media.name}`, media: id, cut: false };
}

const isAnswer = (value: object): value is Answer => 'status' in value;

function messageSend(world: World, body: Row): Answer {
  if (Number(body.agentid) !== world.settings.agentId)
    return refuse(301002, 'not allow operate another agent');
  const to = text(body.touser);
  if (to === '') return refuse(82001, 'All touser & toparty & totag empty');
  const shown = content(world, body, ['text', 'image', 'voice', 'video', 'file']);
  if (isAnswer(shown)) return shown;
  if (world.mood === 'gone' || !world.members.has(to) || world.left.has(to))
    return json({ errcode: 81013, errmsg: 'user & party & tag all invalid', invaliduser: to });
  if (world.tooOften(`send:${to}`, 30, 60_000)) return refuse(45009, 'api freq out of limit');
  const msgid = random(12);
  world.arrive({ citizen: to, account: '', kind: text(body.msgtype), msgid, ...shown });
  return ok({ msgid });
}

const MSGID = /^[0-9a-zA-Z_-]{1,32}$/;

function kfSend(world: World, body: Row): Answer {
  const account = text(body.open_kfid);
  const to = text(body.touser);
  if (!world.accounts.includes(account)) return refuse(95000, 'invalid open_kfid');
  if (!world.knows(account, to)) return refuse(40096, 'invalid external userid');
  if (body.msgid !== undefined && !MSGID.test(text(body.msgid))) return refuse(40058, 'invalid msgid');
  const shown = content(world, body, ['text', 'image', 'voice', 'video', 'file', 'msgmenu']);
  if (isAnswer(shown)) return shown;
  const citizen = world.citizen(account, to);
  if (citizen.state > 1) return refuse(95018, 'send msg session status invalid');
  if (world.mood === 'gone' || citizen.saidAt === 0 || world.now() - citizen.saidAt > KF_WINDOW_MS)
    return refuse(95002, 'send msg time limit');
  if (citizen.sent >= KF_QUOTA) return refuse(95001, 'send msg count limit');
  citizen.sent += 1;
  const msgid = text(body.msgid) || random(12);
  world.arrive({ citizen: to, account, kind: text(body.msgtype), msgid, ...shown });
  return ok({ msgid });
}

function kfSendOnEvent(world: World, body: Row): Answer {
  const code = world.codes.get(text(body.code));
  if (!code || code.used || code.until <= world.now()) return refuse(40058, 'invalid code');
  const shown = content(world, body, ['text', 'msgmenu']);
  if (isAnswer(shown)) return shown;
  code.used = true;
  world.arrive({
    citizen: code.citizen,
    account: code.account,
    kind: 'welcome',
    msgid: text(body.msgid) || random(12),
    ...shown,
  });
  return ok({ msgid: random(12) });
}

function kfSync(world: World, body: Row): Answer {
  const account = text(body.open_kfid);
  if (!world.accounts.includes(account)) return refuse(95000, 'invalid open_kfid');
  const limit = Number(body.limit ?? 1000);
  if (!(limit >= 1 && limit <= 1000)) return refuse(40058, 'invalid limit');
  const hint = text(body.token);
  if (hint !== '') {
    if ((world.hints.get(hint) ?? 0) <= world.now()) return refuse(95007, 'invalid msg token');
  } else if (world.tooOften('sync', 20, 60_000)) return refuse(45009, 'api freq out of limit');
  const cursor = text(body.cursor);
  const at = /^c(\d+)\.(\d+)$/.exec(cursor);
  if (cursor !== '' && (!at || Number(at[1]) !== world.generation)) return refuse(40058, 'invalid cursor');
  const log = world.logs.get(account) ?? [];
  const from = at ? Number(at[2]) : 0;
  const size = world.emptyPages > 0 ? 0 : Math.min(limit, world.pageSize);
  if (world.emptyPages > 0) world.emptyPages -= 1;
  const old = Math.floor(world.now() / 1000) - 3 * 86_400;
  const page = log.slice(from, from + size);
  const next = from + page.length;
  return ok({
    next_cursor: `c${world.generation}.${next}`,
    has_more: next < log.length ? 1 : 0,
    msg_list: page.filter((message) => message.send_time > old),
  });
}

const LIMITS: Readonly<Record<string, { most: number; type: RegExp }>> = {
  image: { most: 10 << 20, type: /\.(jpe?g|png)$/i },
  voice: { most: 2 << 20, type: /\.amr$/i },
  video: { most: 10 << 20, type: /\.mp4$/i },
  file: { most: 20 << 20, type: /./ },
};

function mediaUpload(
  world: World,
  query: URLSearchParams,
  file: { name: string; bytes: Buffer } | null,
): Answer {
  const kind = query.get('type') ?? '';
  const limit = LIMITS[kind];
  if (!limit) return refuse(40004, 'invalid media type');
  if (!file) return refuse(41005, 'media data missing');
  if (!limit.type.test(file.name)) return refuse(40005, 'invalid file type');
  if (file.bytes.length <= 5 || file.bytes.length > limit.most) return refuse(40006, 'invalid meida size');
  const media_id = world.keepMedia({ ...file, type: 'application/octet-stream', kind });
  return ok({ type: kind, media_id, created_at: String(Math.floor(world.now() / 1000)) });
}

function mediaGet(world: World, query: URLSearchParams): Answer {
  const media = world.media.get(query.get('media_id') ?? '');
  if (!media || media.until <= world.now()) return refuse(40007, 'invalid media_id');
  return {
    status: 200,
    type: media.type,
    body: media.bytes,
    headers: { 'content-disposition': `attachment; filename="${media.name}"` },
  };
}

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Buffer;
  file: { name: string; bytes: Buffer } | null;
}

interface RouteOf {
  method: 'GET' | 'POST';
  owner: Owner | 'any' | 'none';
  answer(world: World, body: Row, asked: Asked): Answer;
}

const ROUTES: Readonly<Record<string, RouteOf>> = {
  '/cgi-bin/gettoken': {
    method: 'GET',
    owner: 'none',
    answer: (world, _, { query }) => getToken(world, query),
  },
  '/cgi-bin/message/send': { method: 'POST', owner: 'app', answer: messageSend },
  '/cgi-bin/kf/account/list': {
    method: 'POST',
    owner: 'kf',
    answer: (world, body) =>
      ok({
        account_list: world.accounts
          .slice(Number(body.offset ?? 0), Number(body.offset ?? 0) + Number(body.limit ?? 100))
          .map((open_kfid) => ({ open_kfid, name: '热线', avatar: '' })),
      }),
  },
  '/cgi-bin/kf/sync_msg': { method: 'POST', owner: 'kf', answer: kfSync },
  '/cgi-bin/kf/send_msg': { method: 'POST', owner: 'kf', answer: kfSend },
  '/cgi-bin/kf/send_msg_on_event': { method: 'POST', owner: 'kf', answer: kfSendOnEvent },
  '/cgi-bin/kf/service_state/get': {
    method: 'POST',
    owner: 'kf',
    answer: (world, body) =>
      ok({ service_state: world.citizen(text(body.open_kfid), text(body.external_userid)).state }),
  },
  '/cgi-bin/media/upload': {
    method: 'POST',
    owner: 'any',
    answer: (world, _, { query, file }) => mediaUpload(world, query, file),
  },
  '/cgi-bin/media/get': {
    method: 'GET',
    owner: 'any',
    answer: (world, _, { query }) => mediaGet(world, query),
  },
};

const SENDS = new Set(['/cgi-bin/message/send', '/cgi-bin/kf/send_msg']);

export async function callApi(world: World, asked: Asked): Promise<Answer> {
  const route = ROUTES[asked.path];
  let body: Row = {};
  const answer = await (async (): Promise<Answer> => {
    const fault = world.faults.find(({ path, times }) => asked.path.endsWith(path) && times > 0);
    if (fault) {
      fault.times -= 1;
      if (fault.wait > 0) await new Promise((resolve) => setTimeout(resolve, fault.wait));
      if (fault.code !== null) return refuse(fault.code, 'as planned');
      if (fault.status !== 200)
        return { status: fault.status, type: 'text/html', body: '<html>bad gateway</html>' };
    }
    if (!route) return { status: 404, type: 'text/html', body: '' };
    if (route.method !== asked.method)
      return refuse(route.method === 'GET' ? 43001 : 43002, `require ${route.method} method`);
    const wrong = route.owner === 'none' ? null : token(world, asked.query, route.owner);
    if (wrong) return wrong;
    if (route.method === 'POST' && !asked.path.endsWith('/upload')) {
      try {
        body = node(JSON.parse(asked.body.toString('utf8')));
      } catch {
        return refuse(47001, 'data format error');
      }
    }
    if (SENDS.has(asked.path) && world.mood === 'busy') return refuse(-1, 'system busy');
    return route.answer(world, body, asked);
  })();
  const code = answer.type.startsWith('application/json')
    ? Number((JSON.parse(String(answer.body)) as Row).errcode)
    : 0;
  world.calls.push({ path: asked.path, body, code });
  return answer;
}

/** The one file of a multipart body. */
export function readFile(
  req: IncomingMessage,
  body: Buffer,
): Promise<{ name: string; bytes: Buffer } | null> {
  return new Promise((resolve) => {
    try {
      const parser = busboy({ headers: req.headers, defParamCharset: 'utf8' });
      let found: { name: string; bytes: Buffer } | null = null;
      parser.on('file', (field, stream, { filename }) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          if (field === 'media' && filename) found = { name: filename, bytes: Buffer.concat(parts) };
        });
      });
      parser.on('close', () => resolve(found));
      parser.on('error', () => resolve(null));
      parser.end(body);
    } catch {
      resolve(null);
    }
  });
}

export const newCode = (world: World, citizen: string, account: string): string => {
  const code = `w-${random(10)}`;
  world.codes.set(code, { citizen, account, until: world.now() + CODE_MS, used: false });
  return code;
};
