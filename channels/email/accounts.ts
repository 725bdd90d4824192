/** The mailboxes as configured: read once at start, every fault at once, each beginning with its key. */
import type { Values } from '../kind.js';
import { sameAddress } from './headers.js';
import { fill, WORDS } from './words.js';

export interface Server {
  host: string;
  port: number;
  /** 'on' from the first byte, 'start' = STARTTLS or nothing, 'off' only where the operator wrote it. */
  tls: 'on' | 'start' | 'off';
}

export type Login =
  | { kind: 'password'; user: string; password: string }
  | {
      kind: 'oauth';
      user: string;
      tokenUrl: string;
      clientId: string;
      clientSecret: string | null;
      refreshToken: string;
      scope: string | null;
    };

export interface Account {
  /** Lower case; names the account. */
  address: string;
  name: string;
  imap: Server;
  smtp: Server;
  folder: string;
  /** Mails from this day on are taken in at the first start; null = what is unread and fresh. */
  since: Date | null;
  login: Login;
  /** Its place in the list, from 1: how the log names it, for an address is personal data there. */
  place: number;
}

const ACCOUNTS = 'EMAIL_ACCOUNTS';
const SECRETS = 'EMAIL_SECRETS';
const FIELDS = ['address', 'name', 'imap', 'smtp', 'user', 'folder', 'since', 'oauth'];
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const PORTS = { imaps: 993, imap: 143, smtps: 465, smtp: 587 } as const;

type Row = Record<string, unknown>;
const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

export function readAccounts(values: Values): { accounts: Account[]; faults: string[] } {
  const faults: string[] = [];
  const say = (sentence: string, more: Record<string, string | number>) => {
    faults.push(fill(sentence, more));
  };
  const rows = parse(values[ACCOUNTS], ACCOUNTS, faults);
  const secrets = parse(values[SECRETS], SECRETS, faults);
  if (rows !== undefined && (!Array.isArray(rows) || rows.length === 0))
    say(WORDS.faults.list, { key: ACCOUNTS });
  if (secrets !== undefined && !isRow(secrets)) say(WORDS.faults.json, { key: SECRETS });
  const accounts = (Array.isArray(rows) ? rows : []).flatMap((row: unknown, at) => {
    const address = isRow(row) ? sameAddress(text(row.address) ?? '') : '';
    if (!isRow(row) || !/^[^@\s<>"]+@[a-z0-9.-]+$/.test(address)) {
      say(WORDS.faults.address, { key: ACCOUNTS, n: at + 1 });
      return [];
    }
    const secret = isRow(secrets) && isRow(secrets[address]) ? (secrets[address] as Row) : {};
    const read = account(row, address, secret, say);
    return read ? { ...read, place: at + 1 } : [];
  });
  const seen = new Set<string>();
  for (const { address } of accounts) {
    if (seen.has(address)) say(WORDS.faults.twice, { key: ACCOUNTS, address });
    seen.add(address);
  }
  return { accounts, faults };
}

function parse(value: string | undefined, key: string, faults: string[]): unknown {
  try {
    return JSON.parse(value ?? '');
  } catch {
    faults.push(fill(WORDS.faults.json, { key }));
    return undefined;
  }
}

type Say = (sentence: string, more: Record<string, string | number>) => void;

function account(row: Row, address: string, secret: Row, say: Say): Omit<Account, 'place'> | null {
  const key = ACCOUNTS;
  const unknown = Object.keys(row).filter((field) => !FIELDS.includes(field));
  for (const field of unknown) say(WORDS.faults.unknown, { key, address, field });
  const imap = server(row.imap, ['imaps', 'imap']);
  const smtp = server(row.smtp, ['smtps', 'smtp']);
  if (!imap) say(WORDS.faults.url, { key, address, field: 'imap', example: 'imaps://imap.example.gov.cn' });
  if (!smtp) say(WORDS.faults.url, { key, address, field: 'smtp', example: 'smtps://smtp.example.gov.cn' });
  const folder = row.folder === undefined ? 'INBOX' : text(row.folder);
  if (folder === null) say(WORDS.faults.folder, { key, address });
  const since = row.since === undefined ? null : (text(row.since) ?? '');
  const from = since === null ? null : new Date(`${since}T00:00:00+08:00`);
  const bad = since !== null && (!DAY.test(since) || Number.isNaN(from?.getTime()));
  if (bad) say(WORDS.faults.since, { key, address });
  const login = loginOf(row, address, secret, say);
  if (!imap || !smtp || folder === null || bad || !login || unknown.length > 0) return null;
  return { address, name: text(row.name) ?? '12345', imap, smtp, folder, since: from, login };
}

function loginOf(row: Row, address: string, secret: Row, say: Say): Login | null {
  const user = text(row.user) ?? address;
  const lacks = (field: string): null => {
    say(WORDS.faults.noSecret, { key: SECRETS, address, field });
    return null;
  };
  if (row.oauth === undefined) {
    const password = text(secret.password);
    return password === null ? lacks('password') : { kind: 'password', user, password };
  }
  const oauth = isRow(row.oauth) ? row.oauth : {};
  const tokenUrl = text(oauth.tokenUrl);
  const clientId = text(oauth.clientId);
  if (tokenUrl === null || clientId === null || !/^https?:$/.test(protocol(tokenUrl))) {
    say(WORDS.faults.oauth, { key: ACCOUNTS, address });
    return null;
  }
  const refreshToken = text(secret.refreshToken);
  if (refreshToken === null) return lacks('refreshToken');
  const clientSecret = text(secret.clientSecret);
  return { kind: 'oauth', user, tokenUrl, clientId, clientSecret, refreshToken, scope: text(oauth.scope) };
}

const protocol = (url: string): string => (URL.canParse(url) ? new URL(url).protocol : '');

function server(value: unknown, kinds: (keyof typeof PORTS)[]): Server | null {
  const given = text(value);
  if (given === null || !URL.canParse(given)) return null;
  const url = new URL(given);
  const kind = kinds.find((name) => url.protocol === `${name}:`);
  // A password in an address ends up in logs.
  if (!kind || url.hostname === '' || url.username !== '' || url.password !== '') return null;
  const off = url.searchParams.get('tls') === 'off';
  const port = url.port === '' ? PORTS[kind] : Number(url.port);
  const tls = kind.endsWith('s') ? 'on' : off ? 'off' : 'start';
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port, tls };
}
