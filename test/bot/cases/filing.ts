import { message, one, segment, slots, turn } from '../build.js';
import { type Case, LIGHT, light, memory, PHONE } from './given.js';

export const FILING_CASES: Case[] = [
  // ── filing ──
  ['a lamp: only the phone is missing', turn(light()), ['clarify phone']],
  [
    'a lamp, phone known in the thread: shown at once',
    turn(light(), { memory: memory({ phone: PHONE }) }),
    ['file show'],
  ],
  [
    'place missing: banner is not asked apart',
    turn(one('路灯坏了', { category: '12' })),
    ['clarify place+phone'],
  ],
  [
    'place there, banner unknown',
    turn(
      one('大学东路路灯坏了', { category: '12', slots: slots('大学东路路灯坏了', { place: '大学东路' }) }),
    ),
    ['clarify region+phone'],
  ],
  [
    'ambiguous short name: its readings are offered',
    turn(
      one('前旗大学东路路灯坏了', {
        category: '12',
        slots: slots('前旗大学东路路灯坏了', { place: '大学东路' }),
        regionOptions: ['150823', '150926'],
      }),
    ),
    ['clarify region+phone 150823|150926'],
  ],
  [
    'ambiguous, but the thread knows which',
    turn(
      one('前旗大学东路路灯坏了', {
        category: '12',
        slots: slots('前旗大学东路路灯坏了', { place: '大学东路' }),
        regionOptions: ['150823', '150926'],
      }),
      { memory: memory({ region: '150926', phone: PHONE }) },
    ),
    ['file show'],
  ],
  [
    'ambiguous, and the thread knows another place: asked',
    turn(
      one('前旗大学东路路灯坏了', {
        category: '12',
        slots: slots('前旗大学东路路灯坏了', { place: '大学东路' }),
        regionOptions: ['150823', '150926'],
      }),
      { memory: memory({ region: '150105', phone: PHONE }) },
    ),
    ['clarify region 150823|150926'],
  ],
  [
    'unpaid wages: whom it concerns is asked',
    turn(one('老板欠我工资', { type: 'complaint', category: '08' })),
    ['clarify party+region'],
  ],
  [
    'a suggestion needs no place',
    turn(one('建议多开一条公交线', { type: 'suggest', category: '09' })),
    ['clarify phone'],
  ],
  ['no category: the default needs', turn(one('这事得有人管', { category: null })), ['clarify place+phone']],
  [
    'phone in a segment of its own',
    turn(
      message(`${LIGHT}。电话${PHONE}`, [
        light().segments[0]!,
        segment(`电话${PHONE}`, {
          type: 'other',
          gate: 'clarify',
          category: null,
          from: 16,
          slots: { phone: { value: PHONE, from: 18, to: 29 } },
        }),
      ]),
    ),
    ['file show'],
  ],
  [
    'praise is recorded without a form',
    turn(one('谢谢城管小王帮忙', { type: 'praise', category: '12' })),
    ['file confirmed'],
  ],
  ['fields of a form are taken as they are', turn(light(), { fields: { phone: PHONE } }), ['file show']],
  ['an impossible phone is asked again', turn(light(), { fields: { phone: '123' } }), ['clarify phone']],
];
