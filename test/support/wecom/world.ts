/** What 企业微信 remembers: one corporation, one app, its members, 微信客服 accounts and their citizens. */
import { random } from './crypt.js';

export interface Settings {
  corpId: string;
  agentId: number;
  appSecret: string;
  kfSecret: string;
  token: string;
  aesKey: string;
}

export type Owner = 'app' | 'kf';

export interface Media {
  bytes: Buffer;
  name: string;
  type: string;
  /** Upload type (image, voice, video, file); a citizen's own media has one too. */
  kind: string;
  until: number;
}

/** What reached a citizen, as their phone shows it. */
export interface Arrived {
  citizen: string;
  account: string;
  kind: string;
  text: string;
  media: string | null;
  /** The platform shortens silently what is too long. */
  cut: boolean;
  msgid: string;
}

export type KfMessage = Record<string, unknown> & { msgid: string; send_time: number };

interface KfCitizen {
  saidAt: number;
  sent: number;
  state: 0 | 1 | 2 | 3 | 4;
  greeted: boolean;
}

export interface Fault {
  path: string;
  /** Answered as errcode; null = the HTTP status below. */
  code: number | null;
  status: number;
  /** Milliseconds before the answer. */
  wait: number;
  times: number;
}

export interface Call {
  path: string;
  body: unknown;
  code: number;
}

const HOUR = 3_600_000;
export const TOKEN_SECONDS = 7200;
export const MEDIA_MS = 72 * HOUR;
export const KF_WINDOW_MS = 48 * HOUR;
export const KF_QUOTA = 5;
export const CODE_MS = 20_000;
export const HINT_MS = 600_000;

export function createWorld(settings: Settings) {
  let offset = 0;
  const now = (): number => Date.now() + offset;
  const citizens = new Map<string, KfCitizen>();
  return {
    settings,
    now,
    advance(ms: number) {
      offset += ms;
    },
    house: '',
    mood: 'well' as 'well' | 'busy' | 'gone',
    tokens: new Map<string, { owner: Owner; until: number; dead: boolean }>(),
    issued: [] as { owner: Owner; at: number }[],
    /** Members who may use the app. */
    members: new Set<string>(),
    /** Members who have left, or are out of the app's range. */
    left: new Set<string>(),
    accounts: ['wkHotline001'],
    logs: new Map<string, KfMessage[]>(),
    /** Cursors of an earlier generation are dead. */
    generation: 1,
    pageSize: 1000,
    /** Pages answered empty although there is more. */
    emptyPages: 0,
    hints: new Map<string, number>(),
    codes: new Map<string, { citizen: string; account: string; until: number; used: boolean }>(),
    media: new Map<string, Media>(),
    arrived: [] as Arrived[],
    /** Told to whoever watches, at once. */
    watch: (_: Arrived): void => {},
    arrive(one: Arrived) {
      this.arrived.push(one);
      this.watch(one);
    },
    faults: [] as Fault[],
    calls: [] as Call[],
    /** Times of recent calls by a key, for rates. */
    recent: new Map<string, number[]>(),
    citizen(account: string, id: string): KfCitizen {
      const key = `${account}/${id}`;
      const there = citizens.get(key) ?? { saidAt: 0, sent: 0, state: 0, greeted: false };
      citizens.set(key, there);
      return there;
    },
    knows: (account: string, id: string): boolean => citizens.has(`${account}/${id}`),
    /** True when this would be more than `most` within `ms`. */
    tooOften(key: string, most: number, ms: number): boolean {
      const at = now();
      const times = (this.recent.get(key) ?? []).filter((time) => time > at - ms);
      this.recent.set(key, [...times, at]);
      return times.length >= most;
    },
    keepMedia(media: Omit<Media, 'until'>): string {
      const id = `m-${random(12)}`;
      this.media.set(id, { ...media, until: now() + MEDIA_MS });
      return id;
    },
  };
}

export type World = ReturnType<typeof createWorld>;
