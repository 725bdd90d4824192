/** What a service account is configured with; the mode is decided here and never by what a post holds. */
import type { Setting, Values } from '../kind.js';
import { keyOf } from './seal.js';
import { fill, WORDS } from './words.js';

export const MODES = ['plain', 'compatible', 'encrypted'] as const;
export type Mode = (typeof MODES)[number];

export interface Account {
  appId: string;
  secret: string;
  token: string;
  /** Null in plain mode. */
  key: Buffer | null;
  base: string;
  template: { id: string; field: string } | null;
}

export const SETTINGS: readonly Setting[] = [
  { key: 'WECHAT_APP_ID', says: WORDS.settings.appId, example: 'wx0123456789abcdef' },
  { key: 'WECHAT_APP_SECRET', says: WORDS.settings.secret, example: '（公众平台生成）', secret: true },
  { key: 'WECHAT_TOKEN', says: WORDS.settings.token, example: '（自己拟定）', secret: true },
  { key: 'WECHAT_MODE', says: WORDS.settings.mode, example: 'encrypted' },
  {
    key: 'WECHAT_AES_KEY',
    says: WORDS.settings.aesKey,
    example: '（公众平台生成）',
    secret: true,
    optional: true,
  },
  {
    key: 'WECHAT_API_BASE',
    says: WORDS.settings.base,
    example: 'https://proxy.example.gov.cn',
    optional: true,
  },
  {
    key: 'WECHAT_TEMPLATE_ID',
    says: WORDS.settings.template,
    example: '（模板库里选用后得到）',
    optional: true,
  },
  {
    key: 'WECHAT_TEMPLATE_FIELD',
    says: WORDS.settings.templateField,
    example: 'character_string1',
    optional: true,
  },
];

type Judge = (value: string) => keyof typeof WORDS.faults | null;

const origin = (value: string): boolean =>
  URL.canParse(value) &&
  /^https?:$/.test(new URL(value).protocol) &&
  new URL(value).origin === value.replace(/\/$/, '');

const JUDGES: Readonly<Record<string, Judge>> = {
  WECHAT_APP_ID: (value) => (/^wx[0-9a-z]{16}$/.test(value) ? null : 'appId'),
  WECHAT_TOKEN: (value) => (/^[0-9A-Za-z]{3,32}$/.test(value) ? null : 'token'),
  WECHAT_MODE: (value) => (MODES.some((mode) => mode === value) ? null : 'mode'),
  WECHAT_AES_KEY: (value) => (keyOf(value) ? null : 'aesKey'),
  WECHAT_API_BASE: (value) => (origin(value) ? null : 'base'),
  WECHAT_TEMPLATE_FIELD: (value) => (/^\w{1,64}$/.test(value) ? null : 'templateField'),
};

export function faults(values: Values): string[] {
  const found = Object.entries(JUDGES).flatMap(([key, judge]) => {
    const why = values[key] === undefined ? null : judge(values[key]);
    return why ? [fill(WORDS.faults[why], { key })] : [];
  });
  const lacks = values.WECHAT_MODE !== 'plain' && values.WECHAT_AES_KEY === undefined;
  return lacks ? [...found, fill(WORDS.faults.aesKeyLacks, { key: 'WECHAT_AES_KEY' })] : found;
}

const API = 'https://api.weixin.qq.com';

/** Of values without faults. */
export const accountOf = (values: Values): Account => ({
  appId: values.WECHAT_APP_ID ?? '',
  secret: values.WECHAT_APP_SECRET ?? '',
  token: values.WECHAT_TOKEN ?? '',
  key: values.WECHAT_MODE === 'plain' ? null : keyOf(values.WECHAT_AES_KEY ?? ''),
  base: (values.WECHAT_API_BASE ?? API).replace(/\/$/, ''),
  template: values.WECHAT_TEMPLATE_ID
    ? { id: values.WECHAT_TEMPLATE_ID, field: values.WECHAT_TEMPLATE_FIELD ?? 'character_string1' }
    : null,
});
