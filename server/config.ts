/**
 * Read, then judge. Every key is declared once below: the same list reads the environment, prints
 * .env.example and names every fault at once. `NAME_FILE` reads the value from a file (secrets).
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ModelSettings } from '../bot/model.js';
import { KINDS } from '../channels/index.js';
import type { ChannelKind } from '../channels/kind.js';
import { type Configured, readChannels } from './channel-config.js';
import { WORDS } from './config-words.js';
import { readModel } from './model-config.js';

export interface Config {
  port: number;
  host: string;
  dataDir: string;
  /** Null = the embedded store. */
  mongodbUri: string | null;
  /** Null = the default policy shipped with the house. */
  policyDir: string | null;
  /** First start only. */
  adminPassword: string | null;
  /** Origin citizens see, e.g. https://12345.example.gov.cn; null = plain http on this machine. */
  publicUrl: string | null;
  /** Sites that may embed the chat from another origin. */
  chatOrigins: string[];
  /** Number of proxies in front whose X-Forwarded-For may be believed. */
  trustProxy: number;
  logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  /** Channels whose settings are set, beside the web chat and the forms. */
  channels: Configured[];
  /** Null = no language model. */
  model: ModelSettings | null;
}

type Key = keyof typeof WORDS.keys;
type Judge<T> = (text: string | undefined) => T;

class Fault extends Error {}

const fault = (key: string, why: keyof typeof WORDS.faults, value: string): Fault =>
  new Fault(WORDS.faults[why].replace('{key}', key).replace('{value}', value));

const text =
  (fallback: string): Judge<string> =>
  (value) =>
    value ?? fallback;
const optional: Judge<string | null> = (value) => value ?? null;

const whole =
  (key: Key, fallback: number, min: number, max: number): Judge<number> =>
  (value) => {
    if (value === undefined) return fallback;
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= min && number <= max)) throw fault(key, 'whole', value);
    return number;
  };

const origin = (key: Key, value: string): string => {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.origin !== value.replace(/\/$/, ''))
    throw fault(key, 'origin', value);
  return url.origin;
};

const LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;

const FIELDS: { [F in Exclude<keyof Config, 'channels' | 'model'>]: { key: Key; judge: Judge<Config[F]> } } =
  {
    port: { key: 'PORT', judge: whole('PORT', 12345, 0, 65535) },
    host: { key: 'HOST', judge: text('0.0.0.0') },
    dataDir: { key: 'DATA_DIR', judge: (value) => resolve(value ?? './data') },
    mongodbUri: {
      key: 'MONGODB_URI',
      judge: (value) => {
        if (value !== undefined && !/^mongodb(\+srv)?:\/\//.test(value))
          throw fault('MONGODB_URI', 'mongodb', '***');
        return value ?? null;
      },
    },
    policyDir: { key: 'POLICY_DIR', judge: optional },
    adminPassword: { key: 'ADMIN_PASSWORD', judge: optional },
    publicUrl: {
      key: 'PUBLIC_URL',
      judge: (value) => (value === undefined ? null : origin('PUBLIC_URL', value)),
    },
    chatOrigins: {
      key: 'CHAT_ORIGINS',
      judge: (value) =>
        (value ?? '')
          .split(',')
          .map((part) => part.trim())
          .filter(Boolean)
          .map((part) => origin('CHAT_ORIGINS', part)),
    },
    trustProxy: { key: 'TRUST_PROXY', judge: whole('TRUST_PROXY', 0, 0, 10) },
    logLevel: {
      key: 'LOG_LEVEL',
      judge: (value) => {
        const level = LEVELS.find((name) => name === (value ?? 'info'));
        if (!level) throw fault('LOG_LEVEL', 'level', value ?? '');
        return level;
      },
    },
  };

function read(env: NodeJS.ProcessEnv, key: string): string | undefined {
  const path = env[`${key}_FILE`];
  const direct = env[key];
  if (path && direct) throw fault(key, 'both', '');
  if (!path) return direct === '' ? undefined : direct;
  try {
    return readFileSync(path, 'utf8').trim() || undefined;
  } catch {
    throw fault(key, 'file', path);
  }
}

/** @throws Error whose message lists every fault, one a line. */
export function readConfig(env: NodeJS.ProcessEnv, kinds: readonly ChannelKind[] = KINDS): Config {
  const faults: string[] = [];
  const config: Partial<Record<keyof Config, unknown>> = {};
  for (const [field, { key, judge }] of Object.entries(FIELDS) as [
    keyof Config,
    { key: Key; judge: Judge<unknown> },
  ][]) {
    try {
      config[field] = judge(read(env, key));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      faults.push(error.message);
    }
  }
  const { on, faults: half } = readChannels(kinds, (key) => read(env, key));
  config.channels = on;
  faults.push(...half);
  const model = readModel((key) => read(env, key));
  config.model = model.settings;
  faults.push(...model.faults);
  if (faults.length > 0) throw new Error([WORDS.heading, ...faults.map((line) => `  - ${line}`)].join('\n'));
  return config as Config;
}

/** What `npm run env` prints; a test compares it with .env.example. */
export function printExample(): string {
  const own = Object.entries(WORDS.keys).map(([key, row]) => ({ key, ...row }));
  const rows = [
    ...own,
    ...KINDS.flatMap(({ title, settings }) =>
      settings.map((row) => ({ ...row, says: `${title}：${row.says}` })),
    ),
  ];
  return rows.map(({ key, says, example }) => `# ${says}\n# ${key}=${example}\n`).join('\n');
}
