/**
 * The gateway's wire, written once: what partners may send and what they get. These schemas judge what comes in,
 * make the OpenAPI page, and judge what the conformance program receives. Times are ISO 8601 with a zone.
 */
import { z } from 'zod';
import { STAGES } from '../books.js';
import type { PartnerRow } from './partners.js';
import { WORDS } from './words.js';

/** Half a character and NUL: no store, mail or screen takes them. */
const whole = (text: string): boolean => !/\p{Surrogate}/u.test(text) && !text.includes('\0');
const words = (most: number) => z.string().max(most).refine(whole, WORDS.wrong.char);

/** A partner's own name of a thing; the same for ever. */
const own = z.string().regex(/^[\w.:-]{1,80}$/, WORDS.wrong.form);
const seat = z.string().regex(/^[\w-]{1,16}$/, WORDS.wrong.form);
const phone = z.string().regex(/^[+\d][\d -]{2,23}$/, WORDS.wrong.form);
const at = z.iso.datetime({ offset: true, error: WORDS.wrong.form });
const fileId = z.string().regex(/^[0-9a-f]{32}$/, WORDS.wrong.form);

const citizen = z.strictObject({
  name: words(40).optional(),
  /** As the citizen wrote it; nobody has checked. */
  phone: phone.optional(),
  /** Checked by the partner (实名 sign-in, SMS code, the carrier): only from partners with `verifiesPhone`. */
  verifiedPhone: phone.optional(),
});

const fields = z.strictObject({
  place: words(200).optional(),
  time: words(100).optional(),
  content: words(2000).optional(),
  party: words(200).optional(),
  demand: words(500).optional(),
});

const message = z.strictObject({
  type: z.literal('message'),
  /** Of the message, for ever: a repeat with the same id has the effect of once. */
  id: own,
  /** Of the conversation (a user, a phone number's hash, a letter). */
  thread: own,
  text: words(4000).default(''),
  files: z.array(fileId).max(9).optional(),
  fields: fields.optional(),
  citizen: citizen.optional(),
  /** The citizen has confirmed all of it with the partner: it is filed, nothing is asked back first. */
  complete: z.boolean().optional(),
  at: at.optional(),
});

const call = {
  id: own,
  /** Of the call; it names the conversation. */
  call: own,
  /** Number of the seat that is on the line; absent while a robot or nobody is. */
  agent: seat.optional(),
  caller: phone.optional(),
  at: at.optional(),
};

const callStarted = z.strictObject({ type: z.literal('call.started'), ...call });

const utterance = z.strictObject({
  /** Counts from 1 in each call, without gaps; parts may come in any order and again. */
  seq: z.number().int().min(1).max(100_000),
  from: z.enum(['citizen', 'agent']),
  text: words(4000).min(1),
  at: at.optional(),
});
const callTranscript = z.strictObject({
  type: z.literal('call.transcript'),
  ...call,
  utterances: z.array(utterance).min(1).max(50),
});

const callEnded = z.strictObject({
  type: z.literal('call.ended'),
  ...call,
  /** The last utterance's number, so that a missing one is noticed. */
  last: z.number().int().min(0).max(100_000).optional(),
  seconds: z.number().int().min(0).max(86_400).optional(),
  /** Where the recording lies at the partner's: a reference, not the sound. */
  recording: words(200).optional(),
});

const transferIn = z.strictObject({
  type: z.literal('transfer.in'),
  id: own,
  /** The other platform's number of the order; it names the conversation. */
  thread: own,
  title: words(100).optional(),
  text: words(3800).min(1),
  fields: fields.optional(),
  citizen: citizen.optional(),
  files: z.array(fileId).max(9).optional(),
  at: at.optional(),
});

export const STATES = ['received', 'accepted', 'returned', 'done', 'closed'] as const;
const transferStatus = z.strictObject({
  type: z.literal('transfer.status'),
  id: own,
  /** That of the transfer this is about. */
  thread: own,
  /** Their own number for an order that came from us. */
  no: own.optional(),
  state: z.enum(STATES),
  text: words(2000).optional(),
  at: at.optional(),
});

/** What a partner may say, by type. */
export const SAID = {
  message,
  'call.started': callStarted,
  'call.transcript': callTranscript,
  'call.ended': callEnded,
  'transfer.in': transferIn,
  'transfer.status': transferStatus,
} as const;

export type SaidType = keyof typeof SAID;
type SaidBy = { [T in SaidType]: z.output<(typeof SAID)[T]> };
export type Said = SaidBy[SaidType];
export type MessageSaid = SaidBy['message'];
export type TransferIn = SaidBy['transfer.in'];
export type TransferStatus = SaidBy['transfer.status'];
export type CallSaid = SaidBy['call.started'] | SaidBy['call.transcript'] | SaidBy['call.ended'];

