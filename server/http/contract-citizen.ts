/** What goes over the wire of orders as the citizen sees them, and of the forms that file one. */
import { z } from 'zod';
import { RATING_TAGS } from '../tickets/assignment.js';
import { id } from './contract-parts.js';

/** Without a code the pass of a proved phone must open it (`Authorization: Bearer`). */
export const orderQuery = z.strictObject({
  orderNo: z.string().max(40),
  code: z.string().max(20).optional(),
});
export const ownAction = z.enum(['urge', 'supplement', 'withdraw', 'askSecret', 'requestReview', 'reopen']);
/** Something a citizen may do with an order, or may look for; all of it in the citizen's words. */
export const ownAct = z.object({
  action: ownAction,
  /** Why it cannot be done now; null = it can. */
  why: z.string().nullable(),
  name: z.string(),
  /** Label of the words it needs; null = none. */
  text: z.string().nullable(),
  hint: z.string(),
  /** What happens then, whether it can be taken back, the button, what is said when it was done. */
  next: z.string(),
  undo: z.string(),
  press: z.string(),
  done: z.string(),
});
export const orderView = z.object({
  orderNo: z.string(),
  /** In the citizen's words: 已受理，等待派单 … */
  state: z.string(),
  title: z.string(),
  place: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Newest first; public rows only. */
  timeline: z.array(z.object({ at: z.string(), text: z.string() })),
  /** It waits for the citizen's word. */
  mayRate: z.boolean(),
  acts: z.array(ownAct),
});
export const formFiled = z.object({ orderNo: z.string(), code: z.string(), next: z.string() });
/** 路灯 / 道路报修; `photo` are ids of kept files. */
export const repairForm = z.strictObject({
  id,
  what: z.enum(['streetlight', 'road']),
  place: z.string().min(2, '请写明地点，例如“赛罕区大学东路与乌兰察布路口”').max(200),
  region: z.string().max(12).optional(),
  description: z.string().min(2, '请简单说一下现场情况').max(2000),
  photo: z.array(id).max(3).optional(),
  name: z.string().max(40).optional(),
  phone: z.string().regex(/^1[3-9]\d{9}$/, '手机号应为 11 位，请检查'),
});
/** A place a form may name, of the policy's regions; `parent` is the code of the league it lies in. */
export const regionRow = z.object({ code: z.string(), name: z.string(), parent: z.string().nullable() });
export const rating = z.strictObject({
  orderNo: z.string().max(40),
  code: z.string().max(20).optional(),
  stars: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
  tags: z.array(z.enum(RATING_TAGS)).max(8),
  note: z.string().max(1000).optional(),
});

export type OrderView = z.infer<typeof orderView>;
export type OrderRating = z.infer<typeof rating>;
export type RepairForm = z.infer<typeof repairForm>;
export type RegionRow = z.infer<typeof regionRow>;
export type FormFiled = z.infer<typeof formFiled>;
