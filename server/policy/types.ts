/**
 * What a hotline manager, not a programmer, decides. Each list is one JSON file of a policy folder, one row
 * one whole truth, each row with `source` (document, clause) and `validFrom`/`validTo` (yyyy-MM-dd, null = open).
 */
import type { Ask, DecidePolicy } from '../../bot/decision.js';
import type { DuplicateRule } from '../../nlu/duplicates/contract.js';
import type { EmergencyNumber, MatterType, RefusalReason, Urgency } from '../../nlu/understanding.js';
import type { Grade } from '../insight/grade.js';
import type { HotRule } from '../insight/hot.js';
import type { MeasureRules } from '../insight/measures.js';
import type { Schedule } from '../insight/reports/period.js';
import type { Season } from '../insight/season.js';
import type { TalkRule } from '../insight/talks/talk.js';
import type { PhoneCodeRule } from '../phone/codes.js';
import type { CallbackKnobs, CallbackRule } from '../tickets/callback/plan.js';
import type { Calendar } from '../tickets/deadlines/calendar.js';
import type { Limit } from '../tickets/deadlines/due.js';
import type { Duty, Unit } from '../tickets/dispatch/unit.js';
import type { Limits } from '../tickets/limits.js';
import type { QualityKnobs } from '../tickets/quality/draw.js';
import type { Criterion } from '../tickets/quality/score.js';
import type { Rung } from '../tickets/supervision/ladder.js';
import type { State } from '../tickets/ticket.js';

export const URGENCIES = ['critical', 'urgent', 'normal'] as const satisfies Urgency[];
/** What has a limit: dispatching, signing, the first contact with the citizen, the whole. */
export const CLOCKS = ['dispatch', 'sign', 'contact', 'finish'] as const;
export type ClockName = (typeof CLOCKS)[number];

export interface Sourced {
  source: string;
  validFrom: string | null;
  validTo: string | null;
}

export interface Category extends Sourced {
  code: string;
  name: string;
  domain: string;
  /** What an order of this class cannot do without. */
  required: Ask[];
}

export interface Hotline extends Sourced {
  number: string;
  name: string;
  unit: string;
  mode: 'merged' | 'dual' | 'subcenter';
  category: string;
  expert: boolean;
  /** What a manager should know of the row: a dated list, a number given to another line since. */
  note?: string;
}

export interface Region extends Sourced {
  code: string;
  name: string;
  parent: string | null;
  level: 'region' | 'league' | 'banner' | 'zone';
  /** Telephone area code, leagues only. */
  tel: string | null;
}

/** Who lives there (常住人口), as a statistical communiqué says; null until somebody has filled it in. */
export interface Population extends Sourced {
  region: string;
  residents: number | null;
  /** The day the communiqué counts to. */
  asOf: string | null;
}

export interface RefusalRule extends Sourced {
  reason: RefusalReason;
  /** Code of domain §5.1, e.g. R01_LITIGATION. */
  code: string;
  name: string;
  /** Phrase keys: the sentence for the citizen. */
  phrase: string;
  doors: { name: string; number?: string; url?: string }[];
  /** The detail is not kept (discipline, secrets). */
  redact: boolean;
}

export interface EmergencyRule extends Sourced {
  number: EmergencyNumber;
  name: string;
  /** Phrase key: what to do, in one line. */
  advice: string;
}

export interface TypeRow extends Sourced {
  type: MatterType;
  name: string;
  /** The letter in the order number. */
  letter: string;
  /** Working days promised to the citizen, read from the deadlines; null where nothing is promised. */
  days: number | null;
  /** What a matter of this type can do without, though its category asks for it. */
  waives: Ask[];
}

/** A holiday, or a make-up day; a notice of the State Council. */
export interface CalendarDays extends Sourced {
  from: string;
  to: string;
  off: boolean;
  name: string;
}

/** A limit; the first row of the file that fits urgency and type decides. No types = every type. */
export interface DeadlineRow extends Sourced, Limit {
  urgency: Urgency;
  types: MatterType[];
  step: ClockName;
}

export type UnitRow = Unit & Sourced;
export type DutyRow = Duty & Sourced;
/** How soon a channel owes the first reply, or (forms) acceptance. A channel without a row owes none. */
export interface Norm extends Sourced {
  channel: string;
  kind: 'reply' | 'acceptance';
  minutes: number;
}

/** One rung of the ladder of supervision (催办、督办). */
export type RungRow = Rung & Sourced;
/** Who is called back; the first row that fits decides. */
export type CallbackRow = CallbackRule & Sourced;
/** One line of the sheet of quality inspection. */
export type CriterionRow = Criterion & Sourced;

/** Words of a state: for staff, and in the citizen's own words. */
export interface StateRow extends Sourced {
  state: State;
  name: string;
  citizen: string;
}

/** Opening hours of the human desk, Asia/Shanghai. 25号 asks for 7×24; a city may have less. */
export interface DeskHours extends Sourced {
  /** 1 Monday … 7 Sunday */
  weekday: number;
  open: string;
  close: string;
}

export type SeasonRow = Season & Sourced;
export type ReportRow = Schedule & Sourced;

export interface Role extends Sourced {
  id: string;
  name: string;
  permissions: string[];
  /** Roles that no account may hold together with this one (三员分立). */
  excludes: string[];
}