const CALLS = ['call.started', 'call.transcript', 'call.ended'] as const;
const ORDERS = ['message', 'transfer.in', 'transfer.status'] as const;

/** What each kind of partner may send. */
export const MAY: Readonly<Record<PartnerRow['kind'], readonly SaidType[]>> = {
  mengsuban: ['message'],
  sms: ['message'],
  site: ['message'],
  phone: CALLS,
  platform: ORDERS,
  police: ORDERS,
};

export const said = z.discriminatedUnion('type', [
  message,
  callStarted,
  callTranscript,
  callEnded,
  transferIn,
  transferStatus,
]);

/** 202: stored. `seq` counts the conversation's lines; null while parts of a call wait for an earlier one. */
export const stored = z.object({
  seq: z.number().int().nullable(),
  /** This id was here before; nothing was done twice. */
  seen: z.boolean(),
  /** Utterances of the call that have not come yet: send them again. */
  missing: z.array(z.number().int()).optional(),
});
export type Stored = z.infer<typeof stored>;

export const fileStored = z.object({
  id: fileId,
  name: z.string(),
  /** Media type found in the bytes. */
  type: z.string(),
  size: z.number().int(),
  seen: z.boolean(),
});

// ── what partners get ───────────────────────────────────────────────────────────────────────────────────
const file = z.strictObject({ id: z.string(), name: z.string(), type: z.string(), size: z.number().int() });
const order = z.strictObject({ orderNo: z.string(), code: z.string() });

export const reply = z.strictObject({
  type: z.literal('reply'),
  /** Of this event, for ever: what is delivered twice carries the same id. */
  id: z.string(),
  thread: z.string(),
  /** Number of the line in its conversation; replies of one conversation come in its order. */
  seq: z.number().int(),
  from: z.enum(['bot', 'agent', 'system']),
  seat: z.string().optional(),
  text: z.string(),
  /** All of it as plain text, choices numbered: for screens that show text alone. */
  plain: z.string(),
  decision: z.string().optional(),
  /** A button shows `label`; pressing it is a message whose text is `say`. */
  choices: z.array(z.strictObject({ label: z.string(), say: z.string() })).optional(),
  draft: z
    .strictObject({
      id: z.string(),
      fields: z.array(
        z.strictObject({ name: z.string(), label: z.string(), value: z.string(), required: z.boolean() }),
      ),
    })
    .optional(),
  sources: z
    .array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        unit: z.string(),
        basis: z.array(z.string()),
        updated: z.string(),
      }),
    )
    .optional(),
  doors: z
    .array(z.strictObject({ name: z.string(), number: z.string().optional(), url: z.string().optional() }))
    .optional(),
  /** The citizen's alone: number and query code. */
  order: order.optional(),
  /** To be fetched from /hooks/gateway/files. */
  files: z.array(file).optional(),
  aiWorded: z.boolean().optional(),
  at: z.string(),
});

export const orderStatus = z.strictObject({
  type: z.literal('order.status'),
  id: z.string(),
  /** The transfer it answers. */
  thread: z.string(),
  orderNo: z.string(),
  /** At filing, and at each later change that the citizen may know of. */
  state: z.enum(STAGES),
  text: z.string(),
  at: z.string(),
});

export const transferOut = z.strictObject({
  type: z.literal('transfer.out'),
  id: z.string(),
  /** Our order's number; the partner's transfer.status names it. */
  thread: z.string(),
  title: z.string(),
  text: z.string(),
  fields: fields.optional(),
  urgent: z.boolean(),
  at: z.string(),
});

/** A one-time code to be sent as a short message at once: to partners with `codes`, posted once, never stored. */
export const smsCode = z.strictObject({
  type: z.literal('sms.code'),
  id: z.string(),
  phone: z.string().regex(/^1\d{10}$/),
  /** The whole message; the code alone for platforms that fill a template of their own. */
  text: z.string(),
  code: z.string().regex(/^\d{6}$/),
  /** Not to be sent after it. */
  until: z.string(),
  at: z.string(),
});

export const told = z.discriminatedUnion('type', [reply, orderStatus, transferOut]);
export type Told = z.infer<typeof told>;
/** What a callback may get: a code waits for nobody to pull it. */
export const posted = z.discriminatedUnion('type', [reply, orderStatus, transferOut, smsCode]);
export type Posted = z.infer<typeof posted>;
export type Reply = z.infer<typeof reply>;

export const outboxPage = z.object({
  events: z.array(told),
  /** Ask with it next time, once these are safe on your disk. */
  next: z.string(),
  /** There is more right now. */
  more: z.boolean(),
});
export const ack = z.strictObject({ upTo: z.string().regex(/^\d{1,12}$/, WORDS.wrong.form) });
export const acked = z.object({ acked: z.string() });
