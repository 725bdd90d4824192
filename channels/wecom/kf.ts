/** 微信客服: citizens write to the hotline from WeChat itself, without following anything. */
import type { Channel, Receive } from '../channel.js';
import type { ChannelKind, House, Setting, Values } from '../kind.js';
import { openTraffic } from '../wechat/puppet.js';
import { keyOf } from '../wechat/seal.js';
import { textOf } from '../wechat/xml.js';
import { createApi, QYAPI } from './api.js';
import { badBase } from './app.js';
import { callbacks } from './callback.js';
import { createIntake, type Intake } from './intake.js';
import { kfAccounts } from './kf-accounts.js';
import { kfDeliver } from './kf-deliver.js';
import { kfEvent } from './kf-events.js';
import { kfSaid, ORIGIN } from './kf-inbound.js';
import { kfOutlet } from './kf-outbound.js';
import { createSync, type Sync } from './kf-sync.js';
import { KIND_WORDS } from './kind-words.js';
import { createRounds } from './rounds.js';
import type { Said } from './said.js';
import { TIDY_MS, tidy } from './tidy.js';
import { answering, wireOf } from './wire.js';
import { WORDS } from './words.js';

const NAME = 'wechat-kf';

const settings: readonly Setting[] = [
  { key: 'WECHAT_KF_CORP_ID', says: KIND_WORDS.corpId, example: 'ww0123456789abcdef' },
  { key: 'WECHAT_KF_SECRET', says: KIND_WORDS.kfSecret, example: '43 位字母数字', secret: true },
  { key: 'WECHAT_KF_TOKEN', says: KIND_WORDS.token, example: '3 到 32 位字母数字', secret: true },
  { key: 'WECHAT_KF_AES_KEY', says: KIND_WORDS.aesKey, example: '43 位字母数字', secret: true },
  { key: 'WECHAT_KF_ACCOUNTS', says: KIND_WORDS.accounts, example: 'wkAbCdEf0123', optional: true },
  { key: 'WECHAT_KF_API_BASE', says: KIND_WORDS.apiBase, example: QYAPI, optional: true },
];

/** Nobody waits for a pull as the platform waits for an answer, but a page waits for its slowest file. */
const PATIENCE_MS = 3000;
const LATE_MS = 20_000;
/** The platform takes pulls without a notice's token seldom only; the chat's norm is three minutes. */
const POLL_MS = 120_000;
const MOST_POLL_MS = 30 * 60_000;
const TOO_OFTEN = 45009;
/** The platform waits five seconds for the answer to its notice. */
const ANSWER_MS = 4000;

function open(values: Values, house: House): Channel {
  const { WECHAT_KF_CORP_ID: corpId = '', WECHAT_KF_API_BASE: base = QYAPI } = values;
  const api = createApi({ base, corpId, secret: values.WECHAT_KF_SECRET ?? '', house });
  const rounds = createRounds(house);
  const { also, stopped } = rounds;
  const delivery = kfDeliver(api);
  const traffic = openTraffic(corpId, wireOf(api, delivery.deliver), (error) =>
    house.log('error', 'wechaty', { error: error.message }),
  );
  const outlet = kfOutlet({ house, api, traffic, delivery, also, stopped });
  const accounts = kfAccounts(api, values.WECHAT_KF_ACCOUNTS);
  let inside: { sync: Sync; intake: Intake } | null = null;

  function begin(receive: Receive) {
    const intake = createIntake({
      channel: NAME,
      house,
      api,
      receive,
      traffic,
      patience: PATIENCE_MS,
      tell: outlet.tell,
    });
    const sync = createSync({
      house,
      api,
      stopped,
      async take(message) {
        if (message.kind === 'event') return kfEvent({ house, api, outlet, also }, message);
        const said = kfSaid(message);
        if (message.origin === ORIGIN.staff) return overhear(receive, said);
        if (message.origin !== ORIGIN.citizen) return;
        await intake.take(said);
        outlet.opened(said.thread, message.at, message.id);
      },
    });
    return { intake, sync };
  }

  /** Every account once; how long to rest. */
  let rest = POLL_MS;
  async function poll(sync: Sync): Promise<number> {
    const pulled = await Promise.all((await accounts.list()).map((account) => sync.pull(account)));
    const often = pulled.some((fault) => fault?.code === TOO_OFTEN);
    rest = often ? Math.min(MOST_POLL_MS, rest * 2) : POLL_MS;
    return rest;
  }

  return {
    name: NAME,
    title: KIND_WORDS.kf,
    hooks: callbacks({
      token: values.WECHAT_KF_TOKEN ?? '',
      aesKey: values.WECHAT_KF_AES_KEY ?? '',
      corpId,
      house,
      async take(xml) {
        if (!inside || stopped()) throw new Error('not started');
        const account = textOf(xml, 'OpenKfId');
        if (textOf(xml, 'Event') !== 'kf_msg_or_event' || !accounts.ours(account)) return;
        const pull = inside.sync.pull(account, textOf(xml, 'Token') || undefined);
        // A long backlog outlasts the platform's patience; its place is kept, and the pull goes on.
        const fault = await within(pull, ANSWER_MS);
        if (fault) throw new Error(`pull ended with ${fault.code}`);
      },
    }),
    async start(receive) {
      await traffic.start();
      const { intake, sync } = begin(receive);
      inside = { intake, sync };
      await outlet.resume();
      rounds.every(LATE_MS, () => intake.late());
      rounds.every(TIDY_MS, () => tidy(house));
      rounds.every(POLL_MS, () => poll(sync));
    },
    send: answering(house, outlet.send),
    async stop() {
      await rounds.stop();
      await inside?.sync.idle();
      await inside?.intake.idle();
      await outlet.idle();
      await traffic.stop();
    },
    trouble: api.trouble,
  };
}

/** What a colleague answered inside 企业微信 belongs into the record; the bot does not answer it. */
async function overhear(receive: Receive, { id, thread, at, text, media }: Said): Promise<void> {
  const words = media ? WORDS[media.kind] : text;
  await receive({ channel: NAME, id, thread, text: words, files: [], at, overheard: { from: 'agent' } });
}

/** Null when it takes longer. Real time, not the house's: the platform hangs up by its own watch. */
async function within<Value>(work: Promise<Value>, ms: number): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

export const wechatKf: ChannelKind = {
  name: NAME,
  title: KIND_WORDS.kf,
  settings,
  faults: (values) => [
    ...(keyOf(values.WECHAT_KF_AES_KEY ?? '') ? [] : [`WECHAT_KF_AES_KEY ${KIND_WORDS.badAesKey}`]),
    ...(/^wk[\w-]{1,64}(?:,wk[\w-]{1,64})*$/.test(values.WECHAT_KF_ACCOUNTS ?? 'wk0')
      ? []
      : [`WECHAT_KF_ACCOUNTS ${KIND_WORDS.badAccounts}`]),
    ...badBase('WECHAT_KF_API_BASE', values),
  ],
  open,
};