export interface Knobs {
  /** Of a knowledge item's score; `aim`: the share of direct answers that must be the right ones, measured by a test. */
  bands: { answer: number; suggest: number; margin: number; aim: number };
  /** The same while there is no encoder and words alone are compared. */
  wordBands: Knobs['bands'];
  refusal: { ask: number; propose: number };
  clarify: { maxAsks: number; maxFailed: number };
  turns: { cap: number };
  /** Average minutes an agent needs for one conversation; the estimate told to a waiting citizen. */
  queue: { minutesEach: number };
  files: { maxBytes: number; maxEach: number; types: string[] };
  /** What platforms (WeChat, mail) may deliver. */
  channelFiles: { maxBytes: number; types: string[] };
  /**
   * Self-service forms: zero bits of the proof of work (0 = none asked), days an older version is still taken,
   * sureness from which another form is offered.
   */
  forms: { proofBits: number; graceDays: number; wrongForm: number };
  /** From which likeness on an order may be the same as another, and from how many people on it is a group matter. */
  duplicates: DuplicateRule;
  /** One-time codes to phones: how long one lives, how often it may be tried, how many go out, how long its proof counts. */
  phoneCode: PhoneCodeRule;
  /** Region code of the hotline itself: default of order numbers, and the limit of "ours". */
  /** Where a conversation ends, and how long nobody may come back for it to be resolved. */
  talks: TalkRule;
  /** How rates are told (domain §2.4), and from which composite on a unit stands in which grade (分档). */
  insight: MeasureRules & { grades: Grade[]; hot: HotRule };
  /** Language model: tokens a day, seconds waited for a citizen's and an agent's answer, the circuit breaker. */
  model: {
    tokensADay: number;
    answerSeconds: number;
    assistSeconds: number;
    failures: number;
    restSeconds: number;
  };
  callback: CallbackKnobs;
  /** How long a valid low rating may take to be put right; working days in which a result may be contested. */
  evaluation: { rectify: Limit; appealDays: number };
  quality: QualityKnobs;
  home: string;
  knowledge: KnowledgeRules;
  calendar: { knownUntil: string };
  /** Near due, yellow and red; how long waiting for the citizen may stop the clock (working days). */
  clocks: { nearShare: number; nearHours: number; redAfter: number; longestPause: number };
  limits: Limits;
  /** Actions on an order that the citizen is told of. */
  news: string[];
  /** Orders one request may move; seconds in which a step can be taken back (0 = never). */
  steps: { batchMost: number; undoSeconds: number };
  assign: AssignRules;
  /** Share of the time of a first reply after which its clock is yellow. */
  firstReply: { yellowShare: number };
  /** Roles of the account made at the first start, so that a trial needs no second one. */
  firstAccountRoles: string[];
  /** What an order without a category cannot do without. */
  required: Ask[];
}

/** 派给谁: how long a conversation is offered, how much one person has at once, when it goes back to all. */
export interface AssignRules {
  /** Minutes without a sign after which an order, or a conversation, is everybody's again. */
  orderSilent: number;
  threadSilent: number;
  /** Seconds one person is asked; minutes until the same person is asked again. */
  offerSeconds: number;
  offerAgain: number;
  /** Of whoever has no number of their own. */
  threadsAtOnce: number;
  ordersAtOnce: number;
  /** Days for which the agent a citizen had last is asked first. */
  previousDays: number;
  /** Besides Chinese. */
  languages: { code: string; name: string }[];
}

export interface KnowledgeRules {
  /** How soon a unit answers 纠错单; `hotUses` uses in seven days make it a hot one; so many 没解决 open one. */
  correction: { limit: Limit; hotLimit: Limit; hotUses: number; notUseful: number };
  /** Days before the day of its review, or its end, from which an item is listed. */
  reviewAhead: number;
}

export interface Policy extends DecidePolicy {
  /** SHA-256 of the canonical JSON of the whole folder, first 16 hex digits. */
  hash: string;
  categories: Category[];
  hotlines: Hotline[];
  regions: Region[];
  population: Population[];
  refusals: RefusalRule[];
  emergencies: EmergencyRule[];
  types: TypeRow[];
  hours: DeskHours[];
  roles: Role[];
  states: StateRow[];
  norms: Norm[];
  /** Topics that come every year. */
  seasons: SeasonRow[];
  /** When reports are made. */
  reports: ReportRow[];
  /** The norm in force of a channel. */
  norm(channel: string): Norm | null;
  knobs: Knobs;
  units: UnitRow[];
  duties: DutyRow[];
  calendar: Calendar;
  days: CalendarDays[];
  deadlines: DeadlineRow[];
  /** Lowest rung first. */
  ladder: RungRow[];
  callbacks: CallbackRow[];
  criteria: CriterionRow[];
  /** The limit in force; null = none is written, and none is promised. */
  limit(step: ClockName, urgency: Urgency, type: MatterType): Limit | null;
  /** A sentence by key with `{name}` places filled; an unknown key throws at boot, not at night. */
  phrase(key: string, values?: Record<string, string | number>): string;
  regionName(code: string | null): string;
  /** Names of what it lies in and its own, the widest first; a town's code counts for its banner. */
  regionPath(code: string | null): string[];
  /** Is a person there now, and when next? `opens` is ISO 8601 with +08:00; null when open, or never. */
  desk(now: Date): { open: boolean; opens: string | null };
}
