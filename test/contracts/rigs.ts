/** The channels that the contract suite is run for, one line each. */
import type { ChannelRig } from './channel-rig.js';
import { echo } from './rigs/echo.js';
import { email } from './rigs/email.js';
import { gatewayRig } from './rigs/gateway.js';
import { wechatRig } from './rigs/wechat.js';
import { wechatKfRig } from './rigs/wechat-kf.js';
import { wecomRig } from './rigs/wecom.js';

export const RIGS: Readonly<Record<string, ChannelRig>> = {
  echo,
  gateway: gatewayRig,
  wechat: wechatRig,
  wecom: wecomRig,
  'wechat-kf': wechatKfRig,
  email,
};
