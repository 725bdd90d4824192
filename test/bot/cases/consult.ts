import { found, message, one, passage, segment, turn } from '../build.js';
import { type Case, CONSULT, choosing, light, unanswered } from './given.js';

export const CONSULT_CASES: Case[] = [
  // ── consultations ──
  [
    'near: the approved text',
    turn(one('居民医保怎么交', CONSULT), { found: [found('answer', ['a', 0.9], ['b', 0.5], ['c', 0.2])] }),
    ['answer a +b'],
  ],
  [
    'between: choices',
    turn(one('公积金怎么提取', CONSULT), { found: [found('suggest', ['a', 0.9], ['b', 0.88])] }),
    ['clarify a+b none|person'],
  ],
  ['far: nothing is invented', turn(one('火星签证怎么办', CONSULT)), ['clarify person|leave']],
  [
    'a complaint is never answered from knowledge',
    turn(light(), { found: [found('answer', ['a', 0.95])] }),
    ['clarify phone'],
  ],
  [
    'two questions',
    turn(
      message('医保怎么交，身份证怎么换', [
        segment('医保怎么交', CONSULT),
        segment('身份证怎么换', { ...CONSULT, from: 6 }),
      ]),
      { found: [found('answer', ['a', 0.9]), found('answer', ['b', 0.9])] },
    ),
    ['answer a', 'answer b'],
  ],
  [
    'chosen by number',
    turn(one('2', { type: 'other', gate: 'clarify', category: null }), {
      memory: choosing,
      passages: [passage('a'), passage('b')],
    }),
    ['answer b'],
  ],
  [
    'chosen by title',
    turn(one('问题a', { type: 'other', gate: 'clarify', category: null }), {
      memory: choosing,
      found: [found('suggest', ['a', 1])],
    }),
    ['answer a'],
  ],
  [
    'chosen by naming it in a few words',
    turn(one('那租房的呢', { type: 'other', gate: 'clarify', category: null }), {
      memory: choosing,
      passages: [
        { ...passage('a'), title: '租房提取住房公积金如何办理' },
        { ...passage('b'), title: '购买自住住房提取住房公积金如何办理' },
      ],
    }),
    ['answer a'],
  ],
  [
    'words that both have choose neither',
    turn(one('提取公积金', CONSULT), {
      memory: choosing,
      passages: [
        { ...passage('a'), title: '租房提取公积金如何办理' },
        { ...passage('b'), title: '买房提取公积金如何办理' },
      ],
      found: [found('suggest', ['a', 0.9], ['b', 0.88])],
    }),
    ['clarify a+b none|person'],
  ],
  [
    'an expired passage is not quoted: its number is looked up afresh',
    turn(one('1', { type: 'other', gate: 'clarify', category: null }), {
      memory: choosing,
      passages: [passage('b')],
    }),
    ['clarify person|leave'],
  ],
  [
    'none of them',
    turn(one('都不是', { type: 'other', gate: 'clarify', category: null }), { memory: choosing }),
    ['clarify person|leave'],
  ],
  [
    'leave a message: a consultation order',
    turn(one('留言，请工作人员答复', { type: 'other', gate: 'clarify', category: null }), {
      memory: unanswered,
    }),
    ['file show'],
  ],
  [
    'another question instead of choosing',
    turn(one('居民医保怎么交', CONSULT), { memory: choosing, found: [found('answer', ['c', 0.9])] }),
    ['answer c'],
  ],
];
