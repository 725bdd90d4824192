/**
 * What we think a message means, how sure we are, and why. The codes are those of nlu/labels.md.
 * All offsets are UTF-16 units of the text as the citizen sent it, `from` inclusive, `to` exclusive.
 */

export type Gate = 'accept' | 'emergency' | 'refuse' | 'clarify';
export type RefusalReason =
  | 'litigation'
  | 'arbitration'
  | 'discipline'
  | 'reconsideration'
  | 'disclosure'
  | 'petition'
  | 'state_secret'
  | 'trade_secret'
  | 'privacy'
  | 'public_order'
  | 'jurisdiction';
export type EmergencyNumber = '110' | '119' | '120' | '122';
export type MatterType =
  | 'consult'
  | 'help'
  | 'complaint'
  | 'report'
  | 'suggest'
  | 'praise'
  | 'urge'
  | 'progress'
  | 'other';
export type Urgency = 'critical' | 'urgent' | 'normal';
export type Field = 'gate' | 'reason' | 'type' | 'category' | 'hotline' | 'region' | 'urgency';

/**
 * `kind`: personal data (phone, idcard, bankcard, plate, email, wechat, qq, creditCode, passport, permit, account,
 * address, name), emergency, refusal, threat, region, and the names of the slots.
 */
export interface Span {
  kind: string;
  from: number;
  to: number;
}

/** One reason for one judgement: the stage, the rule that fired or the head that scored, and where. */
export interface Why {
  stage: string;
  rule?: string;
  label?: string;
  score?: number;
  from?: number;
  to?: number;
}

export interface Slot {
  /** As the citizen wrote it. */
  value: string;
  from: number;
  to: number;
  /** The same in figures, where the words are none: 13800001234 for 「幺三八…」, 3 for 「第三次」, 30 for 「三十多户」. */
  plain?: string;
}

/** Only what the citizen really said; nothing is guessed. */
export interface Slots {
  place?: Slot;
  time?: Slot;
  /** The other side: a firm, a shop, an office. */
  party?: Slot;
  demand?: Slot;
  /** Who can be called back, and where: never the name or number of the other side. */
  name?: Slot;
  phone?: Slot;
  /** How many people it concerns. */
  people?: Slot;
  /** An order number of ours mentioned in the text. */
  orderNo?: Slot;
  /** Told before, or for the first time: `plain` is how often, '1' the first; none for a mere 「多次」. */
  repeat?: Slot;
}

/** One of the likeliest values of a field; `code` null is 「no line」. */
export interface Choice {
  code: string | null;
  /** Share of the chance of all values, 0 to 1. */
  chance: number;
  /** Words of the text that speak for it; empty where only the heads do. */
  why: Why[];
}

/** The judgement of one matter. */
export interface Reading {
  gate: Gate;
  reason: RefusalReason | EmergencyNumber | null;
  type: MatterType;
  /** Level-1 code '01' to '14', or null. */
  category: string | null;
  hotline: string | null;
  /** GB/T 2260 code of the place of the matter, or null. */
  region: string | null;
  urgency: Urgency;
  /** 0 to 1 for each field. */
  confidence: Record<Field, number>;
  /** The three likeliest, best first; empty where the matter needs none. */
  choices: { category: Choice[]; hotline: Choice[] };
  /** Fields whose two likeliest values stand so close that a person must look. */
  unsure: ('category' | 'hotline')[];
  /** For an ambiguous short place name (前旗, 青山区…): the codes it may mean. Empty otherwise. */
  regionOptions: string[];
  slots: Slots;
  spans: Span[];
  why: Why[];
}

/** A matter of its own inside a message; a message with one matter has one. */
export interface Segment extends Reading {
  text: string;
  from: number;
  to: number;
}

/**
 * What the words do in the conversation, apart from any matter: 「转人工」「确认提交」「改一下」「不用了」
 * 「申请人工复核」「你好」「谢谢」. Judged by rules on the whole message only, null otherwise.
 */
export type TalkAct =
  | 'person'
  | 'confirm'
  | 'amend'
  | 'cancel'
  | 'review'
  | 'greet'
  | 'thanks'
  | 'noPerson'
  | null;

/** The whole message. The fields of Reading are those of the leading segment: emergency first, then accept. */
export interface Understanding extends Reading {
  text: string;
  act: TalkAct;
  /** At least one; in the order of the text. */
  segments: Segment[];
  /** Threat of self-harm, violence or mass action (扬言): a person at once, never a template. */
  threat: 'self_harm' | 'violence' | 'mass' | null;
  /** The text tries to give orders to a model. It changes nothing but is shown to the agent. */
  injection: boolean;
}

export interface Hints {
  channel?: string;
  /** Region known from the site or form, used only to settle ambiguous short names. */
  region?: string;
}

export interface Nlu {
  /** Never throws for any text; texts over 4,000 units are judged by head and tail. */
  understand(text: string, hints?: Hints): Promise<Understanding>;
  /** The encoder's vector of a text; what was understood a moment ago is not embedded again. Null where it cannot answer. */
  embed?(text: string): Promise<Float32Array | null>;
  /** Parts that run in a lesser form, in words for /readyz; empty when all is well. */
  degraded(): string[];
  close(): Promise<void>;
}
