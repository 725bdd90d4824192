import { act, found, message, one, refused, slots, turn } from '../build.js';
import { asking, type Case, CONSULT, choosing, DRAFT, PHONE, without } from './given.js';

export const ASKS_CASES: Case[] = [
  // ── pending asks ──
  [
    'a bare phone',
    turn(one(PHONE, { type: 'other', gate: 'clarify', category: null }), {
      memory: asking(['phone'], without('phone')),
    }),
    ['file show'],
  ],
  [
    'a bare place',
    turn(one('大学东路', { type: 'other', gate: 'clarify', category: null, region: '150105' }), {
      memory: asking(['place'], without('place')),
    }),
    ['file show'],
  ],
  [
    'a bare place without a banner: the banner next',
    turn(one('大学东路', { type: 'other', gate: 'clarify', category: null }), {
      memory: asking(['place'], without('place')),
    }),
    ['clarify region'],
  ],
  [
    'place and phone in one reply',
    turn(one(`大学东路，${PHONE}`, { type: 'other', gate: 'clarify', category: null, region: '150105' }), {
      memory: asking(['place', 'phone'], without('place', 'phone')),
    }),
    ['file show'],
  ],
  [
    'only the phone of two: the place again',
    turn(one(PHONE, { type: 'other', gate: 'clarify', category: null }), {
      memory: asking(['place', 'phone'], without('place', 'phone')),
    }),
    ['clarify place'],
  ],
  [
    'a banner is no place',
    turn(
      one('赛罕区', {
        type: 'other',
        gate: 'clarify',
        category: null,
        region: '150105',
        spans: [{ kind: 'region', from: 0, to: 3 }],
      }),
      { memory: asking(['place'], without('place')) },
    ),
    ['clarify place'],
  ],
  [
    'the banner chosen by name',
    turn(one('乌拉特前旗', { type: 'other', gate: 'clarify', category: null, region: '150823' }), {
      memory: asking(['region'], { ...DRAFT, region: null }, ['150823', '150926']),
    }),
    ['file show'],
  ],
  [
    'the short name again, one of the offered',
    turn(one('前旗', { type: 'other', gate: 'clarify', category: null, regionOptions: ['150926'] }), {
      memory: asking(['region'], { ...DRAFT, region: null }, ['150823', '150926']),
    }),
    ['file show'],
  ],
  [
    'the other side by name',
    turn(one('某某装饰公司', { type: 'other', gate: 'clarify', category: null }), {
      memory: asking(['party'], { ...DRAFT, category: '08', type: 'complaint' }),
    }),
    ['file show'],
  ],
  [
    'no answer: asked again',
    turn(one('你猜？', { type: 'other', gate: 'clarify', category: null }), {
      memory: asking(['phone'], without('phone')),
    }),
    ['clarify phone'],
  ],
  [
    'no answer twice: a person',
    turn(one('你猜？', { type: 'other', gate: 'clarify', category: null }), {
      memory: { ...asking(['phone'], without('phone')), failed: 1 },
    }),
    ['handOver clarifyFailed'],
  ],
  [
    'the card filled instead',
    turn(act('确认提交', 'confirm'), {
      memory: asking(['phone'], without('phone')),
      fields: { phone: PHONE },
    }),
    ['file show'],
  ],
  [
    'a new question meanwhile: answered, asked on',
    turn(one('居民医保怎么交', CONSULT), {
      memory: asking(['phone'], without('phone')),
      found: [found('answer', ['a', 0.9])],
    }),
    ['answer a', 'clarify phone'],
  ],
  [
    'cancelled while asked',
    turn(act('不用了', 'cancel'), { memory: asking(['phone'], without('phone')) }),
    ['say cancelled'],
  ],
  // ── as seen in conversations ──
  [
    'confirming while a name is asked is no name',
    turn(act('确认提交', 'confirm'), {
      memory: asking(['party'], { ...without('place'), category: '08', type: 'complaint' }),
    }),
    ['clarify party'],
  ],
  [
    'confirming while a passage is asked, whatever the heads make of it',
    turn(message('确认提交', [refused('确认提交', 'reconsideration', 0.9, 'R')], { act: 'confirm' }), {
      memory: choosing,
    }),
    ['clarify person|leave'],
  ],
  [
    'wages at a known place: who is there can be found',
    turn(
      one('大学东路 5 号工地欠我工资', {
        type: 'complaint',
        category: '08',
        region: '150105',
        slots: slots('大学东路 5 号工地欠我工资', { place: '大学东路 5 号' }),
      }),
    ),
    ['clarify phone'],
  ],
  [
    'a place that is only a banner: asked',
    turn(
      one('赛罕区路灯坏了', {
        category: '12',
        region: '150105',
        slots: slots('赛罕区路灯坏了', { place: '赛罕区' }),
        spans: [{ kind: 'region', from: 0, to: 3 }],
      }),
    ),
    ['clarify place+phone'],
  ],
];
