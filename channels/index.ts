/** The list of channels, one line each. */
import { emailKind } from './email/channel.js';
import { gateway } from './gateway/gateway.js';
import type { ChannelKind } from './kind.js';
import { wechat } from './wechat/channel.js';
import { wecom } from './wecom/app.js';
import { wechatKf } from './wecom/kf.js';

/** Kinds that open when their settings are set. */
export const KINDS: readonly ChannelKind[] = [gateway, wechat, wecom, wechatKf, emailKind];

/** Names of all channels for people; the web chat, forms and letters belong to the house itself and are always on. */
export const CHANNELS: Readonly<Record<string, string>> = {
  web: '网页对话',
  form: '自助表单',
  website: '网站来信',
  ...Object.fromEntries(KINDS.map(({ name, title }) => [name, title])),
};
