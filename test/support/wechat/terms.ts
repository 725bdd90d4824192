/** What the simulated platform is told and tells; the shapes between its process and the tests. */

export interface Account {
  appId: string;
  secret: string;
  token: string;
  aesKey: string;
  mode: 'plain' | 'compatible' | 'encrypted';
  /** Template id, and its fields with their kinds. */
  template: { id: string; fields: Record<string, 'character_string' | 'thing'> };
  /** Original id, gh_…; the ToUserName of every push. */
  original: string;
  /** Messages a citizen's words allow within 48 hours. */
  quota: number;
  /** Sendings a minute before 45011. */
  perMinute: number;
}

export const ACCOUNT: Account = {
  appId: 'wx0123456789abcdef',
  secret: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
  token: 'JiesuDemoToken2026',
  aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  mode: 'encrypted',
  template: { id: 'TPL-order-progress', fields: { character_string1: 'character_string' } },
  original: 'gh_0123456789ab',
  quota: 20,
  perMinute: 6000,
};

/** Fields of a push beside those the platform fills in itself. */
export type PushFields = Record<string, string | number>;

export interface PushOptions {
  /** 'signature' and 'msg_signature' are spoilt, 'body' is changed after signing. */
  forge?: 'signature' | 'msg_signature' | 'body' | 'receiver' | 'open';
  /** Added to the signed time, seconds. */
  skew?: number;
  /** The same push that often at once, as a platform with two hearts does. */
  copies?: number;
  /** Milliseconds of the platform's clock before the first try. */
  delay?: number;
  /** It happened, but the push of it is lost for good. */
  lost?: boolean;
}

export interface Try {
  /** 0 = no answer in five seconds, or none at all. */
  status: number;
  answer: 'success' | 'passive' | 'bad' | 'late';
}

export interface Pushed {
  msgId: string;
  tries: Try[];
  /** Acknowledged, or given up after the last try. */
  done: boolean;
}

/** What a citizen sees on the phone. */
export interface Reached {
  by: 'passive' | 'custom' | 'template';
  kind: 'text' | 'image';
  /** Text; of a template all its values; of an image the SHA-256 of its bytes. */
  text: string;
  /** Where a template leads. */
  url?: string;
}

/** How calls of a path go wrong from now on. */
export type Mood = { code: number } | { http: number } | { cut: true } | { hang: true };

export interface Media {
  type: string;
  base64: string;
  /** slow: half of it, then nothing; cut: half of it, then the line is cut; a film comes as an address. */
  mood?: 'slow' | 'cut' | 'film';
}

export interface Counts {
  calls: Record<string, number>;
  tokens: number;
}

export interface Controls {
  house(url: string): Promise<void>;
  verify(echostr: string, forge: boolean): Promise<{ status: number; body: string }>;
  push(openid: string, fields: PushFields, options: PushOptions): Promise<Pushed>;
  pushed(msgId: string): Promise<Pushed>;
  reached(openid: string): Promise<Reached[]>;
  /** What reached them after the first `count`, as soon as there is any; after `ms` milliseconds none. */
  more(openid: string, count: number, ms: number): Promise<Reached[]>;
  /** From the call after the next `after` ones on, so many times. */
  mood(path: string, mood: Mood | null, times: number, after?: number): Promise<void>;
  media(media: Media): Promise<string>;
  /** Another system of the account asks for a classic token, by which the last classic one ends. */
  endTokens(): Promise<void>;
  secret(secret: string): Promise<void>;
  quota(quota: number): Promise<void>;
  perMinute(count: number): Promise<void>;
  advance(ms: number): Promise<void>;
  counts(): Promise<Counts>;
}
