/** A phone proved by a one-time code, on the wire. */
import { z } from 'zod';
import { orderView } from './contract-citizen.js';

const phone = z.string().regex(/^1[3-9]\d{9}$/, '手机号应为 11 位，请检查');
const proof = {
  /** Of the sending, as the first answer named it. */
  id: z.string().regex(/^[0-9a-f]{32}$/),
  phone,
  code: z.string().regex(/^\d{6}$/, '验证码是 6 位数字，请核对短信'),
};
/** What a proof is for; a code for one opens nothing of another. */
const purpose = z.enum(['orders', 'form']);

export const phoneOn = z.object({ on: z.boolean() });
export const chatPhone = z.strictObject({ phone });
export const chatProof = z.strictObject(proof);
export const phoneAsked = z.strictObject({ purpose, phone });
export const phoneShown = z.strictObject({ purpose, ...proof });
export const codeSent = z.object({
  id: z.string(),
  /** How long the code lives. */
  minutes: z.number().int(),
  /** Seconds until another may be asked for. */
  again: z.number().int(),
  /** False: the platform was reached and did not answer; the message may come late. */
  sure: z.boolean(),
});
export const chatProved = z.object({ phone: z.string() });
export const phoneProved = z.object({
  /** Shown as a bearer token, or with the form. */
  pass: z.string(),
  until: z.string(),
  /** Masked. */
  phone: z.string(),
});
export const myOrder = orderView.pick({
  orderNo: true,
  state: true,
  title: true,
  createdAt: true,
  updatedAt: true,
  mayRate: true,
});

export type CodeSent = z.infer<typeof codeSent>;
export type PhoneProved = z.infer<typeof phoneProved>;
export type MyOrder = z.infer<typeof myOrder>;
