/** The channels that the contract suite is run for, one line each. */
import type { ChannelRig } from './channel-rig.js';
import { echo } from './rigs/echo.js';
import { email } from './rigs/email.js';
import { formRig } from './rigs/form.js';
import { gatewayRig } from './rigs/gateway.js';
import { webRig } from './rigs/web.js';
import { websiteRig } from './rigs/website.js';
import { wechatRig } from './rigs/wechat.js';
import { wechatKfRig } from './rigs/wechat-kf.js';
import { wecomRig } from './rigs/wecom.js';

export const RIGS: Readonly<Record<string, ChannelRig>> = {
  echo,
  web: webRig,
  website: websiteRig,
  form: formRig,
  gateway: gatewayRig,
  wechat: wechatRig,
  wecom: wecomRig,
  'wechat-kf': wechatKfRig,
  email,
};
