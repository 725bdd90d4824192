/** The shape of a policy folder's single values: knobs.json. */
import { z } from 'zod';
import { FLAGS } from '../tickets/quality/flags.js';
import { ask, clock, day, limit, name, regionCode, share } from './schema-kinds.js';

const sendingLimit = z.strictObject({
  most: z.number().int().min(1),
  seconds: z
    .number()
    .int()
    .min(1)
    .max(31 * 86_400),
});
const bands = z.strictObject({ answer: share, suggest: share, margin: share, aim: share });

export const knobs = z.strictObject({
  bands,
  wordBands: bands,
  refusal: z.strictObject({ ask: share, propose: share }),
  clarify: z.strictObject({ maxAsks: z.number().int().min(1).max(2), maxFailed: z.number().int().min(1) }),
  turns: z.strictObject({ cap: z.number().int().min(1) }),
  queue: z.strictObject({ minutesEach: z.number().positive() }),
  files: z.strictObject({
    maxBytes: z.number().int().positive(),
    maxEach: z.number().int().positive(),
    types: name.array(),
  }),
  channelFiles: z.strictObject({ maxBytes: z.number().int().positive(), types: name.array() }),
  calendar: z.strictObject({ knownUntil: day }),
  clocks: z.strictObject({
    nearShare: share,
    nearHours: z.number().positive(),
    redAfter: z.number().int().min(1),
    longestPause: z.number().int().min(1),
  }),
  forms: z.strictObject({
    proofBits: z.number().int().min(0).max(24),
    graceDays: z.number().int().min(0).max(90),
    wrongForm: share,
  }),
  phoneCode: z.strictObject({
    minutes: z.number().int().min(1).max(30),
    tries: z.number().int().min(1).max(10),
    proofMinutes: z.number().int().min(5).max(240),
    phone: sendingLimit.array().min(1),
    conversation: sendingLimit.array().min(1),
    address: sendingLimit.array().min(1),
    whole: sendingLimit.array().min(1),
  }),
  limits: z.strictObject({
    reopenDays: z.number().int().min(1).max(365),
    returns: z.number().int().min(0).max(20),
    extensions: z.number().int().min(0).max(10),
    reworks: z.number().int().min(1).max(20),
    extensionDays: z.number().int().min(1).max(365),
    holdMonths: z.number().int().min(1).max(120),
    callbackTries: z.number().int().min(1).max(20),
    callbackDays: z.number().int().min(1).max(20),
  }),
  news: name.array(),
  steps: z.strictObject({
    batchMost: z.number().int().min(1).max(1000),
    undoSeconds: z.number().int().min(0).max(300),
  }),
  assign: z.strictObject({
    orderSilent: z.number().int().min(1).max(10_080),
    threadSilent: z.number().int().min(1).max(1440),
    offerSeconds: z.number().int().min(5).max(600),
    offerAgain: z.number().int().min(1).max(1440),
    threadsAtOnce: z.number().int().min(1).max(50),
    ordersAtOnce: z.number().int().min(1).max(500),
    previousDays: z.number().int().min(0).max(365),
    languages: z
      .strictObject({ code: z.string().regex(/^[a-z]{2,8}$/), name })
      .array()
      .min(1),
  }),
  firstReply: z.strictObject({ yellowShare: share }),
  duplicates: z.strictObject({
    days: z.number().int().min(1).max(365),
    likeness: share,
    offer: share,
    group: z.strictObject({
      days: z.number().int().min(1).max(90),
      likeness: share,
      people: z.number().int().min(2),
      alert: z.number().int().min(2),
      leader: z.number().int().min(2),
    }),
  }),
  talks: z.strictObject({
    gapMinutes: z.number().int().min(1).max(1440),
    quietHours: z.number().int().min(1).max(720),
    quietByChannel: z.record(z.string(), z.number().int().min(1).max(720)),
    written: name.array(),
  }),
  insight: z.strictObject({
    smallest: z.number().int().min(1),
    basically: share,
    weights: z.strictObject({ response: share, solved: share, satisfied: share }),
    hot: z.strictObject({
      days: z.number().int().min(7).max(366),
      sigmas: z.number().positive(),
      least: z.number().int().min(2),
      history: z.number().int().min(1).max(366),
      placeDays: z.number().int().min(1).max(90),
      placeLeast: z.number().int().min(2),
      quiet: z.number().int().min(1).max(366),
    }),
    grades: z.strictObject({ name, from: share }).array().min(1),
  }),
  model: z.strictObject({
    tokensADay: z.number().int().min(0),
    answerSeconds: z.number().positive().max(8),
    assistSeconds: z.number().positive().max(60),
    failures: z.number().int().min(1),
    restSeconds: z.number().int().min(1),
  }),
  callback: z.strictObject({
    seed: name,
    hours: z.strictObject({ open: clock, close: clock }).array().min(1),
    restDays: z.boolean(),
    gapHours: z.number().min(0).max(48),
    selfRatingDays: z.number().int().min(1).max(60),
  }),
  evaluation: z.strictObject({ rectify: limit, appealDays: z.number().int().min(1).max(60) }),
  quality: z.strictObject({
    unit: share,
    agent: share,
    channel: share,
    least: z.number().int().min(0).max(100),
    flags: z.enum(FLAGS).array(),
    pass: z.number().int().min(0).max(100),
    mend: z.number().int().min(0).max(100),
  }),
  home: regionCode,
  knowledge: z.strictObject({
    correction: z.strictObject({
      limit,
      hotLimit: limit,
      hotUses: z.number().int().min(1),
      notUseful: z.number().int().min(1),
    }),
    reviewAhead: z.number().int().min(1).max(365),
  }),
  firstAccountRoles: name.array().min(1),
  required: ask.array(),
  /** Where each value comes from, by its name. */
  sources: z.record(z.string(), z.string()),
});
