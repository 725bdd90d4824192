/** What the cases start from. */
import type { Draft, Memory, Turn } from '../../../bot/decision.js';
import { MEMORY, one, refused, segment, slots } from '../build.js';

/** What happens, the turn, and the decisions in a few words each. */
export type Case = [string, Turn, string[]];

export const PHONE = '13800001234';
export const LIGHT = '赛罕区大学东路路灯坏了好几天了';
export const light = () =>
  one(LIGHT, { category: '12', region: '150105', slots: slots(LIGHT, { place: '大学东路' }) });
export const vagueText = one('嗯那个', { gate: 'clarify', type: 'other', category: null });

export const DRAFT: Draft = {
  id: 'd0',
  type: 'help',
  category: '12',
  hotline: null,
  region: '150105',
  urgency: 'normal',
  content: LIGHT,
  slots: { place: { value: '大学东路', from: 3, to: 7 }, phone: { value: PHONE, from: 0, to: 0 } },
  fields: {},
  files: [],
};
export const without = (...names: ('place' | 'phone')[]): Draft => ({
  ...DRAFT,
  region: names.includes('place') ? null : DRAFT.region,
  slots: Object.fromEntries(Object.entries(DRAFT.slots).filter(([name]) => !names.includes(name as 'place'))),
});
export const memory = (some: Partial<Memory>): Memory => ({ ...MEMORY, ...some });
export const showing = memory({ pending: { for: 'draft', draft: DRAFT } });
export const asking = (
  asks: ('place' | 'phone' | 'region' | 'party')[],
  draft: Draft,
  options: string[] = [],
) => memory({ pending: { for: 'asks', asks, draft, options } });
export const choosing = memory({
  pending: {
    for: 'passage',
    passages: ['a', 'b'],
    segment: '公积金怎么提取',
    draft: { ...without('place'), type: 'consult', content: '公积金怎么提取' },
  },
});
export const unanswered = memory({
  pending: {
    for: 'asks',
    asks: ['matter'],
    draft: { ...without('place'), type: 'consult', category: '08' },
    options: ['person', 'leave'],
  },
});
export const doubting = memory({
  pending: {
    for: 'doubt',
    reason: 'litigation',
    segment: refused('法院的事你们给催催', 'litigation', 0.7, null),
    draft: without('place'),
  },
});

export const CONSULT = { type: 'consult', category: '08' } as const;
export const hot = '我家厨房着火了';
export const fire = segment(hot, {
  gate: 'emergency',
  reason: '119',
  category: null,
  urgency: 'critical',
  why: [{ stage: 'emergency', rule: 'E-fire', label: '119' }],
});
export const court = '法院判了不给执行你们给催催';
