/** 企业微信: members write to an app of their corporation, the app answers them. */
import type { Channel, Receive } from '../channel.js';
import type { ChannelKind, House, Setting, Values } from '../kind.js';
import { openTraffic } from '../wechat/puppet.js';
import { keyOf } from '../wechat/seal.js';
import { createApi, QYAPI } from './api.js';
import { appSaid } from './app-inbound.js';
import { appDeliver, appOutlet } from './app-outbound.js';
import { callbacks } from './callback.js';
import { createIntake, type Intake } from './intake.js';
import { KIND_WORDS } from './kind-words.js';
import { createRounds } from './rounds.js';
import { TIDY_MS, tidy } from './tidy.js';
import { answering, wireOf } from './wire.js';

const NAME = 'wecom';

const settings: readonly Setting[] = [
  { key: 'WECOM_CORP_ID', says: KIND_WORDS.corpId, example: 'ww0123456789abcdef' },
  { key: 'WECOM_AGENT_ID', says: KIND_WORDS.agentId, example: '1000002' },
  { key: 'WECOM_SECRET', says: KIND_WORDS.secret, example: '43 位字母数字', secret: true },
  { key: 'WECOM_TOKEN', says: KIND_WORDS.token, example: '3 到 32 位字母数字', secret: true },
  { key: 'WECOM_AES_KEY', says: KIND_WORDS.aesKey, example: '43 位字母数字', secret: true },
  { key: 'WECOM_API_BASE', says: KIND_WORDS.apiBase, example: QYAPI, optional: true },
];

/** The platform waits five seconds in all. */
const PATIENCE_MS = 2500;
const LATE_MS = 20_000;

function open(values: Values, house: House): Channel {
  const { WECOM_CORP_ID: corpId = '', WECOM_SECRET: secret = '', WECOM_API_BASE: base = QYAPI } = values;
  const api = createApi({ base, corpId, secret, house });
  const deliver = appDeliver(Number(values.WECOM_AGENT_ID), api);
  const traffic = openTraffic(corpId, wireOf(api, deliver), (error) =>
    house.log('error', 'wechaty', { error: error.message }),
  );
  const outlet = appOutlet(traffic, house);
  let intake: Intake | null = null;
  const rounds = createRounds(house);
  return {
    name: NAME,
    title: KIND_WORDS.wecom,
    hooks: callbacks({
      token: values.WECOM_TOKEN ?? '',
      aesKey: values.WECOM_AES_KEY ?? '',
      corpId,
      house,
      async take(xml) {
        if (!intake) throw new Error('not started');
        const said = appSaid(xml);
        if (said) await intake.take(said);
      },
    }),
    async start(receive: Receive) {
      await traffic.start();
      const given = createIntake({
        channel: NAME,
        house,
        api,
        receive,
        traffic,
        patience: PATIENCE_MS,
        tell: outlet.tell,
      });
      intake = given;
      rounds.also(api.probe());
      rounds.every(LATE_MS, () => given.late());
      rounds.every(TIDY_MS, () => tidy(house));
    },
    send: answering(house, outlet.send),
    async stop() {
      await rounds.stop();
      await intake?.idle();
      await traffic.stop();
    },
    trouble: api.trouble,
  };
}

export const wecom: ChannelKind = {
  name: NAME,
  title: KIND_WORDS.wecom,
  settings,
  faults: (values) => [
    ...(keyOf(values.WECOM_AES_KEY ?? '') ? [] : [`WECOM_AES_KEY ${KIND_WORDS.badAesKey}`]),
    ...(/^\d{1,10}$/.test(values.WECOM_AGENT_ID ?? '') ? [] : [`WECOM_AGENT_ID ${KIND_WORDS.badAgentId}`]),
    ...badBase('WECOM_API_BASE', values),
  ],
  open,
};

/** Without a path: `/cgi-bin` is added. */
export function badBase(key: string, values: Values): string[] {
  const base = values[key];
  return base === undefined || /^https?:\/\/[^/?#\s]+$/.test(base) ? [] : [`${key} ${KIND_WORDS.badBase}`];
}
