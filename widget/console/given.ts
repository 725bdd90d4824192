/** What a step brings along besides a reason: typed part by part, judged here as the server will judge it. */
import type { z } from 'zod';
import type { given } from '../../server/http/contract-given.js';
import { W } from './words.js';

export type Given = z.input<typeof given>;
export type InputName = keyof Given;

/** As typed so far: any part may be half. */
export interface Typed {
  lead?: string | undefined;
  assist?: string[];
  guide?: string[];
  reason?: string | undefined;
  basis?: string;
  suggest?: string | undefined;
  master?: string;
  days?: number | null;
  months?: number | null;
  /** yyyy-MM-ddTHH:mm, as the browser's own field gives it, in Shanghai time. */
  contactAt?: string;
  how?: 'phone' | 'visit' | 'message' | undefined;
  handling?: string;
  public?: string;
  solved?: 'yes' | 'partly' | 'no' | undefined;
  connected?: boolean | undefined;
  contacted?: boolean | undefined;
  isSolved?: boolean | undefined;
  satisfied?: 'satisfied' | 'basically' | 'dissatisfied' | undefined;
  /** Splitting: to which order (0, 1, …) each clause of the content goes; a clause not named goes to the first. */
  clauses?: Record<number, number>;
  /** The content the clauses were cut from. */
  receiver?: string | undefined;
  receiverName?: string;
  receiptNo?: string;
  shownContent?: string;
  shownPlace?: string;
}

export type Faults = Partial<Record<keyof Typed, string>>;

const said = (text: string | undefined): string => text?.trim() ?? '';
const need = W.given.need;

/** What the form shows besides what is typed. */
export interface Ground {
  content: string;
  receivers: readonly { code: string; name: string }[];
  /** What units would read of a secret order, with what was found covered. */
  proposed: { content: string; place: string } | null;
}

type Judge = (typed: Typed, faults: Faults, ground: Ground) => Partial<Given>;

function units(typed: Typed, faults: Faults, leads: boolean): Partial<Given> {
  const { lead, assist = [], guide = [] } = typed;
  if (leads && !lead) faults.lead = need.lead;
  if (!leads && assist.length + guide.length === 0) faults.assist = need.assist;
  const others = [...assist, ...guide];
  if (new Set([lead, ...others]).size < others.length + 1) faults.assist = need.twice;
  return {
    units: [
      ...(leads && lead ? [{ unit: lead, part: 'lead' as const }] : []),
      ...assist.map((unit) => ({ unit, part: 'assist' as const })),
      ...guide.map((unit) => ({ unit, part: 'guide' as const })),
    ],
  };
}

function callback(typed: Typed, faults: Faults): Partial<Given> {
  const { connected, contacted, isSolved, satisfied } = typed;
  if (connected === undefined) faults.connected = need.connected;
  if (!connected) return { callback: { connected: false } };
  if (contacted === undefined) faults.contacted = need.answer;
  if (isSolved === undefined) faults.isSolved = need.answer;
  if (satisfied === undefined) faults.satisfied = need.answer;
  if (contacted === undefined || isSolved === undefined || satisfied === undefined) return {};
  return { callback: { connected, contacted, solved: isSolved, satisfied } };
}

const JUDGES: Partial<Record<InputName, Judge>> = {
  return(typed, faults) {
    if (!typed.reason) faults.reason = need.pick;
    if (!said(typed.basis)) faults.basis = need.basis;
    if (!typed.reason) return {};
    const reason = typed.reason as NonNullable<Given['return']>['reason'];
    return { return: { reason, basis: said(typed.basis), suggest: typed.suggest ?? null } };
  },
  master(typed, faults) {
    if (!said(typed.master)) faults.master = need.master;
    return { master: said(typed.master) };
  },
  days(typed, faults) {
    if (!typed.days) faults.days = need.days;
    return typed.days ? { days: typed.days } : {};
  },
  months(typed, faults) {
    if (!typed.months) faults.months = need.months;
    return typed.months ? { months: typed.months } : {};
  },
  contact(typed, faults) {
    if (!typed.contactAt) faults.contactAt = need.time;
    if (!typed.how) faults.how = need.pick;
    if (!typed.contactAt || !typed.how) return {};
    return { contact: { at: new Date(`${typed.contactAt}:00+08:00`).toISOString(), how: typed.how } };
  },
  reply(typed, faults) {
    if (!said(typed.handling)) faults.handling = need.handling;
    if (!said(typed.public)) faults.public = need.public;
    if (!typed.solved) faults.solved = need.pick;
    if (!typed.solved) return {};
    return { reply: { handling: said(typed.handling), public: said(typed.public), solved: typed.solved } };
  },
  callback,
  parts(typed, faults, { content }) {
    const cut = clausesOf(content);
    const at = cut.map((_, i) => typed.clauses?.[i] ?? 0);
    const numbers = [...new Set(at)].sort();
    if (numbers.length < 2) faults.clauses = need.parts;
    return { parts: numbers.map((n) => cut.filter((_, i) => at[i] === n)) };
  },
  transfer(typed, faults, { receivers }) {
    const known = receivers.find(({ code }) => code === typed.receiver);
    if (typed.receiver === undefined) faults.receiver = need.receiver;
    if (typed.receiver === '' && !said(typed.receiverName)) faults.receiverName = need.receiverName;
    return { transfer: { to: typed.receiver ?? '', name: known?.name ?? said(typed.receiverName) } };
  },
  receipt(typed, faults) {
    if (!said(typed.receiptNo)) faults.receiptNo = need.receiptNo;
    return { receipt: { no: said(typed.receiptNo) } };
  },
  shown(typed, faults, { proposed }) {
    const content = typed.shownContent ?? proposed?.content ?? '';
    if (!said(content)) faults.shownContent = need.shownContent;
    return { shown: { content, place: typed.shownPlace ?? proposed?.place ?? '' } };
  },
};

/** Where a text may be cut: after each clause. */
export function clausesOf(content: string): { from: number; to: number }[] {
  const cut: { from: number; to: number }[] = [];
  for (const { 0: found, index } of content.matchAll(
    /[^。！？；!?;\n，,]+[。！？；!?;\n，,]*|[。！？；!?;\n，,]+/gu,
  ))
    cut.push({ from: index, to: index + found.length });
  return cut;
}

/** What goes out, and what is missing by field. */
export function judge(
  action: string,
  inputs: readonly string[],
  typed: Typed,
  ground: Ground,
): { given: Given; faults: Faults } {
  const faults: Faults = {};
  const given: Given = Object.assign(
    {},
    ...inputs.map((name) =>
      name === 'units'
        ? units(typed, faults, action !== 'addUnits')
        : (JUDGES[name as InputName]?.(typed, faults, ground) ?? {}),
    ),
  );
  return { given, faults };
}
